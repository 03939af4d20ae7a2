const stops = new Set<() => Promise<void> | void>();

/**
 * Sees to it that Ctrl-C stops what was started, the latest first, before this process ends. Returns what takes the
 * entry out again.
 */
export function stopWhenInterrupted(stop: () => Promise<void> | void): () => void {
  if (stops.size === 0) for (const signal of SIGNALS) process.once(signal, endAll);
  stops.add(stop);
  return () => {
    stops.delete(stop);
    if (stops.size === 0) for (const signal of SIGNALS) process.off(signal, endAll);
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What a shell reports of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

function endAll(): void {
  void (async () => {
    for (const stop of [...stops].reverse()) {
      try {
        await stop();
      } catch (error) {
        console.error(error);
      }
    }
    process.exit(process.exitCode ?? INTERRUPTED);
  })();
}
