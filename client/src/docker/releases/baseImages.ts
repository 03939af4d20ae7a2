import type { ImageFacts } from '../engineFacts';
import type { KnownImage } from './imageCatalogue';
import type { Observation } from './observation';
import type { Reading } from './reading';
import { BASE_DIGEST, LEGACY_REVISIONS, REVISION } from './revisionLabels';
import { isDigest, startedReference } from './startedReference';

/** The images of this engine that an image is built on, as far as they were looked at closely. */
export function baseImages({ images, knowledge }: Reading, image: KnownImage): readonly ImageFacts[] {
  const layers = image.facts?.layers ?? [];
  // An image with all the same layers is another build of the same, and no base.
  const below = layers
    .slice(0, -1)
    .flatMap((layer, index) =>
      images.withTopLayer(layer).filter((other) => isSame(other.layers, layers.slice(0, index + 1))),
    );
  const label = image.labels?.[BASE_DIGEST];
  const named = [knowledge.evidence.get(image.id)?.base, label].flatMap((text) => text ?? []);
  const pointed = named.flatMap((text) => {
    if (isDigest(text)) return images.withDigest(text);
    const reference = startedReference(text);
    return reference.digest === null ? (images.named(reference) ?? []) : images.withDigest(reference.digest);
  });
  return [...below, ...pointed.flatMap((base) => (base.id === image.id ? [] : (base.facts ?? [])))];
}

/**
 * Images that have to be looked at closely to tell whether the commit that they name is theirs: those that run, and
 * those that name the same one.
 */
export function imagesToCompare({ containers, listed }: Observation): readonly string[] {
  const byClaim = new Map<string, string[]>();
  for (const { id, labels } of listed.values()) {
    for (const claim of claims(labels)) {
      const same = byClaim.get(claim);
      if (same) same.push(id);
      else byClaim.set(claim, [id]);
    }
  }
  const running = new Set(containers.map(({ facts }) => facts.imageId));
  const wanted = [...running].flatMap((id) =>
    claims(listed.get(id)?.labels ?? {}).flatMap((claim) => {
      const same = byClaim.get(claim) ?? [];
      return same.length > 1 ? same : [];
    }),
  );
  return [...new Set(wanted)];
}

function claims(labels: Readonly<Record<string, string>>): readonly string[] {
  return [REVISION, ...LEGACY_REVISIONS].flatMap((name) =>
    Object.hasOwn(labels, name) && labels[name] ? [`${name}=${labels[name]}`] : [],
  );
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((layer, index) => layer === others[index]);
}
