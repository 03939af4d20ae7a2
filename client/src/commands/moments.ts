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
