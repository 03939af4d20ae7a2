import type { Target } from './manifests';
import { createGate, unlessAborted, withinTime, type Patience } from './network/waiting';
import { CANCELLED, type Failure, type Unresolved } from './unresolved';
import type { Upstreams } from './upstreams';

/** What every question to a registry needs. */
export interface Inquiry {
  readonly upstreams: Upstreams;
  readonly limit: Limit;
  readonly now: () => number;
}

/** Who answered, and when. */
export interface Answered {
  readonly found: true;
  /** The registry, its upstream, or its mirror. */
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether it was remembered, and nobody was asked now. */
  readonly remembered: boolean;
}

/** Does work about a registry within the time that one question may take. */
export type Limit = <Found>(
  registry: string,
  work: (patience: Patience) => Promise<Found | Failure>,
  signal: AbortSignal,
) => Promise<Found | Failure>;

/** Questions at once about one registry; the others wait, and their time does not run yet. */
const MAX_AT_ONCE = 200;

export function createLimit(now: () => number, milliseconds: number): Limit {
  const gate = createGate(MAX_AT_ONCE);
  return (registry, work, signal) => {
    const otherwise = (): Failure => ({ reason: 'timeout', seconds: milliseconds / 1000 });
    const timed = () =>
      withinTime(
        { milliseconds, otherwise },
        (limited) => work({ signal: limited, until: now() + milliseconds }),
        signal,
      );
    const begin = async () => (signal.aborted ? CANCELLED : timed());
    return unlessAborted(gate(registry, begin), signal, () => CANCELLED);
  };
}

/** Puts a question to the target, or to those that may answer for it, within the time for one. */
export async function inquire<Found extends object>(
  { upstreams, limit, now }: Inquiry,
  target: Target,
  ask: Question<Found>,
  signal: AbortSignal,
): Promise<(Found & Answered) | Unresolved> {
  const work = (patience: Patience) => askInTurn(upstreams, target, ask, patience);
  const answer = await limit(target.registry, work, signal);
  return answered(answer, { registry: target.registry, at: now(), remembered: false });
}

export type Question<Found> = (target: Target, patience: Patience) => Promise<Found | Failure>;
export type ByHost<Found> = Found & Pick<Answered, 'host'>;

/** Puts a question to the target, and where that cannot be asked, to those that may answer for it. */
export async function askInTurn<Found extends object>(
  upstreams: Upstreams,
  target: Target,
  ask: Question<Found>,
  patience: Patience,
): Promise<ByHost<Found> | Failure> {
  const first = await ask(target, patience);
  if (!('reason' in first)) return { ...first, host: target.registry };
  for (const other of await upstreams.instead(target, first)) {
    const second = await ask(other, patience);
    if (!('reason' in second)) return { ...second, host: other.registry };
  }
  return first;
}

export function answered<Found extends object>(
  answer: ByHost<Found> | Failure,
  { registry, ...how }: Pick<Answered, 'at' | 'remembered'> & { readonly registry: string },
): (Found & Answered) | Unresolved {
  return 'reason' in answer ? { ...answer, found: false, registry } : { ...answer, ...how, found: true };
}
