import { setMaxListeners } from 'node:events';

/** How long somebody waits for an answer. */
export interface Patience {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; `signal` is aborted then. */
  readonly until: number;
}

/** What `promise` gives, or what `otherwise` gives as soon as `signal` is aborted; the work itself goes on. */
export async function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  otherwise: () => T,
): Promise<T> {
  if (signal.aborted) return otherwise();
  let stop: (() => void) | undefined;
  const aborted = new Promise<T>((resolve) => {
    stop = () => resolve(otherwise());
    listen(signal, stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}

/** Calls `listener` when `signal` is aborted; as many may listen as wait for the same person. */
export function listen(signal: AbortSignal, listener: () => void): void {
  // Not 0 for "any number": Node 20 then takes the signal for none (`getMaxListeners`), and undici throws.
  setMaxListeners(10_000, signal);
  signal.addEventListener('abort', listener);
}

/** Aborts the work when its time is over, and answers in its place whatever it is waiting for. */
export async function withinTime<T>(
  { milliseconds, otherwise }: { readonly milliseconds: number; readonly otherwise: () => T },
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), milliseconds);
  try {
    return await unlessAborted(work(AbortSignal.any([signal, over.signal])), over.signal, otherwise);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits; at once over when `signal` is aborted. */
export async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await unlessAborted(over, signal, () => undefined);
  clearTimeout(timer);
}

/**
 * Runs work under a key, at most `limit` at once for one key, in the order in which it came. What waits begins together
 * when half of those before it are through, so that it can share what it needs.
 */
export function createGate(limit: number): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const gates = new Map<string, { running: number; readonly waiting: (() => void)[] }>();
  return async (key, work) => {
    const gate = gates.get(key) ?? { running: 0, waiting: [] };
    gates.set(key, gate);
    if (gate.running >= limit) await new Promise<void>((resolve) => gate.waiting.push(resolve));
    else gate.running++;
    try {
      return await work();
    } finally {
      gate.running--;
      const free = gate.running <= limit / 2 ? limit - gate.running : 0;
      for (const begin of gate.waiting.splice(0, free)) {
        gate.running++;
        begin();
      }
      if (gate.running === 0) gates.delete(key);
    }
  };
}

/**
 * Lets callers that want the same thing share one run of the work. A caller whose signal is aborted gets `otherwise`
 * while the others wait on; the work is aborted when nobody waits for it any more.
 */
export function createSharing<T>(
  otherwise: () => T,
): (key: string, work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) => Promise<T> {
  const runs = new Map<string, Run<T>>();
  return async (key, work, signal) => {
    if (signal.aborted) return otherwise();
    const run = runs.get(key) ?? start(work);
    runs.set(key, run);
    run.callers++;
    try {
      return await unlessAborted(run.result, signal, otherwise);
    } finally {
      run.callers--;
      if (run.callers === 0) {
        if (runs.get(key) === run) runs.delete(key);
        run.abort.abort();
      }
    }
  };
}

interface Run<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  callers: number;
}

function start<T>(work: (signal: AbortSignal) => Promise<T>): Run<T> {
  const abort = new AbortController();
  const result = work(abort.signal);
  // Every caller sees a rejection; when they have all left, nobody needs to.
  result.catch(() => undefined);
  return { result, abort, callers: 0 };
}
