import { isWellFormedDigest } from '../syntax/imageReference';
import type { RegistryClient } from './client';
import { isRecord } from './json';
import { getJsonBlob, isIndex, type Manifest, type Target } from './manifests';
import type { Failure } from './unresolved';

/** The platforms that an image is for, as `linux/arm/v7`: an index lists them, and a single image's configuration names its own. */
export async function findPlatforms(
  client: RegistryClient,
  { manifest, target }: { readonly manifest: Manifest; readonly target: Target },
  signal: AbortSignal,
): Promise<readonly string[] | Failure> {
  if (isIndex(manifest)) return platformsOfIndex(manifest.content);
  const { config } = manifest.content;
  if (!isRecord(config) || !isImageConfiguration(config.mediaType)) return [];
  const { digest } = config;
  if (typeof digest !== 'string' || !isWellFormedDigest(digest)) {
    return { reason: 'invalid-response', detail: 'has a manifest without a configuration' };
  }
  const blob = await getJsonBlob(client, { ...target, digest }, signal);
  if ('reason' in blob) return blob;
  const platform = platformName(blob.content);
  return platform === null ? [] : [platform];
}

/** Each platform once; entries that hold attestations, as BuildKit writes them, are no platforms. */
function platformsOfIndex({ manifests }: Manifest['content']): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(manifests) ? manifests : [];
  const names = entries.map((entry) =>
    isRecord(entry) && !isAttestation(entry.annotations) ? platformName(entry.platform) : null,
  );
  return [...new Set(names.filter((name) => name !== null))];
}

function isAttestation(annotations: unknown): boolean {
  return isRecord(annotations) && annotations['vnd.docker.reference.type'] === 'attestation-manifest';
}

function isImageConfiguration(mediaType: unknown): boolean {
  return (
    mediaType === 'application/vnd.oci.image.config.v1+json' ||
    mediaType === 'application/vnd.docker.container.image.v1+json'
  );
}

/** Reads `os`, `architecture` and `variant`, named alike in an index and in a configuration (OCI image specification). */
function platformName(value: unknown): string | null {
  if (!isRecord(value)) return null;
  const { os, architecture, variant } = value;
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === 'unknown') return null;
  return [os, architecture, ...(typeof variant === 'string' && variant !== '' ? [variant] : [])].join('/');
}
