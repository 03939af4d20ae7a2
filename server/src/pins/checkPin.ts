import type { Contents, Digests, Resolution } from '../registry/digests';
import { readManifestFacts, samePlatforms, type ManifestFacts } from '../registry/facts/manifestFacts';
import { isIndex } from '../registry/manifests';
import type { TagRun } from '../registry/memory/memory';
import type { Unresolved } from '../registry/unresolved';
import type { PinAnswer, PinCheck } from '../rules/pinCheck';
import { namesOneBuild } from '../syntax/buildTag';
import type { ImageReference } from '../syntax/imageReference';

/** Who is asked about pins. */
export interface PinAnswers {
  readonly resolve: (reference: ImageReference, signal: AbortSignal) => Promise<Resolution>;
  readonly contents: (reference: ImageReference, signal: AbortSignal) => Promise<Contents>;
  readonly history: (reference: ImageReference) => Promise<readonly TagRun[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Compares a pin with what its tag names now. One HEAD where that is the same; else whether the pinned digest is still
 * there is asked, and only then what each of the two holds, where their types leave that open. What could not be asked
 * is unknown: a refusal never means that a digest is gone.
 */
export async function checkPin(
  answers: PinAnswers,
  reference: ImageReference,
  signal: AbortSignal,
): Promise<PinCheck | Unresolved> {
  const inquiry: Inquiry = { answers, reference, signal };
  if (reference.digest === null) return checkTag(inquiry);
  if (reference.tag === null) return checkExistence(inquiry, null);
  const now = await answers.resolve({ ...reference, digest: null }, signal);
  if (!now.found) return now.reason === 'not-found' ? checkExistence(inquiry, null) : now;
  if (now.digest === reference.digest) return { ...answerOf(now), state: 'current' };
  return checkExistence(inquiry, now);
}

/** Registries as they are now, whatever is remembered of their tags. */
export function pinAnswersOf(
  digests: Pick<Digests, 'resolve' | 'contents' | 'history'>,
  now: () => number,
): PinAnswers {
  return {
    resolve: (reference, signal) => digests.resolve(reference, signal),
    contents: (reference, signal) => digests.contents(reference, signal),
    history: (reference) => digests.history(reference),
    now,
  };
}

/** Whether a reference says enough to be checked: a digest, or the tag of one build, which should not move. */
export function isCheckable({ tag, digest }: ImageReference): boolean {
  return digest !== null || namesOneBuild(tag);
}

interface Inquiry {
  readonly answers: PinAnswers;
  readonly reference: ImageReference;
  readonly signal: AbortSignal;
}

type Found = Extract<Resolution, { readonly found: true }>;

function answerOf({ digest, mediaType, host, at }: Found): PinAnswer {
  return { current: { digest, mediaType }, host, at };
}

/** What is true of a pin that its tag does not name; `now` is what the tag names, null where there is none. */
async function checkExistence(inquiry: Inquiry, now: Found | null): Promise<PinCheck | Unresolved> {
  const { answers, reference } = inquiry;
  const pinned = await resolveTwice(inquiry, reference);
  if (!pinned.found) {
    if (pinned.reason !== 'not-found') return pinned;
    const answer = now ? answerOf(now) : { current: null, host: pinned.registry, at: answers.now() };
    return { ...answer, state: 'vanished', platforms: [] };
  }
  if (now) return compare(inquiry, now, pinned);
  const answer: PinAnswer = { current: null, host: pinned.host, at: pinned.at };
  if (reference.tag === null) return { ...answer, state: 'current' };
  const held = await contentsOf(inquiry, pinned);
  const platforms = isFacts(held) ? await missingPlatforms(inquiry, held, null) : [];
  return platforms.length > 0
    ? { ...answer, state: 'vanished', platforms }
    : { ...answer, state: 'tag-gone' };
}

async function compare(inquiry: Inquiry, now: Found, pinned: Found): Promise<PinCheck | Unresolved> {
  const { answers, reference } = inquiry;
  const answer = answerOf(now);
  const [names, held] = await Promise.all([contentsOf(inquiry, now), contentsOf(inquiry, pinned)]);
  if (!isFacts(names)) return names;
  if (!isFacts(held)) return held;
  if (samePlatforms(names, held)) return { ...answer, state: 'same-content' };
  if (names.isIndex && !held.isIndex) {
    const image = names.platforms.find(({ digest }) => digest === held.digest);
    return { ...answer, state: 'single-platform', platform: image?.platform ?? null };
  }
  const platforms = await missingPlatforms(inquiry, held, names);
  if (platforms.length > 0) return { ...answer, state: 'vanished', platforms };
  const runs = await answers.history(reference);
  const since = firstSeen(runs, now);
  const before = namesOneBuild(reference.tag) ? earlierRun(runs, now, reference.digest) : undefined;
  if (!before) return { ...answer, state: 'outdated', since };
  return { ...answer, state: 'republished', since, before: before.digest, until: before.last };
}

/** Whether the tag of one build was seen to name something else. What is no longer there is something else. */
async function checkTag(inquiry: Inquiry): Promise<PinCheck | Unresolved> {
  const { answers, reference, signal } = inquiry;
  const now = await answers.resolve(reference, signal);
  if (!now.found) return now;
  const answer = answerOf(now);
  const runs = await answers.history(reference);
  const before = namesOneBuild(reference.tag) ? earlierRun(runs, now, null) : undefined;
  if (!before) return { ...answer, state: 'current' };
  const held = await answers.contents({ ...reference, digest: before.digest }, signal);
  if (!held.found && held.reason !== 'not-found') return held;
  const names = held.found ? await contentsOf(inquiry, now) : null;
  if (names && !isFacts(names)) return names;
  if (names && held.found && samePlatforms(names, held)) return { ...answer, state: 'same-content' };
  const since = firstSeen(runs, now);
  return { ...answer, state: 'republished', since, before: before.digest, until: before.last };
}

/** A single image is told from others by its digest alone, so that it need not be fetched. */
async function contentsOf(
  { answers, reference, signal }: Inquiry,
  { digest, mediaType }: Found,
): Promise<ManifestFacts | Unresolved> {
  if (!isIndex({ digest, mediaType })) return readManifestFacts({ digest, mediaType, content: {} });
  return answers.contents({ ...reference, digest }, signal);
}

function isFacts(contents: ManifestFacts | Unresolved): contents is ManifestFacts {
  return !('reason' in contents);
}

/** The platforms of an index whose images the registry does not have; those that `shared` lists too are there. */
async function missingPlatforms(
  inquiry: Inquiry,
  { platforms }: ManifestFacts,
  shared: ManifestFacts | null,
): Promise<string[]> {
  const present = new Set(shared?.platforms.map(({ digest }) => digest));
  const asked = new Map(platforms.map((image) => [image.digest, image]));
  const missing = [...asked.values()]
    .filter(({ digest }) => !present.has(digest))
    .slice(0, MAX_IMAGES_ASKED)
    .map(async ({ digest, platform }) => {
      const image = await resolveTwice(inquiry, { ...inquiry.reference, digest });
      return !image.found && image.reason === 'not-found' ? [platform] : [];
    });
  return [...new Set((await Promise.all(missing)).flat())];
}

/** Registries that are many machines may not have heard everywhere of what they have. */
async function resolveTwice({ answers, signal }: Inquiry, reference: ImageReference): Promise<Resolution> {
  const first = await answers.resolve(reference, signal);
  return first.found || first.reason !== 'not-found' ? first : answers.resolve(reference, signal);
}

/** When the tag was first seen to name what it names now. */
function firstSeen(runs: readonly TagRun[], { digest, at }: Found): number {
  const last = runs.at(-1);
  return last?.digest === digest ? Math.min(last.first, at) : at;
}

/** When the tag last named something else: what is pinned, where that was seen. */
function earlierRun(runs: readonly TagRun[], now: Found, pinned: string | null): TagRun | undefined {
  return (
    runs.findLast(({ digest }) => digest === pinned) ?? runs.findLast(({ digest }) => digest !== now.digest)
  );
}

const MAX_IMAGES_ASKED = 8;
