import type { Finding } from './lint';
import type { EditFix } from './rules/rule';
import { countUpTo } from './text/ascending';
import type { Edit, Span } from './text/span';

/**
 * The edits of all fixes that are certain and need nobody's answer, each fix as a whole. Of those that meet the first
 * wins, and the rest wait for the next run.
 */
export function certainEdits(findings: readonly Pick<Finding, 'fix'>[]): readonly Edit[] {
  return certainFixes(findings).flatMap(({ edits }) => edits);
}

/** The fixes that can be made at once, in the order of their findings. */
export function certainFixes(findings: readonly Pick<Finding, 'fix'>[]): readonly EditFix[] {
  const taken: Span[] = [];
  const chosen: EditFix[] = [];
  for (const { fix } of findings) {
    if (fix?.kind !== 'edits' || fix.edits.length === 0) continue;
    const places: Span[] = [];
    const isFree = fix.edits.every(({ span }) => {
      const free = isApart(taken, span) && isApart(places, span);
      insert(places, span);
      return free;
    });
    if (!isFree) continue;
    for (const place of places) insert(taken, place);
    chosen.push(fix);
  }
  return chosen;
}

/** Whether a place meets none of `taken`, which ascend and are apart. An insertion meets what it touches: which goes first is not certain. */
function isApart(taken: readonly Span[], place: Span): boolean {
  const next = indexFrom(taken, place);
  return [taken[next - 1], taken[next]].every((other) => !other || !meet(other, place));
}

function meet(a: Span, b: Span): boolean {
  const isInsertion = a.start === a.end || b.start === b.end;
  return isInsertion ? a.start <= b.end && b.start <= a.end : a.start < b.end && b.start < a.end;
}

function insert(taken: Span[], place: Span): void {
  taken.splice(indexFrom(taken, place), 0, place);
}

/** The index of the first place that starts at `start` or behind it. */
function indexFrom(taken: readonly Span[], { start }: Span): number {
  return countUpTo(taken, start - 1, (other) => other.start);
}
