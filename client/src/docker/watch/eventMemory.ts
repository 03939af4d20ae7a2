import type { EngineEvent } from '../engineEvents';

/** What is kept of the events that an engine has told. */
export interface EventMemory {
  /** Time of the last event, by the engine's clock; null before the first. */
  readonly last: number | null;
  /** Since when no event was missed: time of the earliest one; null before the first. */
  readonly since: number | null;
  /** `exec_create` events, in their order. */
  readonly execs: readonly EngineEvent[];
  /** Those of the last moment, by which it is seen that an engine repeats itself. */
  readonly recent: ReadonlyMap<string, number>;
}

export const NOTHING_HEARD: EventMemory = { last: null, since: null, execs: [], recent: new Map() };

/**
 * From when events are to be told when the engine was left for a while: from just before the last one, so that it comes
 * again and shows that the engine remembers all that has been since. Null for all.
 */
export function resumption({ last }: EventMemory): number | null {
  return last === null ? null : last - MOMENT;
}

/** `news`: those that were not heard before. `repeated`: whether one of them was. Of commands only those are kept. */
export function remember(
  memory: EventMemory,
  events: readonly EngineEvent[],
  isKept: (exec: EngineEvent) => boolean,
): { readonly memory: EventMemory; readonly news: readonly EngineEvent[]; readonly repeated: boolean } {
  const recent = new Map(memory.recent);
  const news: EngineEvent[] = [];
  let last = memory.last;
  for (const event of events) {
    const name = nameOf(event);
    if (recent.has(name)) continue;
    news.push(event);
    recent.set(name, event.time);
    last = Math.max(last ?? event.time, event.time);
  }
  for (const [name, time] of recent) if (time < (last ?? 0) - MOMENT) recent.delete(name);
  const execs = news.filter((event) => isCommand(event) && isKept(event));
  const first = news[0];
  return {
    memory: {
      last,
      since: memory.since ?? (first ? first.time : null),
      execs: execs.length === 0 ? memory.execs : newest([...memory.execs, ...execs]),
      recent,
    },
    news,
    repeated: news.length < events.length,
  };
}

/** Whether somebody, or a health check, starts a command in a container. */
export function isCommand({ kind, action }: EngineEvent): boolean {
  return kind === 'container' && action === 'exec_create';
}

/** Events may have been missed before the ones that come now. */
export function afterGap(memory: EventMemory): EventMemory {
  return { ...memory, since: null };
}

/** Without what is not to be kept; the same memory where all is. */
export function keepExecs(memory: EventMemory, isKept: (event: EngineEvent) => boolean): EventMemory {
  const execs = memory.execs.filter(isKept);
  return execs.length === memory.execs.length ? memory : { ...memory, execs };
}

/** A container that somebody works in by the minute shows the newest of it. */
function newest(execs: readonly EngineEvent[]): readonly EngineEvent[] {
  const counts = new Map<string, number>();
  const kept = execs.toReversed().filter(({ id }) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count <= MOST_EXECS;
  });
  return kept.length === execs.length ? execs : kept.toReversed();
}

function nameOf({ time, kind, id, action, detail }: EngineEvent): string {
  return `${time} ${kind} ${id} ${action} ${detail}`;
}

/** Milliseconds. */
const MOMENT = 1;
/** Of one container; an engine itself remembers a few hundred events of all. */
const MOST_EXECS = 200;
