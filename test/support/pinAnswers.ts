import type { PinAnswers } from '../../server/src/pins/checkPin';
import { readManifestFacts } from '../../server/src/registry/facts/manifestFacts';
import type { TagRun } from '../../server/src/registry/memory/memory';
import type { Failure, Unresolved } from '../../server/src/registry/unresolved';
import type { ImageReference } from '../../server/src/syntax/imageReference';
import { OCI_INDEX, OCI_MANIFEST } from './fakeRegistry';
import { digestOf } from './pins';

/** What a registry has, in letters for digests. */
export interface PinWorld {
  /** By tag: the letter of what it names, or why nobody knows. */
  readonly tags?: Readonly<Record<string, string | Failure>>;
  /** By letter: an index by its children as `linux/amd64=C`, or `=C` for an attestation; every other letter is one image. */
  readonly indexes?: Readonly<Record<string, readonly string[]>>;
  /** By letter: why it is not known. */
  readonly failures?: Readonly<Record<string, Failure>>;
  /** How often a digest is said to be missing that is there. */
  readonly hesitations?: Readonly<Record<string, number>>;
  /** As `A 1-5`: what a tag was seen to name, and when. */
  readonly history?: readonly string[];
  readonly host?: string;
}

export const AT = 1000;

/** Somebody who answers from a small world, and records what was asked: `HEAD 20`, `GET A`, `history`. */
export function pinAnswers(world: PinWorld): { answers: PinAnswers; asked: string[] } {
  const { tags = {}, indexes = {}, failures = {}, history = [], host = 'docker.io' } = world;
  const asked: string[] = [];
  const hesitations = { ...world.hesitations };
  const failed = (failure: Failure): Unresolved => ({ ...failure, found: false, registry: host });
  const descriptor = (letter: string) => ({
    digest: digestOf(letter),
    mediaType: indexes[letter] ? OCI_INDEX : OCI_MANIFEST,
  });
  const known = (letter: string): Unresolved | null => {
    const failure = failures[letter];
    if (failure) return failed(failure);
    const left = hesitations[letter] ?? 0;
    hesitations[letter] = left - 1;
    return left > 0 ? failed({ reason: 'not-found' }) : null;
  };
  const how = { found: true, host, at: AT, remembered: false } as const;
  const answers: PinAnswers = {
    now: () => AT,
    resolve: (reference) => {
      const { tag, digest } = reference;
      const named =
        digest === null ? (tags[tag ?? 'latest'] ?? { reason: 'not-found' }) : letterOf(reference);
      asked.push(`HEAD ${digest === null ? (tag ?? 'latest') : letterOf(reference)}`);
      if (typeof named !== 'string') return Promise.resolve(failed(named));
      const failure = digest === null ? null : known(named);
      return Promise.resolve(failure ?? { ...descriptor(named), ...how });
    },
    contents: (reference) => {
      const letter = letterOf(reference);
      asked.push(`GET ${letter}`);
      const failure = known(letter);
      const manifests = (indexes[letter] ?? []).map(childOf);
      return Promise.resolve(
        failure ?? { ...readManifestFacts({ ...descriptor(letter), content: { manifests } }), ...how },
      );
    },
    history: () => {
      asked.push('history');
      return Promise.resolve(history.map(runOf));
    },
  };
  return { answers, asked };
}

function letterOf({ digest }: ImageReference): string {
  return (digest ?? '').slice('sha256:'.length)[0]!.toUpperCase();
}

function childOf(text: string): object {
  const [platform = '', letter = ''] = text.split('=');
  const [os, architecture, variant] = platform.split('/');
  const child = { digest: digestOf(letter), mediaType: OCI_MANIFEST, size: 1 };
  if (platform !== '') return { ...child, platform: { os, architecture, ...(variant && { variant }) } };
  const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
  return { ...child, platform: { os: 'unknown', architecture: 'unknown' }, annotations };
}

function runOf(text: string): TagRun {
  const [, letter = '', first, last] = /^(\w) (\d+)-(\d+)$/.exec(text) ?? [];
  return { digest: digestOf(letter), first: Number(first), last: Number(last) };
}
