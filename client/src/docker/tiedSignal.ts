import { setMaxListeners } from 'node:events';

/** A signal of its own that ends with another one, for as long as it is tied to that. */
export interface TiedSignal {
  readonly signal: AbortSignal;
  readonly abort: (reason?: unknown) => void;
  /** Whoever ties one unties it: the other signal then knows nothing of it any more. */
  readonly untie: () => void;
}

/** For signals that live for days: what `AbortSignal.any` makes of them stays with them, request by request. */
export function tiedTo(outer: AbortSignal): TiedSignal {
  const controller = new AbortController();
  const end = () => controller.abort(outer.reason);
  // Many may be tied to one at the same time, which is no leak.
  setMaxListeners(0, outer, controller.signal);
  if (outer.aborted) end();
  else outer.addEventListener('abort', end);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    untie: () => outer.removeEventListener('abort', end),
  };
}
