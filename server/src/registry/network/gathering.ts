import { unlessAborted, type Patience } from './waiting';

export interface Wish<Item> {
  readonly group: string;
  /** Callers with the same one want the same thing. */
  readonly id: string;
  readonly item: Item;
}

/** One run for all items; its patience ends with that of the caller who has most. */
export type GatheredWork<Item, Result> = (
  items: ReadonlyMap<string, Item>,
  patience: Patience,
) => Promise<ReadonlyMap<string, Result>>;

/**
 * Lets callers of one group that come in the same moment have one run of the work for all of them, and those that want
 * what is already under way wait for that. A caller whose signal is aborted gets `otherwise` at once; the work is
 * aborted when nobody waits for it any more.
 */
export function createGathering<Item, Result>(
  work: GatheredWork<Item, Result>,
  otherwise: () => Result,
): (wish: Wish<Item>, patience: Patience) => Promise<Result> {
  const open = new Map<string, Gathering<Item, Result>>();
  const underWay = new Map<string, Gathering<Item, Result>>();
  const close = (group: string, gathering: Gathering<Item, Result>): void => {
    if (open.get(group) === gathering) open.delete(group);
  };
  const leave = (group: string, gathering: Gathering<Item, Result>): void => {
    close(group, gathering);
    for (const name of gathering.names) if (underWay.get(name) === gathering) underWay.delete(name);
  };
  const gather = (group: string): Gathering<Item, Result> => {
    const gathering = begin(work, () => close(group, gathering));
    open.set(group, gathering);
    return gathering;
  };
  return async ({ group, id, item }, { signal, until }) => {
    if (signal.aborted) return otherwise();
    const name = `${group} ${id}`;
    const gathering = underWay.get(name) ?? open.get(group) ?? gather(group);
    underWay.set(name, gathering);
    gathering.names.add(name);
    gathering.items.set(id, item);
    gathering.until = Math.max(gathering.until, until);
    gathering.callers++;
    try {
      const results = await unlessAborted<Results<Result>>(gathering.results, signal, () => null);
      return results?.get(id) ?? otherwise();
    } finally {
      if (--gathering.callers === 0) {
        leave(group, gathering);
        gathering.abort.abort();
      }
    }
  };
}

type Results<Result> = ReadonlyMap<string, Result> | null;

interface Gathering<Item, Result> {
  readonly items: Map<string, Item>;
  readonly names: Set<string>;
  readonly abort: AbortController;
  readonly results: Promise<Results<Result>>;
  /** Milliseconds since the epoch. */
  until: number;
  callers: number;
}

/** Starts when those that come in the same moment are there. */
function begin<Item, Result>(work: GatheredWork<Item, Result>, close: () => void): Gathering<Item, Result> {
  const abort = new AbortController();
  const complete = new Promise<void>((resolve) => setImmediate(resolve));
  const items = new Map<string, Item>();
  const gathering: Gathering<Item, Result> = {
    items,
    names: new Set(),
    abort,
    results: complete.then(() => {
      close();
      return work(items, { signal: abort.signal, until: gathering.until });
    }),
    until: 0,
    callers: 0,
  };
  // Every caller sees a rejection; when they have all left, nobody needs to.
  gathering.results.catch(() => undefined);
  return gathering;
}
