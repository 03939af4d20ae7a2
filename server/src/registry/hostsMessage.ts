import type { HostState } from './network/hosts';

/** What hosts want their users to know: pauses, and limits of which they told; null where there is nothing to say. */
export function hostsMessage(hosts: readonly HostState[], now: number): string | null {
  const sentences = hosts.flatMap((host) => sentencesOf(host, now));
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** The same of hosts of which little is left to be had, for those who did not ask for figures. */
export function pressingHostsMessage(hosts: readonly HostState[], now: number): string | null {
  const isPressing = ({ pausedUntil, rateLimit }: HostState): boolean =>
    pausedUntil !== null || (rateLimit !== null && rateLimit.remaining <= rateLimit.limit / 4);
  return hostsMessage(hosts.filter(isPressing), now);
}

function sentencesOf({ host, pausedUntil, rateLimit }: HostState, now: number): string[] {
  const pause = pausedUntil === null ? [] : [`${host} takes no requests for ${duration(pausedUntil - now)}.`];
  if (!rateLimit) return pause;
  const { limit, remaining, windowSeconds } = rateLimit;
  const window = windowSeconds === null ? '' : ` in ${duration(windowSeconds * 1000)}`;
  return [...pause, `${host} has ${remaining} of ${limit} pulls${window} left for you.`];
}

/** In the largest unit of which there are two or more. */
function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
