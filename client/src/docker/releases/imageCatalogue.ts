import type { ImageFacts, ListedImage } from '../engineFacts';
import type { Observation } from './observation';
import { remembered } from './remembered';
import { hasHost, startedReference, tagName, type StartedReference } from './startedReference';

/** The images of one engine, by all that names them. */
export interface ImageCatalogue {
  readonly image: (id: string) => KnownImage;
  /** What a tag names on this engine; null where it names nothing here. */
  readonly named: (reference: StartedReference) => KnownImage | null;
  readonly withDigest: (digest: string) => readonly KnownImage[];
  /** Those of the images that were looked at closely whose last layer is this. */
  readonly withTopLayer: (layer: string) => readonly ImageFacts[];
}

/** What two requests say of one image: the list, which is read again at each change, and the closer look. */
export interface KnownImage {
  readonly id: string;
  readonly listed: ListedImage | null;
  readonly facts: ImageFacts | null;
  /** Why nothing is known of it; null where something is. */
  readonly missing: 'removed' | 'unanswered' | null;
  /** Valid ones only, each `repository@digest`. */
  readonly recorded: readonly StartedReference[];
  readonly labels: Readonly<Record<string, string>> | null;
}

export function imageCatalogue({ listed, images }: Observation): ImageCatalogue {
  const known = new Map<string, KnownImage>();
  const names = new Map<string, KnownImage>();
  const digests = new Map<string, KnownImage[]>();
  const tops = new Map<string, ImageFacts[]>();
  for (const id of new Set([...listed.keys(), ...images.keys()])) {
    const list = listed.get(id) ?? null;
    const answer = images.get(id);
    const image = list
      ? rememberedImage(list, [answer], () => knownImage(id, list, answer))
      : knownImage(id, list, answer);
    known.set(id, image);
    // What was looked at earlier may have lost its tags to another image since; the list is the newer of the two.
    const tags = image.listed?.tags ?? image.facts?.tags ?? [];
    for (const tag of tags) {
      const name = tagName(startedReference(tag));
      if (name !== null && (image.listed !== null || !names.has(name))) names.set(name, image);
    }
    for (const digest of new Set(image.recorded.map((entry) => entry.digest ?? '')))
      add(digests, digest, image);
    const top = image.facts?.layers.at(-1);
    if (image.facts && top !== undefined) add(tops, top, image.facts);
  }
  return {
    image: (id) => known.get(id) ?? known.get(otherSpelling(id)) ?? unasked(id),
    named: (reference) => {
      const name = tagName(reference);
      if (name === null) return null;
      // Podman names what is built without a host so.
      const local = hasHost(reference.repository) ? undefined : names.get(`localhost/${name}`);
      return names.get(name) ?? local ?? null;
    },
    withDigest: (digest) => digests.get(digest) ?? [],
    withTopLayer: (layer) => tops.get(layer) ?? [],
  };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const same = map.get(key);
  if (same) same.push(value);
  else map.set(key, [value]);
}

function knownImage(
  id: string,
  listed: ListedImage | null,
  answer: ImageFacts | 'removed' | 'unanswered' | undefined,
): KnownImage {
  const facts = typeof answer === 'object' ? answer : null;
  const missing = typeof answer === 'string' ? answer : 'unanswered';
  const texts = new Set([...(facts?.repositoryDigests ?? []), ...(listed?.repositoryDigests ?? [])]);
  return {
    id,
    listed,
    facts,
    missing: facts || listed ? null : missing,
    recorded: [...texts].map(startedReference).filter(({ digest }) => digest !== null),
    labels: facts?.configuration.labels ?? listed?.labels ?? null,
  };
}

const rememberedImage = remembered<KnownImage>();

function unasked(id: string): KnownImage {
  return { id, listed: null, facts: null, missing: 'unanswered', recorded: [], labels: null };
}

/** Podman leaves the algorithm away in some of its answers. */
function otherSpelling(id: string): string {
  return id.startsWith('sha256:') ? id.slice('sha256:'.length) : `sha256:${id}`;
}
