/** Whether nobody waits for the answer any more. Asked anew each time, for it changes while we wait. */
export function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
