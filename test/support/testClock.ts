import type { Clock } from '../../client/src/environment';

export interface TestClock extends Clock {
  /** Lets everything happen that takes no time. */
  readonly settle: () => Promise<void>;
  /** Goes on, from one who waits to the next. */
  readonly advance: (milliseconds: number) => Promise<void>;
}

/** A clock that stands still until it is told to go on. It starts at 0, on the first day of 2026. */
export function testClock(): TestClock {
  let now = 0;
  let sleepers: readonly Sleeper[] = [];
  const settle = async () => {
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const sleep = (at: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const sleeper: Sleeper = {
        at,
        wake: () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          signal.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      sleepers = [...sleepers, sleeper];
      if (signal.aborted) sleeper.wake();
      else signal.addEventListener('abort', sleeper.wake);
    });
  return {
    now: () => now,
    date: () => Date.UTC(2026, 0, 1) + now,
    wait: (milliseconds, signal) => sleep(now + milliseconds, signal),
    settle,
    advance: async (milliseconds) => {
      const end = now + milliseconds;
      await settle();
      for (;;) {
        const next = Math.min(...sleepers.map(({ at }) => at));
        if (next > end) break;
        now = Math.max(now, next);
        for (const { at, wake } of sleepers) if (at <= now) wake();
        await settle();
      }
      now = end;
    },
  };
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Of the event loop: as long as a chain of promises may be that waits for others in it. */
const TURNS = 3;
