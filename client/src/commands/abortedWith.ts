import type { Cancellation } from '../serverRequests';

/** A signal that is aborted when the editor's token is cancelled. */
export function abortedWith(token: Cancellation): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
