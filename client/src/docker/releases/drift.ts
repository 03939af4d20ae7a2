import type { FileChange } from '../engineFacts';
import type { Drift, SortedChanges } from './answers';
import type { ReadContainer } from './readContainer';
import type { Reading } from './reading';
import { remembered } from './remembered';
import { sortChanges } from './sortChanges';
import { startupEdits } from './startupEdits';
import { touches } from './touches';

/** What differs in a container from its image, and who has been seen in it. */
export function drift(known: Reading, read: ReadContainer): Drift {
  const { execs, observation } = known;
  const { facts, details, changes } = read.observed;
  const heard = execs.get(facts.id) ?? [];
  const seen = touches(heard, details?.configuration ?? null);
  const sorted = changes?.ok ? sortedChanges(known, read, changes.changes, seen.length > 0) : null;
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

/** A container may have a hundred thousand of them, and they stay the same until they are measured again. */
function sortedChanges(
  { isScratch, knowledge }: Reading,
  { observed: { facts, details }, image }: ReadContainer,
  changes: readonly FileChange[],
  isTouched: boolean,
): SortedChanges {
  const mounts = details?.mounts ?? facts.mounts;
  const configuration = details?.configuration ?? image.facts?.configuration ?? null;
  return rememberedSort(changes, [mounts, configuration, knowledge.scratch.join('\n'), isTouched], () =>
    sortChanges(changes, {
      mounts,
      volumes: configuration?.volumes ?? [],
      isScratch,
      // Whoever was inside may have written there too.
      isStartupEdit: startupEdits(isTouched ? null : configuration),
    }),
  );
}

const rememberedSort = remembered<SortedChanges>();
