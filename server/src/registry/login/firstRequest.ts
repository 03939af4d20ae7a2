import { CANCELLED, type Failure } from '../unresolved';
import { unlessAborted, type delay } from '../network/waiting';

/**
 * What came of the first request to a registry: an answer, whatever it says; a failure; or nothing, as whoever sent it
 * has left.
 */
export type FirstOutcome = 'answered' | 'left' | Failure;

/** Lets the first request to a registry go alone, so that not every repository learns from a 401 of its own how it wants to be asked. */
export interface FirstRequests {
  /** Gives the one that goes first what it must call in the end; null to those that may go on. */
  readonly enter: (
    registry: string,
    signal: AbortSignal,
  ) => Promise<((outcome: FirstOutcome) => void) | Failure | null>;
  /** The next request is a first one again. */
  readonly forget: (registry: string) => void;
}

/** Milliseconds; one repository that is slow must not hold up all others. */
const LONGEST_WAIT = 5000;

export function createFirstRequests(wait: typeof delay): FirstRequests {
  const known = new Map<string, First>();
  return {
    enter: async (registry, signal) => {
      for (;;) {
        const first = known.get(registry);
        if (!first) return go(known, registry);
        if (first.isAnswered) return null;
        const outcome = await outcomeOf(first, wait, signal);
        if (outcome === 'left') continue;
        return outcome !== 'answered' && isForAll(outcome) ? outcome : null;
      }
    },
    forget: (registry) => void known.delete(registry),
  };
}

interface First {
  readonly outcome: Promise<FirstOutcome>;
  isAnswered: boolean;
}

function go(known: Map<string, First>, registry: string): (outcome: FirstOutcome) => void {
  let settle: (outcome: FirstOutcome) => void = () => undefined;
  const first: First = { outcome: new Promise((resolve) => (settle = resolve)), isAnswered: false };
  known.set(registry, first);
  return (outcome) => {
    if (outcome === 'answered') first.isAnswered = true;
    else if (!first.isAnswered && known.get(registry) === first) known.delete(registry);
    settle(outcome);
  };
}

async function outcomeOf(first: First, wait: typeof delay, signal: AbortSignal): Promise<FirstOutcome> {
  const over = new AbortController();
  const tooLong = wait(LONGEST_WAIT, over.signal).then((): FirstOutcome => 'answered');
  const outcome = Promise.race([first.outcome, tooLong]);
  try {
    return await unlessAborted<FirstOutcome>(outcome, signal, () => CANCELLED);
  } finally {
    over.abort();
  }
}

/** Whether the others would meet the same. */
function isForAll(failure: Failure): boolean {
  // Whether a time that the host has said is too late for another is seen in the host's queue.
  if (failure.reason === 'rate-limited') return failure.retryAfterSeconds === null;
  return ['unreachable', 'unauthorised', 'cancelled'].includes(failure.reason);
}
