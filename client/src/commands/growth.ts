import type { Progress } from '../serverRequests';

/** What the editor adds up, from what the server says of the whole; percentages that fall count for nothing. */
export function growth(): (progress: Progress) => { message?: string; increment?: number } {
  let reached = 0;
  return ({ message, percentage }) => {
    const before = reached;
    reached = Math.min(100, Math.max(reached, percentage ?? 0));
    return {
      ...(message === undefined ? {} : { message }),
      ...(reached > before ? { increment: reached - before } : {}),
    };
  };
}
