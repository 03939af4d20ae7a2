import { isWellFormedDigest } from '../syntax/imageReference';
import type { RegistryClient } from './client';
import { readManifestFacts, type PlatformManifest } from './facts/manifestFacts';
import { bestMatch } from './facts/platform';
import { findPlatforms, missingPart } from './facts/platforms';
import { getManifest, isIndex, type Descriptor, type Target } from './manifests';
import type { RememberedAnswer } from './memory/memory';
import type { Patience } from './network/waiting';
import type { Failure } from './unresolved';

/** What is known of an image that runs. */
export interface Running {
  /** All that name it, in the repository that is asked about: of an index, of a manifest. */
  readonly digests: readonly string[];
  /** Digest of its configuration; null where it is not known. */
  readonly configuration: string | null;
  /** As `linux/arm/v7`; null where it is not known. */
  readonly platform: string | null;
}

/** What a tag says against an image that runs. */
export type Comparison =
  | { readonly status: 'current' | 'tag-moved'; readonly newDigest: string; readonly asked: number }
  | { readonly status: 'tag-gone'; readonly newDigest: null; readonly asked: number }
  /** `newDigest` is null where the tag is gone too. */
  | { readonly status: 'digest-gone'; readonly newDigest: string | null; readonly asked: number }
  /** The tag names another digest, and nothing tells whether that is another image. */
  | {
      readonly status: 'unknown';
      readonly newDigest: string;
      readonly asked: number;
      readonly why: 'platform' | 'local';
    };

/** The ways to know: both may ask a registry, or only remember. */
export interface Knowing {
  /** What a tag or a digest names, and when a registry said so; null where nobody knows. */
  readonly named: (target: Target, patience: Patience) => Promise<RememberedAnswer | null>;
  /** For what digests hold. */
  readonly client: RegistryClient;
}

/** A target, and what runs of it. */
export interface RunningTarget {
  readonly target: Target;
  readonly running: Running;
}

/**
 * Compares what a tag names now with what runs. One request where the tag names it directly; else the manifest for the
 * platform decides, for an index changes with each build of the same images; where only an index names what runs, the
 * registry says which image that holds. Only where that differs, or the tag is gone,
 * it is asked whether what runs is still there. Null where nobody knows what the tag names.
 */
export async function compareRunning(
  knowing: Knowing,
  { target, running }: RunningTarget,
  patience: Patience,
): Promise<Comparison | Failure | null> {
  const said = await knowing.named({ ...target, digest: null }, patience);
  if (!said) return null;
  const { answer, at: asked } = said;
  const isGone = () => areGone(knowing, { target, running }, patience);
  if ('reason' in answer) {
    if (answer.reason !== 'not-found') return answer;
    const status = (await isGone()) ? 'digest-gone' : 'tag-gone';
    return { status, newDigest: null, asked };
  }
  const newDigest = answer.digest;
  if (running.digests.includes(newDigest)) return { status: 'current', newDigest, asked };
  const now: Named = { target: { ...target, digest: newDigest }, named: answer, running };
  const verdict = await judge(knowing.client, now, patience);
  switch (verdict) {
    case 'same':
      return { status: 'current', newDigest, asked };
    case 'other':
      return { status: (await isGone()) ? 'digest-gone' : 'tag-moved', newDigest, asked };
    case 'platform':
    case 'local':
      return { status: 'unknown', newDigest, asked, why: verdict };
    default:
      return verdict;
  }
}

/** What the tag names, when that is not what runs by its digest. */
interface Named {
  readonly target: Target;
  readonly named: Descriptor;
  readonly running: Running;
}

type Verdict = 'same' | 'other' | 'platform' | 'local';

async function judge(client: RegistryClient, now: Named, patience: Patience): Promise<Verdict | Failure> {
  const { target, named, running } = now;
  // What was built here, or is named in other repositories alone, was never this tag's.
  const other: Verdict = running.digests.length === 0 ? 'local' : 'other';
  if (!isIndex(named)) {
    const isSame = await hasConfiguration(client, { target, running }, patience);
    return typeof isSame === 'boolean' ? (isSame ? 'same' : other) : isSame;
  }
  const manifest = await getManifest(client, target, patience);
  if ('reason' in manifest) return missingPart(manifest, named.digest);
  const { registry, repository } = target;
  const facts = readManifestFacts(manifest);
  const platforms = await findPlatforms(client, { registry, repository, facts }, patience);
  if ('reason' in platforms) return platforms;
  if (platforms.some(({ digest }) => running.digests.includes(digest))) return 'same';
  const child = childFor(platforms, running.platform);
  if (child === 'unknown') return 'platform';
  if (!child) return other;
  if (running.configuration === null)
    return judgeByIndexes(client, { now, child: child.digest, other }, patience);
  const isSame = await hasConfiguration(
    client,
    { target: { ...target, digest: child.digest }, running },
    patience,
  );
  return typeof isSame === 'boolean' ? (isSame ? 'same' : other) : isSame;
}

/** Where only indexes name what runs: whether one of them, as the registry has it, holds the image that the tag has now. */
async function judgeByIndexes(
  client: RegistryClient,
  { now, child, other }: { readonly now: Named; readonly child: string; readonly other: Verdict },
  patience: Patience,
): Promise<Verdict | Failure> {
  const { target, running } = now;
  const { registry, repository } = target;
  for (const digest of running.digests.filter(isWellFormedDigest).slice(0, MAX_DIGESTS)) {
    const manifest = await getManifest(client, { ...target, digest }, patience);
    // What is gone, or not remembered, tells nothing.
    if ('reason' in manifest) continue;
    const facts = readManifestFacts(manifest);
    if (!facts.isIndex) return other;
    const platforms = await findPlatforms(client, { registry, repository, facts }, patience);
    if ('reason' in platforms) continue;
    const before = childFor(platforms, running.platform);
    if (before && before !== 'unknown') return before.digest === child ? 'same' : other;
  }
  return other;
}

/** The image that an engine takes; where nobody knows for which platform, only that of an index with a single one. */
function childFor(
  platforms: readonly PlatformManifest[],
  platform: string | null,
): PlatformManifest | 'unknown' | null {
  if (platform !== null) return bestMatch(platforms, platform);
  return platforms.length > 1 ? 'unknown' : (platforms[0] ?? null);
}

/** Whether a single image has the configuration that runs; without a known one, nobody needs to be asked. */
async function hasConfiguration(
  client: RegistryClient,
  { target, running: { configuration } }: RunningTarget,
  patience: Patience,
): Promise<boolean | Failure> {
  if (configuration === null) return false;
  const manifest = await getManifest(client, target, patience);
  if ('reason' in manifest) return missingPart(manifest, target.digest ?? '');
  return readManifestFacts(manifest).config?.digest === configuration;
}

/** Whether the registry has none of the digests any more; what it does not say counts as there. */
async function areGone(
  { named }: Knowing,
  { target, running }: RunningTarget,
  patience: Patience,
): Promise<boolean> {
  const digests = running.digests.filter(isWellFormedDigest).slice(0, MAX_DIGESTS);
  for (const digest of digests) {
    const said = await named({ ...target, digest }, patience);
    if (!said || !('reason' in said.answer) || said.answer.reason !== 'not-found') return false;
  }
  return digests.length > 0;
}

/** An image has one or two in a repository: that of its index and its own. */
const MAX_DIGESTS = 4;
