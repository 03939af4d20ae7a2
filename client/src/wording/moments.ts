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

/** `3 hours ago`; a day, where that says more. */
export function ago(time: number, now: number): string {
  const minutes = Math.floor((now - time) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return past(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return past(hours, 'hour');
  const days = Math.floor(hours / 24);
  return days <= 30 ? past(days, 'day') : `on ${day(time)}`;
}

function past(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'} ago`;
}

/** As `2026-11-02`, of the clock on the user's wall. */
export function day(time: number): string {
  const date = new Date(time);
  const [month, dayOfMonth] = [date.getMonth() + 1, date.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${date.getFullYear()}-${month}-${dayOfMonth}`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
