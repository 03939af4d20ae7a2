/** `2026-11-22 23:17 UTC`; times are milliseconds since the epoch, 0 for none. */
export function moment(time: number): string {
  return time === 0 ? 'unknown' : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** How long ago in its largest whole unit: `3 h`; the clocks of two machines may differ, so the future is now. */
export function age(time: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - time) / 1000));
  if (seconds < MINUTE) return 'moments';
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} days`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
