import { countUpTo } from '../text/ascending';
import type { Span } from '../text/span';

/** A comment that waives findings: `# immutable-infra-ignore rule-id[, rule-id]: reason`, or that of another tool. */
export interface Suppression extends SuppressionComment {
  /** The findings that start in here are waived. */
  readonly scope: Span;
  /** True for what stands in a Dockerfile inside of another file. */
  readonly inline?: boolean;
}

/** A waiving comment by itself, before it is known what it stands beside. */
export interface SuppressionComment {
  /** Null for our own; the name of the tool that it is written for, as `hadolint`. */
  readonly tool: string | null;
  readonly kind: SuppressionKind;
  /** From the `#` to the end of the comment. */
  readonly comment: Span;
  /** What it names, as it is compared; of another tool `*` alone stands for all its rules. */
  readonly rules: readonly string[];
  /** Where our own ids are written, in their order; none for other tools. */
  readonly ids: readonly Span[];
  /** Where `immutable-infra-ignore` ends, for the first id of a comment that has none. */
  readonly markerEnd: number;
  readonly reason: string | null;
}

/** What a comment covers: the line or instruction that it stands at, the block or stage that begins there, or the file. */
export type SuppressionKind = 'line' | 'block' | 'file';

/** Where a comment of ours may be written, and what it covers there. */
export interface IgnorePlace {
  readonly offset: number;
  /** What is written before the comment and after it. */
  readonly before: string;
  readonly after: string;
  /** What it covers, and where that begins. */
  readonly what: 'instruction' | 'stage' | 'line' | 'service' | 'block' | 'file';
  readonly covers: number;
}

/** Reads a comment that begins at `offset` of the file, from its `#`; null where it is no ignore comment of ours. */
export function parseSuppressionComment(comment: string, offset: number): SuppressionComment | null {
  const [marker, ending] = IGNORE_MARKER.exec(comment) ?? [];
  if (marker === undefined) return null;
  const rest = comment.slice(marker.length);
  const colon = rest.indexOf(':');
  const named = colon < 0 ? rest : rest.slice(0, colon);
  if (!RULE_IDS.test(named)) return null;
  const reason = colon < 0 ? '' : rest.slice(colon + 1).trim();
  const markerEnd = offset + marker.length;
  const ids = [...named.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({ id, start: markerEnd + index }));
  return {
    tool: null,
    kind: ending === '-file' ? 'file' : ending === '-block' ? 'block' : 'line',
    comment: { start: offset, end: offset + comment.trimEnd().length },
    rules: ids.map(({ id }) => id),
    ids: ids.map(({ id, start }) => ({ start, end: start + id.length })),
    markerEnd,
    reason: reason === '' ? null : reason,
  };
}

/** A rule as waivers see it. */
export interface WaivableRule {
  readonly id: string;
  readonly equivalents?: readonly string[];
}

/** Whether a comment of a document waives what a rule says at an offset. */
export type Waivers = (rule: WaivableRule, offset: number) => boolean;

/** Sorts the comments once, so that each question is answered in logarithmic time. */
export function waiversOf(suppressions: readonly Suppression[]): Waivers {
  if (suppressions.length === 0) return () => false;
  const byName = new Map<string, Reach[]>();
  for (const { tool, rules, scope } of [...suppressions].sort((a, b) => a.scope.start - b.scope.start)) {
    for (const rule of new Set(rules)) {
      const name = tool === null ? rule : `${tool} ${rule}`;
      const reaches = byName.get(name) ?? [];
      byName.set(name, reaches);
      reaches.push({ start: scope.start, end: Math.max(scope.end, reaches.at(-1)?.end ?? 0) });
    }
  }
  const waives = (name: string, offset: number) => offset < reachAt(byName.get(name) ?? [], offset);
  if (suppressions.every(({ tool }) => tool === null)) return ({ id }, offset) => waives(id, offset);
  return (rule, offset) => namesOf(rule).some((name) => waives(name, offset));
}

/** What a rule is waived by: its own id, the rules that ask for the same, and all rules of their tools. */
function namesOf({ id, equivalents = [] }: WaivableRule): string[] {
  return [id, ...equivalents.flatMap((name) => [name, `${name.split(' ', 1).join('')} ${ALL_RULES}`])];
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

/** Stands for every rule of another tool. */
export const ALL_RULES = '*';
/** What the quick fix writes for a person to replace. */
export const PLACEHOLDER_REASON = 'say why';

// Two patterns that each read a character once: a comment can be long, and one pattern for all of it would try every
// way to share out its spaces.
const IGNORE_MARKER = /^#\s*immutable-infra-ignore(-file|-block)?(?=[\s:]|$)/;
const RULE_IDS = /^[a-z0-9\s,-]*$/;
