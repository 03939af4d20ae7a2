import type { RegistryClient } from '../client';
import { getManifest, type Descriptor, type Target } from '../manifests';
import type { Patience } from '../network/waiting';
import type { Failure } from '../unresolved';
import { noPlatform } from './describe';
import { readManifestFacts } from './manifestFacts';
import { bestMatch } from './platform';
import { findPlatforms } from './platforms';

/** The single image that a reference names for a platform, as `linux/arm64`. */
export async function findPlatformImage(
  client: RegistryClient,
  target: Target,
  platform: string,
  patience: Patience,
): Promise<Descriptor | Failure> {
  const manifest = await getManifest(client, target, patience);
  if ('reason' in manifest) return manifest;
  const { registry, repository } = target;
  const facts = readManifestFacts(manifest);
  const platforms = await findPlatforms(client, { registry, repository, facts }, patience);
  if ('reason' in platforms) return platforms;
  const chosen = bestMatch(platforms, platform);
  if (!chosen) return noPlatform(platform, platforms);
  return { digest: chosen.digest, mediaType: chosen.mediaType };
}
