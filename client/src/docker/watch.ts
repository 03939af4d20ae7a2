import { systemClock, type Clock } from '../environment';
import type { Answer, Connection, Engine, EngineFailure } from './engine';
import type { Releases } from './releases';

/** What there is to show of the engine. */
export type EngineSight =
  | { readonly kind: 'failed'; readonly failure: EngineFailure }
  /** `live` is false where the engine refuses its events, so that the list is only read again now and then. */
  | { readonly kind: 'running'; readonly releases: Releases; readonly live: boolean };

export interface WatchOptions {
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
  readonly read: (engine: Engine, signal: AbortSignal) => Promise<Answer<Releases>>;
  /** Called only when the sight is another than before. */
  readonly show: (sight: EngineSight) => void;
  /** A mistake of ours; the watch is over until the next refresh. */
  readonly report: (error: unknown) => void;
}

export interface Watch {
  /** Nothing is asked while nobody looks. */
  readonly setVisible: (visible: boolean) => void;
  /** Looks for the engine anew, and reads it. */
  readonly refresh: () => void;
}

/** Milliseconds between two looks at the engine, and so between two repaints. */
export const SHORTEST_WAIT = 500;
/** Milliseconds from an event to the look: engines send some events before their lists show what they are about. */
export const SETTLING = 100;
/** Milliseconds between two tries to reach an engine, at the most. */
export const LONGEST_WAIT = 5_000;

/** Keeps an eye on the engine while it is asked to: connects, follows the events, and tries again when it is cut off. */
export function watchEngine(options: WatchOptions, clock: Clock = systemClock): Watch {
  const watched = { ...options, clock, show: whenChanged(options.show) };
  let running: AbortController | null = null;
  const stop = () => running?.abort();
  const start = () => {
    stop();
    running = new AbortController();
    keepWatching(watched, running.signal).catch(options.report);
  };
  let visible = false;
  return {
    setVisible: (now) => {
      if (now === visible) return;
      visible = now;
      if (visible) start();
      else stop();
    },
    refresh: () => {
      if (visible) start();
    },
  };
}

interface Watched extends WatchOptions {
  readonly clock: Clock;
}

/** What one session leaves for the next. */
interface Outcome {
  readonly failure: EngineFailure | null;
  readonly live: boolean;
}

async function keepWatching(options: Watched, signal: AbortSignal): Promise<void> {
  let shortSessions = 0;
  let live = true;
  for (;;) {
    const started = options.clock.now();
    const outcome = await session(options, live, signal);
    if (isOver(signal)) return;
    if (outcome.failure) options.show({ kind: 'failed', failure: outcome.failure });
    live = outcome.live;
    shortSessions = options.clock.now() - started >= LONGEST_WAIT ? 0 : shortSessions + 1;
    await options.clock.wait(
      Math.min(SHORTEST_WAIT * 2 ** Math.max(shortSessions - 1, 0), LONGEST_WAIT),
      signal,
    );
  }
}

/** From connecting to being cut off. */
async function session(options: Watched, live: boolean, outer: AbortSignal): Promise<Outcome> {
  const controller = new AbortController();
  const signal = AbortSignal.any([outer, controller.signal]);
  try {
    const connection = await options.connect(signal);
    return connection.connected
      ? await followEngine(options, { engine: connection.engine, live }, signal)
      : { failure: connection.failure, live };
  } finally {
    controller.abort();
  }
}

async function followEngine(
  { read, show, clock }: Watched,
  { engine, live }: { engine: Engine; live: boolean },
  signal: AbortSignal,
): Promise<Outcome> {
  const news = latch();
  // The list is read while the events open, and once more when they are: nothing is missed in between.
  const events = followEvents(engine, news, signal);
  for (;;) {
    const answer = await read(engine, signal);
    if (isOver(signal)) return { failure: null, live };
    if (!answer.ok) return { failure: answer.failure, live };
    show({ kind: 'running', releases: answer.value, live });
    await clock.wait(SHORTEST_WAIT, signal);
    await news.wait(signal);
    const state = events();
    if (isOver(signal) || state !== 'open') return { failure: null, live: state !== 'refused' };
    await clock.wait(SETTLING, signal);
  }
}

/** Asked anew each time, for the answer changes while we wait. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

type Events = 'open' | 'cut' | 'refused';

function followEvents(engine: Engine, news: Latch, signal: AbortSignal): () => Events {
  let state: Events = 'open';
  void engine.follow({ opened: news.set, changed: news.set }, signal).then((failure) => {
    state = failure ? 'refused' : 'cut';
    news.set();
  });
  return () => state;
}

interface Latch {
  readonly set: () => void;
  /** Resolves once it is set, or when the signal is aborted, and takes it back. */
  readonly wait: (signal: AbortSignal) => Promise<void>;
}

function latch(): Latch {
  let isSet = false;
  let wake: () => void = () => undefined;
  return {
    set: () => {
      isSet = true;
      wake();
    },
    wait: async (signal) => {
      if (!isSet && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      isSet = false;
    },
  };
}

function whenChanged(show: (sight: EngineSight) => void): (sight: EngineSight) => void {
  let shown = '';
  return (sight) => {
    const text = JSON.stringify(sight);
    if (text === shown) return;
    shown = text;
    show(sight);
  };
}
