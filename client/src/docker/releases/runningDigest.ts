import type { EngineFacts } from '../engine';
import type { ManifestDescriptor, Platform } from '../engineFacts';
import type { DigestSource, RunningDigest, UnknownDigest } from './identity';
import type { KnownImage } from './imageCatalogue';
import type { ObservedContainer } from './observation';
import { platformName } from './platformName';
import { isDigest, isImageId, type StartedReference } from './startedReference';

/** The reference that a container was started with; null where that was an image's id, or cannot be told any more. */
export function startedWith({ facts, details }: ObservedContainer): string | null {
  // The list shows an id once the tag has moved; the container itself keeps what its author wrote.
  const texts = [details?.image ?? '', facts.image];
  return texts.find((text) => text !== '' && !isImageId(text, facts.imageId)) ?? null;
}

/** What runs, by all that the engine says of it. */
export function runningDigest(
  store: EngineFacts['store'],
  observed: ObservedContainer,
  image: KnownImage,
  started: StartedReference | null,
): RunningDigest {
  const manifest = runningManifest(observed, image)?.digest ?? null;
  const same = image.recorded.filter((entry) => started === null || entry.repository === started.repository);
  const digests = same.flatMap(({ digest }) => digest ?? []);
  const descriptor = validDigest(image.facts?.descriptor ?? null);
  // Only this store names images by digest; elsewhere the id is that of the configuration.
  const id = store === 'containerd' ? validDigest(observed.facts.imageId) : null;
  const all = [...digests, descriptor, id].filter((digest) => digest !== null);
  const known = (source: DigestSource, digest: string): RunningDigest => ({
    known: true,
    digest,
    manifest: manifest === digest ? null : manifest,
    others: [...new Set(all)].filter((other) => other !== digest && other !== manifest),
    source,
  });
  if (started?.digest) return known('reference', started.digest);
  const index = digests.find((digest) => digest === descriptor);
  const first = index ?? digests.find((digest) => digest !== manifest) ?? digests[0];
  if (first !== undefined) return known('repository', first);
  const stored = id === null ? manifest : (descriptor ?? id);
  if (stored !== null) return known('store', stored);
  const elsewhere = image.recorded.map(({ text }) => text);
  return { known: false, reason: unknownDigest(image, elsewhere), elsewhere };
}

/** All digests that name what runs; empty where none is known. */
export function allDigests(digest: RunningDigest): readonly string[] {
  if (!digest.known) return [];
  const { manifest, others } = digest;
  return [digest.digest, ...(manifest === null ? [] : [manifest]), ...others];
}

export function runningPlatform(observed: ObservedContainer, image: KnownImage): Platform | null {
  return runningManifest(observed, image)?.platform ?? image.facts?.platform ?? null;
}

/** As a registry's index is searched for it: `linux/arm/v7`. */
export function platformText(platform: Platform | null): string | null {
  return platform && platformName(platform);
}

/** Engines before API 1.48 do not say which of an index's manifests runs; where there is only one, it is that. */
function runningManifest(
  { facts, details }: ObservedContainer,
  image: KnownImage,
): ManifestDescriptor | null {
  const manifests = image.facts?.manifests ?? [];
  const said = facts.manifest ?? details?.manifest ?? (manifests.length === 1 ? manifests[0] : undefined);
  if (!said || !isDigest(said.digest)) return null;
  const platform = said.platform ?? manifests.find(({ digest }) => digest === said.digest)?.platform ?? null;
  return { digest: said.digest, platform };
}

function validDigest(text: string | null): string | null {
  return text !== null && isDigest(text) ? text : null;
}

function unknownDigest({ missing }: KnownImage, elsewhere: readonly string[]): UnknownDigest {
  if (elsewhere.length > 0) return 'other-repository';
  switch (missing) {
    case 'removed':
      return 'image-removed';
    case 'unanswered':
      return 'unanswered';
    case null:
      return 'none';
  }
}
