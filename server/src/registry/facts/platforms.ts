import type { RegistryClient } from '../client';
import { getJsonBlob, getManifest, isIndex, type Repository } from '../manifests';
import type { Patience } from '../network/waiting';
import type { Failure } from '../unresolved';
import { readImageFacts, type ImageFacts } from './imageFacts';
import { readManifestFacts, type ManifestFacts, type PlatformManifest } from './manifestFacts';

/** How many indexes are looked into below one: their contents are a registry's, and could go on for ever. */
const MAX_INNER_INDEXES = 4;
const MAX_DEPTH = 2;

/** The images that there are for platforms: those of an index and of the indexes in it, or a single image, whose configuration is asked for. */
export async function findPlatforms(
  client: RegistryClient,
  { facts, ...place }: Repository & { readonly facts: ManifestFacts },
  patience: Patience,
): Promise<readonly PlatformManifest[] | Failure> {
  if (facts.isIndex) return platformsOfIndex(client, { ...place, facts, depth: MAX_DEPTH }, patience);
  const image = await findImageFacts(client, { ...place, facts }, patience);
  if (image === null || 'reason' in image) return image ?? [];
  return singlePlatform(facts, image);
}

/** A single image as the one of its platform. */
export function singlePlatform(facts: ManifestFacts, image: ImageFacts): readonly PlatformManifest[] {
  const { platform, osVersion } = image;
  const { digest, mediaType } = facts;
  return platform === null ? [] : [{ platform, osVersion, digest, mediaType, size: null }];
}

/** What the configuration of a single image says; null where it is no image's, as for a chart or a signature. */
export async function findImageFacts(
  client: RegistryClient,
  {
    facts: { config, annotations },
    outer = {},
    ...place
  }: Repository & { readonly facts: ManifestFacts; readonly outer?: Readonly<Record<string, string>> },
  patience: Patience,
): Promise<ImageFacts | Failure | null> {
  if (!config) return { reason: 'invalid-response', detail: 'has a manifest without a configuration' };
  if (!IMAGE_CONFIGURATIONS.includes(config.mediaType)) return null;
  const blob = await getJsonBlob(client, { ...place, digest: config.digest }, patience);
  if ('reason' in blob) return missingPart(blob, config.digest);
  return readImageFacts(blob.content, [annotations, outer]);
}

/** That a part is not there is another thing than that what was asked for is not. */
export function missingPart(failure: Failure, digest: string): Failure {
  return failure.reason === 'not-found' ? { reason: 'missing-part', digest } : failure;
}

const IMAGE_CONFIGURATIONS: readonly string[] = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** Each index once and no deeper than `depth`; one that cannot be read leaves the others theirs, unless nothing else is there. */
async function platformsOfIndex(
  client: RegistryClient,
  { facts, depth, ...place }: Repository & { readonly facts: ManifestFacts; readonly depth: number },
  patience: Patience,
): Promise<readonly PlatformManifest[] | Failure> {
  const inner = [...new Set(facts.others.filter(isIndex).map(({ digest }) => digest))];
  if (depth <= 1 || inner.length === 0) return facts.platforms;
  const read = inner.slice(0, MAX_INNER_INDEXES).map(async (digest) => {
    const manifest = await getManifest(client, { ...place, tag: '', digest }, patience);
    if ('reason' in manifest) return missingPart(manifest, digest);
    const below = { ...place, facts: readManifestFacts(manifest), depth: depth - 1 };
    return platformsOfIndex(client, below, patience);
  });
  const answers = await Promise.all(read);
  const found = answers.flatMap((answer) => ('reason' in answer ? [] : answer));
  const failure = answers.find((answer) => 'reason' in answer);
  const platforms = [...facts.platforms, ...found];
  return platforms.length === 0 && failure !== undefined && 'reason' in failure ? failure : platforms;
}
