import type { Clock } from '../../environment';

/** Wakes the one who waits for it. What is set while nobody waits is kept. */
export interface Latch {
  readonly set: () => void;
  /** Resolves once it is set, and takes it back, or when the signal is aborted. */
  readonly wait: (signal: AbortSignal) => Promise<void>;
}

export function createLatch(): Latch {
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
          // Taken off again: a signal lives for days, and is waited for many times.
          wake = () => {
            signal.removeEventListener('abort', wake);
            resolve();
          };
          signal.addEventListener('abort', wake);
        });
      }
      isSet = false;
    },
  };
}

/** Resolves when the latch is set, after `milliseconds`, or when the signal is aborted; null for no limit. */
export async function waitAtMost(
  latch: Latch,
  milliseconds: number | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (milliseconds === null) return latch.wait(signal);
  const woken = new AbortController();
  const stop = () => woken.abort();
  signal.addEventListener('abort', stop);
  void clock.wait(milliseconds, woken.signal).then(stop);
  await latch.wait(woken.signal);
  stop();
  signal.removeEventListener('abort', stop);
}
