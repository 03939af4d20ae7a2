/** Whether a server that crashed at these times, in milliseconds and the last one now, is worth another start. */
export function worthRestarting(crashes: readonly number[]): boolean {
  const now = crashes.at(-1) ?? 0;
  return crashes.filter((time) => now - time <= PERIOD).length <= RESTARTS;
}

const RESTARTS = 4;
const PERIOD = 3 * 60_000;
