import type { Answer, Engine } from './engine';
import type { ContainerFacts, Platform } from './engineFacts';
import { platformName } from './releases/platformName';
import { CREATED_LABEL, TEMPORARY_LABEL } from './releases/temporaryContainer';

/** Containers made of images to read their files, each for all who read from it at once. */
export interface TemporaryContainers {
  /** Whoever acquires one releases it. */
  readonly acquire: (of: TemporaryImage) => TemporaryContainer;
  /** Removes the container when nobody else reads from it. */
  readonly release: (container: TemporaryContainer) => Promise<void>;
  /** Removes what an earlier life of this window, or another one, has left. The engine is asked once, until something fails. */
  readonly tidy: (engine: Engine) => Promise<void>;
}

export interface TemporaryImage {
  readonly engine: Engine;
  /** The image's id. */
  readonly image: string;
  /** Of an image that has several: the one that is wanted; null for the engine's own. */
  readonly platform: Platform | null;
}

export interface TemporaryContainer extends TemporaryImage {
  /** Value of `CREATED_LABEL`. */
  readonly mark: string;
  /** Its id. */
  readonly created: Promise<Answer<string>>;
}

/** Whose containers are whose. */
export interface Ownership {
  /** The same for the same window after a crash, and no other window's. */
  readonly owner: string;
  /** Values of `CREATED_LABEL` of those that the owner reads from now. */
  readonly inUse: ReadonlySet<string>;
}

/** `now`: milliseconds since the epoch. */
export function temporaryContainers(owner: string, now: () => number): TemporaryContainers {
  const shared = new Map<string, TemporaryContainer>();
  const readers = new Map<TemporaryContainer, number>();
  const inUse = new Set<string>();
  /** By endpoint: engines on which nothing of ours is, or soon will be, but what is in use. */
  const tidied = new Map<string, Promise<void>>();

  const tidy = (engine: Engine): Promise<void> => {
    const { endpoint } = engine.facts;
    const begun = tidied.get(endpoint);
    if (begun) return begun;
    const tidying = removeAbandoned(engine, { owner, inUse }, now()).then((removed) => {
      if (!removed.ok) tidied.delete(endpoint);
    });
    tidied.set(endpoint, tidying);
    return tidying;
  };

  return {
    tidy,
    acquire: (of) => {
      const key = sharedKey(of);
      const container = shared.get(key) ?? create(of, { owner, mark: freeMark(inUse, now()) });
      shared.set(key, container);
      inUse.add(container.mark);
      readers.set(container, (readers.get(container) ?? 0) + 1);
      return container;
    },
    release: async (container) => {
      const left = (readers.get(container) ?? 1) - 1;
      readers.set(container, left);
      if (left > 0) return;
      // First of all, so that nobody begins to read from it any more.
      shared.delete(sharedKey(container));
      readers.delete(container);
      const gone = await remove(container);
      inUse.delete(container.mark);
      if (gone) return;
      // Tried once more at once, and then again before the next reading.
      tidied.delete(container.engine.facts.endpoint);
      await tidy(container.engine);
    },
  };
}

/**
 * Removes what was made and never removed: the owner's that are not in use, and everybody's that are old. Nothing
 * without our label is touched, and nothing that somebody has started. Answers how many were removed.
 */
export async function removeAbandoned(
  engine: Engine,
  ownership: Ownership,
  now: number,
): Promise<Answer<number>> {
  const containers = await engine.containers(NEVER);
  if (!containers.ok) return containers;
  const abandoned = containers.value.filter((container) => isAbandoned(container, ownership, now));
  const removals = await Promise.all(abandoned.map(({ id }) => engine.removeContainer(id, NEVER)));
  return removals.find(isFailed) ?? { ok: true, value: abandoned.length };
}

function isAbandoned(container: ContainerFacts, { owner, inUse }: Ownership, now: number): boolean {
  const madeBy = container.labels[TEMPORARY_LABEL];
  if (madeBy === undefined || container.state !== 'created') return false;
  const mark = container.labels[CREATED_LABEL] ?? '';
  if (madeBy === owner) return !inUse.has(mark);
  // Two clocks, of which one may be wrong: the younger age counts.
  return now - Math.max(Number(mark) || 0, container.created) > LONGEST_READING;
}

function create(
  { engine, image, platform }: TemporaryImage,
  { owner, mark }: { readonly owner: string; readonly mark: string },
): TemporaryContainer {
  const labels = { [TEMPORARY_LABEL]: owner, [CREATED_LABEL]: mark };
  // Not to be cancelled: an engine that is interrupted may have made the container, and its id would not be known.
  const created = engine.createContainer(image, labels, NEVER, platform);
  return { engine, image, platform, mark, created };
}

/** Whether there is certainly nothing of it any more. An engine that did not answer may have made it after all. */
async function remove({ engine, created }: TemporaryContainer): Promise<boolean> {
  const answer = await created;
  if (!answer.ok) return answer.failure.status !== undefined;
  return (await engine.removeContainer(answer.value, NEVER)).ok;
}

/** The time now, or soon, that no other container of ours has for its mark. */
function freeMark(inUse: ReadonlySet<string>, now: number): string {
  let time = now;
  while (inUse.has(String(time))) time++;
  return String(time);
}

function sharedKey({ engine, image, platform }: TemporaryImage): string {
  return [engine.facts.endpoint, image, ...(platform ? [platformName(platform)] : [])].join(' ');
}

function isFailed<T>(answer: Answer<T>): answer is Extract<Answer<T>, { ok: false }> {
  return !answer.ok;
}

/** Clean-up is not to be cancelled; the engine has time limits of its own. */
const NEVER = new AbortController().signal;
/** Milliseconds. */
const LONGEST_READING = 10 * 60_000;
