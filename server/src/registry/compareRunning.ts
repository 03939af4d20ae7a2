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
  /**
   * The tag names another digest, and nothing tells whether that is another image: for which platform it runs, that it
   * is from this registry at all, or what the index held that it was pulled by.
   */
  | {
      readonly status: 'unknown';
      readonly newDigest: string;
      readonly asked: number;
      readonly why: Untold;
    };

type Untold = 'platform' | 'local' | 'before';

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
 * registry says which image that holds, and where it does not, nobody knows. Only where that differs, or the tag is gone,
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
    case 'before':
      // What is remembered to be gone holds nothing any more.
      if (await isGone()) return { status: 'digest-gone', newDigest, asked };
      return { status: 'unknown', newDigest, asked, why: verdict };
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

type Verdict = 'same' | 'other' | Untold;

async function judge(client: RegistryClient, now: Named, patience: Patience): Promise<Verdict | Failure> {
  const { target, named, running } = now;
  // What was built here, or is named in other repositories alone, was never this tag's.
  const other: Verdict = running.digests.length === 0 ? 'local' : 'other';
  const children = isIndex(named) ? await childrenOf(client, now, patience) : [named.digest];
  if (typeof children === 'string' || 'reason' in children) return children;
  if (children.length === 0) return other;
  if (running.configuration === null)
    return other === 'local' ? other : judgeByIndexes(client, { now, children }, patience);
  if (children.length > MAX_BUILDS) return 'platform';
  for (const digest of children) {
    const isSame = await hasConfiguration(client, { target: { ...target, digest }, running }, patience);
    if (isSame !== false) return isSame === true ? 'same' : isSame;
  }
  return other;
}

/** The images of the index that an engine may take instead of what runs; none where it has none for the platform. */
async function childrenOf(
  client: RegistryClient,
  { target, named, running }: Named,
  patience: Patience,
): Promise<readonly string[] | 'same' | 'platform' | Failure> {
  const platforms = await platformsAt(client, target, patience);
  // By its type it is an index.
  if (platforms === 'single') return [];
  if ('reason' in platforms) return missingPart(platforms, named.digest);
  if (platforms.some((image) => isTaken(image, platforms) && running.digests.includes(image.digest)))
    return 'same';
  return childrenFor(platforms, running.platform) ?? 'platform';
}

async function platformsAt(
  client: RegistryClient,
  target: Target,
  patience: Patience,
): Promise<readonly PlatformManifest[] | 'single' | Failure> {
  const manifest = await getManifest(client, target, patience);
  if ('reason' in manifest) return manifest;
  const { registry, repository } = target;
  const facts = readManifestFacts(manifest);
  return facts.isIndex ? findPlatforms(client, { registry, repository, facts }, patience) : 'single';
}

/** Where only digests name what runs: whether one of them is an index that holds an image that the tag has now. */
async function judgeByIndexes(
  client: RegistryClient,
  { now, children }: { readonly now: Named; readonly children: readonly string[] },
  patience: Patience,
): Promise<Verdict> {
  const { target, running } = now;
  let isHidden = false;
  for (const digest of running.digests.filter(isWellFormedDigest).slice(0, MAX_DIGESTS)) {
    const platforms = await platformsAt(client, { ...target, digest }, patience);
    if (platforms === 'single') return 'other';
    // What is gone tells nothing, and stays gone; what cannot be read, or is not remembered, could be the same.
    if ('reason' in platforms) {
      if (platforms.reason !== 'not-found') isHidden = true;
      continue;
    }
    const before = childrenFor(platforms, running.platform) ?? platforms.map((image) => image.digest);
    if (before.length > 0) return judgeByImages(before, children);
    isHidden = true;
  }
  return isHidden ? 'before' : 'other';
}

/** One of `before` runs, and one of `now` would: which they are, only the platform tells. */
function judgeByImages(before: readonly string[], now: readonly string[]): Verdict {
  const kept = before.filter((digest) => now.includes(digest));
  if (kept.length === 0) return 'other';
  return kept.length === before.length ? 'same' : 'platform';
}

/**
 * The digests of the images that an engine may take: one, but of Windows one for each build, for it is that of the engine's
 * system which decides. Where nobody knows for which platform, only that of an index with a single one; else null.
 */
function childrenFor(
  platforms: readonly PlatformManifest[],
  platform: string | null,
): readonly string[] | null {
  if (platform === null) return platforms.length > 1 ? null : platforms.map(({ digest }) => digest);
  const groups = new Map<string, PlatformManifest[]>();
  for (const image of platforms) {
    const build = /^windows\//i.test(image.platform) ? buildOf(image) : '';
    groups.set(build, [...(groups.get(build) ?? []), image]);
  }
  return [...groups.values()].flatMap((images) => bestMatch(images, platform)?.digest ?? []);
}

/** Whether an engine takes it for its own platform, and not one before it or a newer one. */
function isTaken({ digest, platform }: PlatformManifest, platforms: readonly PlatformManifest[]): boolean {
  return childrenFor(platforms, platform)?.includes(digest) === true;
}

/** `10.0.20348` of `10.0.20348.2113`. */
function buildOf({ osVersion }: PlatformManifest): string {
  return (osVersion ?? '').split('.').slice(0, 3).join('.');
}

/** Whether a single image has the configuration that runs. */
async function hasConfiguration(
  client: RegistryClient,
  { target, running: { configuration } }: RunningTarget,
  patience: Patience,
): Promise<boolean | Failure> {
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
/** Of Windows in one index; more are not asked for. */
const MAX_BUILDS = 16;
