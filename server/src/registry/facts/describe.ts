import type { RegistryClient } from '../client';
import { getManifest, type Descriptor, type Repository, type Target } from '../manifests';
import type { Patience } from '../network/waiting';
import type { Failure } from '../unresolved';
import type { ImageFacts } from './imageFacts';
import { readManifestFacts, type ManifestFacts, type PlatformManifest } from './manifestFacts';
import { bestMatch } from './platform';
import { findImageFacts, findPlatforms, missingPart, singlePlatform } from './platforms';

export interface ImageDescription extends Descriptor {
  /** Of what the reference names, be it an index or a single image. */
  readonly manifest: ManifestFacts;
  /** Those of the index and of indexes in it, or the single image's own. */
  readonly platforms: readonly PlatformManifest[];
  /** That of the platform that was asked for, or that is most likely wanted; null where there is none. */
  readonly chosen: PlatformManifest | null;
  /** The chosen image; null where the reference names none, as an empty index or a chart, or `problem` says why. */
  readonly image: DescribedImage | null;
  /** Why nothing can be said of the chosen image; null where nothing is wrong. */
  readonly problem: Failure | null;
}

export interface DescribedImage {
  /** As `linux/arm/v7`. */
  readonly platform: string | null;
  readonly manifest: ManifestFacts;
  readonly facts: ImageFacts;
}

/** What most people mean who name no platform. */
const USUAL_PLATFORM = 'linux/amd64';

/**
 * Fetches what a reference names, and the image for `platform` with its configuration: at most three requests, four and
 * more only for an index of indexes. Where `platform` is null it is linux/amd64, or the first that there is.
 */
export async function describeImage(
  client: RegistryClient,
  target: Target,
  { platform }: { readonly platform: string | null },
  patience: Patience,
): Promise<ImageDescription | Failure> {
  const manifest = await getManifest(client, target, patience);
  if ('reason' in manifest) return manifest;
  const facts = readManifestFacts(manifest);
  const { registry, repository } = target;
  const subject: Subject = { registry, repository, facts, platform };
  return facts.isIndex ? describeIndex(client, subject, patience) : describeSingle(client, subject, patience);
}

interface Subject extends Repository {
  readonly facts: ManifestFacts;
  readonly platform: string | null;
}

async function describeSingle(
  client: RegistryClient,
  { facts, platform, ...place }: Subject,
  patience: Patience,
): Promise<ImageDescription | Failure> {
  const image = await findImageFacts(client, { ...place, facts }, patience);
  const description = { ...descriptorOf(facts), manifest: facts };
  if (image !== null && 'reason' in image) {
    return { ...description, platforms: [], chosen: null, image: null, problem: image };
  }
  const platforms = image ? singlePlatform(facts, image) : [];
  if (platform !== null && platforms.length > 0 && !bestMatch(platforms, platform)) {
    return noPlatform(platform, platforms);
  }
  return {
    ...description,
    platforms,
    chosen: platforms[0] ?? null,
    image: image && { platform: image.platform, manifest: facts, facts: image },
    problem: null,
  };
}

async function describeIndex(
  client: RegistryClient,
  { facts, platform, ...place }: Subject,
  patience: Patience,
): Promise<ImageDescription | Failure> {
  const platforms = await findPlatforms(client, { ...place, facts }, patience);
  if ('reason' in platforms) return platforms;
  const chosen = choose(platforms, platform);
  if (!chosen && platform !== null) return noPlatform(platform, platforms);
  const description = { ...descriptorOf(facts), manifest: facts, platforms, chosen };
  if (!chosen) return { ...description, image: null, problem: null };
  const image = await describeChild(client, { ...place, facts, chosen }, patience);
  return image !== null && 'reason' in image
    ? { ...description, image: null, problem: image }
    : { ...description, image, problem: null };
}

async function describeChild(
  client: RegistryClient,
  {
    facts,
    chosen,
    ...place
  }: Repository & { readonly facts: ManifestFacts; readonly chosen: PlatformManifest },
  patience: Patience,
): Promise<DescribedImage | Failure | null> {
  const child = await getManifest(client, { ...place, tag: '', digest: chosen.digest }, patience);
  if ('reason' in child) return missingPart(child, chosen.digest);
  const manifest = readManifestFacts(child);
  if (manifest.isIndex) return { reason: 'invalid-response', detail: 'has an index where it names an image' };
  const outer = facts.annotations;
  const image = await findImageFacts(client, { ...place, facts: manifest, outer }, patience);
  if (image === null || 'reason' in image) return image;
  return { platform: chosen.platform, manifest, facts: image };
}

function choose(platforms: readonly PlatformManifest[], platform: string | null): PlatformManifest | null {
  if (platform !== null) return bestMatch(platforms, platform);
  return bestMatch(platforms, USUAL_PLATFORM) ?? platforms[0] ?? null;
}

/** A platform that is not there, with those that are. */
export function noPlatform(platform: string, platforms: readonly PlatformManifest[]): Failure {
  return {
    reason: 'no-platform',
    platform,
    available: [...new Set(platforms.map(({ platform: name }) => name))],
  };
}

function descriptorOf({ digest, mediaType }: ManifestFacts): Descriptor {
  return { digest, mediaType };
}
