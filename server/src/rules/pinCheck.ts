import type { Document } from '../syntax/document';
import type { ImageReference } from '../syntax/imageReference';
import type { ImageUse } from '../syntax/imageUse';
import type { Facts } from './facts';
import type { ExampleAnswer } from './rule';

/** What a registry has answered about a pin, or about a tag that has none. */
export type PinCheck = PinAnswer & PinState;

export interface PinAnswer {
  /** What the tag names now; null where there is no tag, or the registry does not have it. */
  readonly current: { readonly digest: string; readonly mediaType: string } | null;
  /** Who answered: the registry of the reference, its upstream, or its mirror. */
  readonly host: string;
  /** When it did, in milliseconds since the epoch. */
  readonly at: number;
}

export type PinState =
  /** The tag names the pinned digest, or there is no tag and the digest is there. */
  | { readonly state: 'current' }
  /** The tag names another index with the same images, as after a build that changed attestations alone. */
  | { readonly state: 'same-content' }
  /** The tag is not there any more, but the digest is. */
  | { readonly state: 'tag-gone' }
  /** The tag names another image, and was first seen to do so at this time in milliseconds since the epoch. */
  | { readonly state: 'outdated'; readonly since: number }
  /** The same of a full version, which was seen to name `before` until `until`. */
  | {
      readonly state: 'republished';
      readonly since: number;
      readonly before: string;
      readonly until: number;
    }
  /** The digest is that of one image, where the tag names an index; `platform` as `linux/arm64`, null where the index does not list it. */
  | { readonly state: 'single-platform'; readonly platform: string | null }
  /** The registry does not have the digest; where `platforms` are named, it has the index, but not their images. */
  | { readonly state: 'vanished'; readonly platforms: readonly string[] };

/** A reference that a registry was asked about, and what it answered. */
export interface CheckedImage<State extends PinState['state']> {
  readonly image: ImageUse;
  readonly reference: ImageReference;
  readonly check: Extract<PinCheck, { readonly state: State }>;
  /** What was answered. */
  readonly sentence: string;
}

/** The references of a document for which a registry answered so. */
export function* checkedImages<State extends PinState['state']>(
  { images }: Document,
  { checks }: Facts,
  state: State,
): Iterable<CheckedImage<State>> {
  if (!checks) return;
  for (const image of images) {
    const { ignored, reference } = image;
    if (ignored !== null || reference?.kind !== 'reference') continue;
    const check = checks(reference);
    const sentence = check ? checkSentence(reference, check) : null;
    if (check && isIn(check, state) && sentence !== null) yield { image, reference, check, sentence };
  }
}

function isIn<State extends PinState['state']>(
  check: PinCheck,
  state: State,
): check is Extract<PinCheck, { readonly state: State }> {
  return check.state === state;
}

/** What was answered, in one sentence; null where the pin is as it should be. */
export function checkSentence(reference: ImageReference, check: PinCheck): string | null {
  const quoted = shortReference(reference);
  const { current, host, at } = check;
  const saidBy = host === reference.registry ? '' : `, as ${host} says`;
  switch (check.state) {
    case 'current':
    case 'same-content':
      return null;
    case 'tag-gone':
      return `${host} has no tag ${quoted} any more, although it still has the digest.`;
    case 'outdated': {
      const now = current ? `, ${shortDigest(current.digest)},` : '';
      return `${quoted} names another image${now} since ${dayOf(check.since)} at the latest${saidBy}.`;
    }
    case 'republished': {
      const before = `${shortDigest(check.before)} until ${dayOf(check.until)}`;
      const now = current ? `, ${shortDigest(current.digest)} since ${dayOf(check.since)}` : '';
      return `${quoted} was published again: ${before}${now}${saidBy}.`;
    }
    case 'single-platform': {
      const which = check.platform === null ? 'of one platform' : `of ${check.platform}`;
      return `${quoted} is pinned to the image ${which} alone, while the tag names an index of several${saidBy}.`;
    }
    case 'vanished': {
      const { platforms } = check;
      const what = platforms.length === 0 ? 'the digest' : `the images for ${platforms.join(', ')}`;
      return `${host} no longer has ${what} of ${quoted} (asked on ${dayOf(at)}).`;
    }
  }
}

/** A reference as messages quote it: by its tag, and without one by the beginning of its digest. */
function shortReference({ name, tag, digest }: ImageReference): string {
  if (tag !== null) return `'${name}:${tag}'`;
  return digest === null ? `'${name}'` : `'${name}@${shortDigest(digest)}'`;
}

/** As `sha256:0123456789ab…`. */
function shortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm}:${hex.slice(0, 12)}…`;
}

/** The day of a time, in UTC. */
function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** An answer for an example; the tag names an index. */
export function exampleAnswer(state: PinState, said: string): ExampleAnswer {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const current = { digest: `sha256:${'b'.repeat(64)}`, mediaType };
  const at = Date.UTC(2026, 0, 31);
  return { said, check: { current, host: 'docker.io', at, ...state } };
}
