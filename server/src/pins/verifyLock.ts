import { CANCELLED, type Unresolved } from '../registry/unresolved';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import { checkSentence, type PinCheck } from '../rules/pinCheck';
import { readDigestLock, type LockEntry } from '../syntax/compose/digestLock';
import type { MergedService } from '../syntax/compose/merge';
import { parseImageReference, type ImageReference } from '../syntax/imageReference';
import type { Span } from '../text/span';
import { checkPin } from './checkPin';
import { checkKey, isPinCheck, type CheckOptions } from './checkPins';
import { lockParts, partName, type LockPart } from './lockParts';

/** Where a lock and the files or the registry differ. */
export interface LockProblem {
  readonly service: string;
  /** The image in the lock; null where the lock has none. */
  readonly span: Span | null;
  readonly message: string;
  /** Unknown is what the registry did not say. */
  readonly kind: 'difference' | 'unknown';
}

/** Compares a lock with the project that it is for, and with what registries have now. */
export async function verifyLock(
  lock: string,
  services: ReadonlyMap<string, MergedService>,
  options: CheckOptions,
): Promise<readonly LockProblem[]> {
  const entries = readDigestLock(lock);
  const known = new Map(entries.map((entry) => [partName(entry), entry]));
  const { parts } = lockParts(services);
  const wanted = new Set(parts.map(partName));
  const differences = [
    ...entries.flatMap((entry) => (wanted.has(partName(entry)) ? [] : [surplus(entry, services)])),
    ...parts.flatMap((part) => difference(part, known.get(partName(part))) ?? []),
  ];
  const checked = await checkEntries(entries, options);
  return [...differences, ...checked].sort((a, b) => (a.span?.start ?? -1) - (b.span?.start ?? -1));
}

function surplus(entry: LockEntry, services: ReadonlyMap<string, MergedService>): LockProblem {
  const { service, span } = entry;
  const isBuilt = entry.target === null && services.get(service)?.built === true;
  const what = isBuilt
    ? `The image of ${partName(entry)} is made here now, and the lock puts another in its place`
    : `${partName(entry)} is in the lock, but not in the files with an image that can be locked`;
  return { service, span, kind: 'difference', message: `${what}. ${AGAIN}` };
}

/** What the files say otherwise than the lock. */
function difference(part: LockPart, entry: LockEntry | undefined): LockProblem | null {
  const { service, text, reference } = part;
  const problem = (message: string): LockProblem => ({
    service,
    span: entry?.span ?? null,
    kind: 'difference',
    message: `${message}. ${AGAIN}`,
  });
  if (!entry) return problem(`${partName(part)} is not in the lock`);
  const locked = parseImageReference(entry.image);
  if (locked.kind !== 'reference') return problem(`'${entry.image}' in the lock is no image reference`);
  if (locked.digest === null) return problem(`The lock has no digest for ${partName(part)}`);
  if (nameOf(locked) !== nameOf(reference)) {
    return problem(
      `${partName(part)} is '${withoutDigest(text)}' in the files, and '${withoutDigest(entry.image)}' in the lock`,
    );
  }
  if (reference.digest !== null && reference.digest !== locked.digest) {
    return problem(`The files pin ${partName(part)} to another digest than the lock`);
  }
  return null;
}

function nameOf({ registry, repository, tag }: ImageReference): string {
  return `${registry}/${repository}:${tag ?? ''}`;
}

function withoutDigest(text: string): string {
  return text.replace(/@.*$/s, '');
}

/** What registries say of the entries; each image is asked for once. */
async function checkEntries(
  entries: readonly LockEntry[],
  { answers, signal, progress }: CheckOptions,
): Promise<LockProblem[]> {
  const pins = entries.flatMap((entry) => {
    const reference = parseImageReference(entry.image);
    return reference.kind === 'reference' && reference.digest !== null ? [{ entry, reference }] : [];
  });
  const asked = new Map<string, Promise<PinCheck | Unresolved>>();
  let answered = 0;
  const ask = (reference: ImageReference): Promise<PinCheck | Unresolved> => {
    const key = checkKey(reference);
    const known = asked.get(key);
    if (known) return known;
    const cancelled: Unresolved = { ...CANCELLED, found: false, registry: reference.registry };
    const answer = signal.aborted ? Promise.resolve(cancelled) : checkPin(answers, reference, signal);
    asked.set(key, answer);
    return answer.finally(() => progress?.(++answered, asked.size));
  };
  const problems = pins.map(async ({ entry, reference }): Promise<LockProblem[]> => {
    const answer = await ask(reference);
    const { service, span } = entry;
    if (!isPinCheck(answer)) {
      const message = unresolvedMessage(withoutDigest(entry.image), answer);
      return [{ service, span, kind: 'unknown', message }];
    }
    const sentence = checkSentence(reference, answer);
    return sentence === null
      ? []
      : [{ service, span, kind: 'difference', message: `${sentence} ${adviceFor(answer)}` }];
  });
  return (await Promise.all(problems)).flat();
}

function adviceFor({ state }: PinCheck): string {
  switch (state) {
    case 'tag-gone':
      return 'Choose another tag.';
    case 'republished':
      return 'Find out what changed before you write the lock again.';
    case 'current':
    case 'same-content':
    case 'outdated':
    case 'single-platform':
    case 'vanished':
      return AGAIN;
  }
}

const AGAIN = 'Write the lock again.';
