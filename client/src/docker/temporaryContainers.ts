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
  /** The same for the same window after a crash; and no other window's, unless that took over this one's state. */
  readonly owner: string;
  /** Values of `CREATED_LABEL` of those that the owner reads from now. */
  readonly inUse: ReadonlySet<string>;
  /** Of all that this life of the window has made. */
  readonly made: ReadonlySet<string>;
}

export interface Removal {
  readonly removed: number;
  /** May be in use by another window that took over this one's state, and is to be looked at again. */
  readonly spared: number;
}

/** `now`: milliseconds since the epoch. */
export function temporaryContainers(owner: string, now: () => number): TemporaryContainers {
  const shared = new Map<string, TemporaryContainer>();
  const readers = new Map<TemporaryContainer, number>();
  const inUse = new Set<string>();
  const made = new Set<string>();
  /** By endpoint: engines on which nothing of ours is, or soon will be, but what is in use. */
  const tidied = new Map<string, Promise<void>>();

  const tidy = (engine: Engine): Promise<void> => {
    const { endpoint } = engine.facts;
    const begun = tidied.get(endpoint);
    if (begun) return begun;
    const tidying = removeAbandoned(engine, { owner, inUse, made }, now()).then((answer) => {
      if (!answer.ok || answer.value.spared > 0) tidied.delete(endpoint);
    });
    tidied.set(endpoint, tidying);
    return tidying;
  };

  return {
    tidy,
    acquire: (of) => {
      const key = sharedKey(of);
      const container = shared.get(key) ?? create(of, { owner, mark: freeMark(made, now()) });
      shared.set(key, container);
      inUse.add(container.mark);
      made.add(container.mark);
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
 * without our label is touched, and nothing that somebody has started.
 */
export async function removeAbandoned(
  engine: Engine,
  ownership: Ownership,
  now: number,
): Promise<Answer<Removal>> {
  const containers = await engine.containers(NEVER);
  if (!containers.ok) return containers;
  const unused = containers.value.filter((container) => isUnused(container, ownership));
  const abandoned = unused.filter((container) => isAbandoned(container, ownership, now));
  const own = unused.filter(({ labels }) => labels[TEMPORARY_LABEL] === ownership.owner);
  const spared = own.filter((container) => !abandoned.includes(container)).length;
  const removals = await Promise.all(abandoned.map(({ id }) => engine.removeContainer(id, NEVER)));
  return removals.find(isFailed) ?? { ok: true, value: { removed: abandoned.length, spared } };
}

/** Made by us for a reading that is not this window's. */
function isUnused({ labels, state }: ContainerFacts, { owner, inUse }: Ownership): boolean {
  const madeBy = labels[TEMPORARY_LABEL];
  if (madeBy === undefined || state !== 'created') return false;
  return madeBy !== owner || !inUse.has(labels[CREATED_LABEL] ?? '');
}

function isAbandoned({ labels, created }: ContainerFacts, { owner, made }: Ownership, now: number): boolean {
  const mark = labels[CREATED_LABEL] ?? '';
  const isOwn = labels[TEMPORARY_LABEL] === owner;
  if (isOwn && made.has(mark)) return true;
  // Two clocks, of which one may be wrong: the younger age counts.
  const age = now - Math.max(Number(mark) || 0, created);
  return age > (isOwn ? USUAL_READING : LONGEST_READING);
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
function freeMark(made: ReadonlySet<string>, now: number): string {
  let time = now;
  while (made.has(String(time))) time++;
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
const USUAL_READING = 60_000;
const LONGEST_READING = 10 * 60_000;
