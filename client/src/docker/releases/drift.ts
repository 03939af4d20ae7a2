import type { Drift } from './answers';
import type { ReadContainer } from './readContainer';
import type { Reading } from './reading';
import { sortChanges } from './sortChanges';
import { touches } from './touches';

/** What differs in a container from its image, and who has been seen in it. */
export function drift({ execs, isScratch, observation }: Reading, read: ReadContainer): Drift {
  const { facts, details, changes } = read.observed;
  const sorted = changes?.ok
    ? sortChanges(changes.changes, {
        mounts: read.container.mounts,
        volumes: (details?.configuration ?? read.image.facts?.configuration)?.volumes ?? [],
        isScratch,
      })
    : null;
  const heard = execs.get(facts.id) ?? [];
  const seen = touches(heard, details?.configuration ?? null);
  const differs = sorted !== null && sorted.code.length + sorted.data.length > 0;
  const { remembersSince } = observation;
  // Commands of which it is not known yet whether they were its health check.
  const isOpen = sorted === null || (details === null && heard.length > 0);
  return {
    status: differs || seen.length > 0 ? 'drifted' : isOpen ? 'unknown' : 'none',
    changes: sorted,
    measured: changes?.measured ?? null,
    problem: changes?.ok === false ? changes.problem : null,
    touches: seen,
    // Nobody can have been in it before it was there.
    touchesSince: remembersSince === null ? null : Math.max(remembersSince, facts.created),
  };
}
