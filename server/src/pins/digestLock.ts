import type { Resolution } from '../registry/digests';
import { CANCELLED } from '../registry/unresolved';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import { digestLockText, readDigestLock, type LockedImage } from '../syntax/compose/digestLock';
import type { MergedService } from '../syntax/compose/merge';
import { isWellFormedDigest, parseImageReference, type ImageReference } from '../syntax/imageReference';
import { lockParts, partName, type LockNote, type LockPart } from './lockParts';

export interface LockOptions {
  /** The files that the lock is for, in the order in which compose takes them, as paths from the lock's folder. */
  readonly files: readonly string[];
  /** The lock's own path from there. */
  readonly name: string;
  /** The lock that is there, of which stays what nothing new is known about; null where there is none. */
  readonly previous: string | null;
  readonly ask: (reference: ImageReference) => Promise<Resolution>;
  /** When it is made, in milliseconds since the epoch. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Told after each answer how many of the references were answered. */
  readonly progress?: (answered: number, of: number) => void;
}

export interface DigestLock {
  /** Null where there is nothing to lock. */
  readonly text: string | null;
  readonly locked: number;
  /** What is left out by design. */
  readonly notes: readonly LockNote[];
  /** What should be in it, and what the registry did not say. */
  readonly failures: readonly LockNote[];
  /** Of answers that were remembered, how many there are, and when the oldest was given in milliseconds since the epoch. */
  readonly remembered: { readonly count: number; readonly oldest: number } | null;
}

/** Makes a compose override file that pins what the services of a project run. A pin that the files have stays. */
export async function planLock(
  services: ReadonlyMap<string, MergedService>,
  options: LockOptions,
): Promise<DigestLock> {
  const { parts, notes } = lockParts(services);
  const answers = await askEach(parts, options);
  const before = new Map(
    readDigestLock(options.previous ?? '').map((entry) => [partName(entry), entry.image]),
  );
  const images: LockedImage[] = [];
  const failures: LockNote[] = [];
  for (const part of parts) {
    const answer = answers.get(nameOf(part.reference));
    const image = pinned(part, answer) ?? keptPin(part, before.get(partName(part)));
    if (image !== null) images.push({ service: part.service, volume: part.volume, image });
    if (answer && (!answer.found || !isWellFormedDigest(answer.digest))) {
      const kept = image === null ? '' : ' The lock keeps the digest that it has.';
      failures.push({ service: part.service, message: `${failureMessage(part, answer)}${kept}` });
    }
  }
  return {
    text: images.length === 0 ? null : lockText(images, options),
    locked: images.length,
    notes,
    failures,
    remembered: rememberedOf([...answers.values()]),
  };
}

/** Whether a text is a lock that was made here, and so may be replaced by another. */
export function isDigestLock(text: string): boolean {
  return MADE.test(text);
}

/** By registry, repository and tag, so that spellings of one name are one question. */
async function askEach(
  parts: readonly LockPart[],
  { ask, signal, progress }: LockOptions,
): Promise<Map<string, Resolution>> {
  const unpinned = parts.filter(({ reference }) => reference.digest === null);
  const distinct = new Map(unpinned.map(({ reference }) => [nameOf(reference), reference]));
  let answered = 0;
  const answers = await Promise.all(
    [...distinct].map(async ([name, reference]) => {
      const cancelled: Resolution = { ...CANCELLED, found: false, registry: reference.registry };
      const resolution = signal.aborted ? cancelled : await ask(reference);
      progress?.(++answered, distinct.size);
      return [name, resolution] as const;
    }),
  );
  return new Map(answers);
}

function nameOf({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}:${tag ?? 'latest'}@${digest ?? ''}`;
}

function pinned({ text, reference }: LockPart, answer: Resolution | undefined): string | null {
  if (reference.digest !== null) return text;
  return answer?.found === true && isWellFormedDigest(answer.digest) ? `${text}@${answer.digest}` : null;
}

/** What the lock that is there says of the same name. */
function keptPin({ text }: LockPart, before: string | undefined): string | null {
  if (before?.startsWith(`${text}@`) !== true) return null;
  return parseImageReference(before).kind === 'reference' ? before : null;
}

function failureMessage({ text }: LockPart, answer: Resolution): string {
  if (!answer.found) return unresolvedMessage(text, answer);
  return `${answer.host} answered for '${text}' with a text that is no digest. Check that it is a container registry.`;
}

/** A lock that would say the same keeps its time, so that nothing changes where nothing is new. */
function lockText(images: readonly LockedImage[], { files, name, previous, now }: LockOptions): string {
  const made = (time: string) => digestLockText(images, header(files, name, time));
  const [, earlier] = MADE.exec(previous ?? '') ?? [];
  const same = earlier === undefined ? null : made(earlier);
  const isSame = same !== null && same === previous?.replaceAll('\r\n', '\n');
  return isSame ? same : made(new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'));
}

function header(files: readonly string[], name: string, time: string): string[] {
  const given = [...files, name].map((file) => `-f ${shellWord(file)}`).join(' ');
  return [
    `Digests of the images in ${files.join(', ')}.`,
    `Made by immutable-infra at ${time}; make it again rather than edit it.`,
    `Give it to compose after those files: docker compose ${given} up`,
  ].map((line) => line.replaceAll(/[\r\n]/g, ' '));
}

function shellWord(file: string): string {
  return /^[\w./@%+,-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}

function rememberedOf(answers: readonly Resolution[]): DigestLock['remembered'] {
  const times = answers.flatMap((answer) => (answer.found && answer.remembered ? [answer.at] : []));
  return times.length === 0 ? null : { count: times.length, oldest: Math.min(...times) };
}

const MADE = /^# Made by immutable-infra at (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ);/m;
