import { isWellFormedDigest } from '../../syntax/imageReference';
import { isRecord } from '../json';
import { isIndex, type Descriptor, type Manifest } from '../manifests';
import { bestMatch, platformKey, readPlatform, type Platform } from './platform';

/** What a manifest or an index says by itself. */
export interface ManifestFacts extends Descriptor {
  readonly isIndex: boolean;
  /** The images of an index in its order; none for a single image, whose configuration names its platform. */
  readonly platforms: readonly PlatformManifest[];
  /** Children of an index that are for no named platform: further indexes, and what is no image. */
  readonly others: readonly Descriptor[];
  readonly attestations: readonly Attestation[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly config: Descriptor | null;
  /** Bytes of the configuration and of the layers as they are sent; null for an index. */
  readonly size: number | null;
  readonly artifactType: string | null;
  /** The digest of what this is about. */
  readonly subject: string | null;
}

export interface PlatformManifest extends Platform, Descriptor {
  /** Bytes of the manifest alone. */
  readonly size: number | null;
}

/** A manifest of attestations that BuildKit puts beside the images of an index. */
export interface Attestation {
  readonly digest: string;
  /** The digest of the image that it is about. */
  readonly of: string | null;
}

export function readManifestFacts({ digest, mediaType, content }: Manifest): ManifestFacts {
  const children = entriesOf(content.manifests).map(readChild);
  const config = readDescriptor(content.config);
  const index = isIndex({ digest, mediaType });
  return {
    digest,
    mediaType,
    isIndex: index,
    platforms: children.flatMap((child) => (child?.kind === 'image' ? [child.image] : [])),
    others: children.flatMap((child) => (child?.kind === 'other' ? [child.other] : [])),
    attestations: children.flatMap((child) => (child?.kind === 'attestation' ? [child.attestation] : [])),
    annotations: readTexts(content.annotations),
    config,
    size: index ? null : sizeOf([content.config, ...entriesOf(content.layers)]),
    artifactType: typeof content.artifactType === 'string' ? content.artifactType : null,
    subject: readDescriptor(content.subject)?.digest ?? null,
  };
}

/** Whether two references give the same image for each platform, whatever attestations stand beside the images and in which order. */
export function samePlatforms(one: ManifestFacts, other: ManifestFacts): boolean {
  if (one.digest === other.digest) return true;
  if (!one.isIndex || !other.isIndex) return isOnlyImage(one, other) || isOnlyImage(other, one);
  const [images, otherImages] = [imagesByPlatform(one), imagesByPlatform(other)];
  return (
    sameTexts([...images].map(String), [...otherImages].map(String)) &&
    sameTexts(
      one.others.map(({ digest }) => digest),
      other.others.map(({ digest }) => digest),
    )
  );
}

/** The image of an index that an engine takes for a platform, as `linux/arm/v7`. */
export function childFor(
  { platforms }: Pick<ManifestFacts, 'platforms'>,
  platform: string,
): PlatformManifest | null {
  return bestMatch(platforms, platform);
}

/** The texts of a record of annotations or labels. */
export function readTexts(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

/** The objects of a list, without what is none. */
export function entriesOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function readDescriptor(value: unknown): Descriptor | null {
  if (!isRecord(value)) return null;
  const { digest, mediaType } = value;
  if (typeof digest !== 'string' || !isWellFormedDigest(digest)) return null;
  return { digest, mediaType: typeof mediaType === 'string' ? mediaType : '' };
}

type Child =
  | { readonly kind: 'image'; readonly image: PlatformManifest }
  | { readonly kind: 'attestation'; readonly attestation: Attestation }
  | { readonly kind: 'other'; readonly other: Descriptor };

/** Null where an entry names nothing that could be fetched. */
function readChild(entry: Readonly<Record<string, unknown>>): Child | null {
  const descriptor = readDescriptor(entry);
  if (!descriptor) return null;
  const annotations = readTexts(entry.annotations);
  if (isAttestation(entry.platform, annotations)) {
    const of = annotations['vnd.docker.reference.digest'] ?? '';
    const { digest } = descriptor;
    return { kind: 'attestation', attestation: { digest, of: isWellFormedDigest(of) ? of : null } };
  }
  const platform = readPlatform(entry.platform);
  return platform && !isIndex(descriptor)
    ? { kind: 'image', image: { ...platform, ...descriptor, size: readSize(entry.size) } }
    : { kind: 'other', other: descriptor };
}

function isAttestation(platform: unknown, annotations: Readonly<Record<string, string>>): boolean {
  if (annotations['vnd.docker.reference.type'] === 'attestation-manifest') return true;
  return isRecord(platform) && platform.os === 'unknown' && platform.architecture === 'unknown';
}

/** Null where one of the sizes is missing: a sum of the others would be wrong. */
function sizeOf(parts: readonly unknown[]): number | null {
  const sizes = parts.map((part) => (isRecord(part) ? readSize(part.size) : null));
  return sizes.reduce<number | null>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
}

function readSize(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Whether an index holds one image and nothing else that could be run. */
function isOnlyImage(image: ManifestFacts, index: ManifestFacts): boolean {
  if (image.isIndex || index.others.length > 0) return false;
  return index.platforms.length > 0 && index.platforms.every(({ digest }) => digest === image.digest);
}

/** An engine takes the first of several entries for one platform, so their order counts. */
function imagesByPlatform({ platforms }: ManifestFacts): ReadonlyMap<string, readonly string[]> {
  const images = new Map<string, string[]>();
  for (const image of platforms) {
    const key = platformKey(image);
    const digests = images.get(key) ?? [];
    digests.push(image.digest);
    images.set(key, digests);
  }
  return images;
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  const [sorted, otherSorted] = [[...one].sort(), [...other].sort()];
  return sorted.length === otherSorted.length && sorted.every((text, index) => text === otherSorted[index]);
}
