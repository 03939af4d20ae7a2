import type { Clock } from '../environment';

/** Does something once a minute while it is running. */
export interface EveryMinute {
  readonly setRunning: (running: boolean) => void;
  readonly dispose: () => void;
}

export function everyMinute(clock: Clock, act: () => void): EveryMinute {
  let ending = new AbortController();
  const run = async (signal: AbortSignal) => {
    for (;;) {
      await clock.wait(MINUTE, signal);
      if (signal.aborted) return;
      act();
    }
  };
  return {
    setRunning: (running) => {
      ending.abort();
      if (!running) return;
      ending = new AbortController();
      void run(ending.signal);
    },
    dispose: () => ending.abort(),
  };
}

const MINUTE = 60_000;
