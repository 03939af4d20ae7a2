import { countUpTo } from '../text/ascending';
import type { Span } from '../text/span';

/** An ignore comment: `# immutable-infra-ignore rule-id[, rule-id]: reason`. */
export interface Suppression {
  readonly comment: Span;
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** The findings that start in here are waived. */
  readonly scope: Span;
}

/** An ignore comment by itself, before it is known what it stands beside. */
export interface SuppressionComment {
  /** From the `#` to the end of the comment. */
  readonly comment: Span;
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** True for `# immutable-infra-ignore-file`. */
  readonly wholeFile: boolean;
}

/** Reads a comment that begins at `offset` of the file, from its `#`; null where it is no ignore comment. */
export function parseSuppressionComment(comment: string, offset: number): SuppressionComment | null {
  const [marker, file] = IGNORE_MARKER.exec(comment) ?? [];
  if (marker === undefined) return null;
  const rest = comment.slice(marker.length);
  const colon = rest.indexOf(':');
  const ids = colon < 0 ? rest : rest.slice(0, colon);
  if (!RULE_IDS.test(ids)) return null;
  const reason = colon < 0 ? '' : rest.slice(colon + 1).trim();
  return {
    comment: { start: offset, end: offset + comment.trimEnd().length },
    rules: ids.split(/[\s,]+/).filter((id) => id !== ''),
    reason: reason === '' ? null : reason,
    wholeFile: file !== undefined,
  };
}

/** Whether an ignore comment of a document waives what a rule says at an offset. */
export type Waivers = (rule: string, offset: number) => boolean;

/** Sorts the ignore comments once, so that each question is answered in logarithmic time. */
export function waiversOf(suppressions: readonly Suppression[]): Waivers {
  if (suppressions.length === 0) return () => false;
  const byRule = new Map<string, Reach[]>();
  for (const { rules, scope } of [...suppressions].sort((a, b) => a.scope.start - b.scope.start)) {
    for (const rule of new Set(rules)) {
      const reaches = byRule.get(rule) ?? [];
      byRule.set(rule, reaches);
      reaches.push({ start: scope.start, end: Math.max(scope.end, reaches.at(-1)?.end ?? 0) });
    }
  }
  return (rule, offset) => offset < reachAt(byRule.get(rule) ?? [], offset);
}

/** Where a scope starts, and how far it or one before it reaches. */
interface Reach {
  readonly start: number;
  readonly end: number;
}

/** How far the scopes reach that start at `offset` or before. */
function reachAt(reaches: readonly Reach[], offset: number): number {
  return reaches[countUpTo(reaches, offset, ({ start }) => start) - 1]?.end ?? 0;
}

// Two patterns that each read a character once: a comment can be long, and one pattern for all of it would try every
// way to share out its spaces.
const IGNORE_MARKER = /^#\s*immutable-infra-ignore(-file)?(?=[\s:]|$)/;
const RULE_IDS = /^[a-z0-9\s,-]*$/;
