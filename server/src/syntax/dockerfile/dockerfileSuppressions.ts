import type { Span } from '../../text/span';
import type { Directive } from './directives';
import type { LogicalLine } from './lines';
import { foreignWaivers, mayWaive, skippedChecks } from '../foreignWaivers';
import { parseSuppressionComment, type Suppression, type SuppressionKind } from '../suppression';

/**
 * The comments of a Dockerfile that waive something. Its comments take a whole line each, so one waives what the
 * instruction after it shows, other comments between them or not; one for a block, before a FROM, the whole stage. A
 * comment inside an instruction's continuation counts for that instruction.
 */
export function dockerfileSuppressions(
  text: string,
  comments: readonly Span[],
  instructions: readonly LogicalLine[],
  directives: readonly Directive[] = [],
): Suppression[] {
  const whole = { start: 0, end: text.length };
  const found: Suppression[] = directives
    .filter(({ name }) => name === 'check')
    .flatMap(({ value, valueSpan }) => skippedChecks(value, valueSpan))
    .map((skipped) => ({ ...skipped, scope: whole }));
  if (comments.length === 0 || !mayWaive(text)) return found;
  const stageEnds = endsOfStages(instructions);
  const scopeOf = (kind: SuppressionKind, index: number): Span => {
    if (kind === 'file') return whole;
    const { start, end } = instructions[index]?.span ?? { start: text.length, end: text.length };
    return { start, end: kind === 'block' ? (stageEnds.get(index) ?? end) : end };
  };
  const first = instructions[0]?.span.start ?? text.length;
  let next = 0;
  for (const [index, comment] of comments.entries()) {
    while (next < instructions.length && (instructions[next]?.span.end ?? 0) <= comment.start) next++;
    const own = parseSuppressionComment(text.slice(comment.start, comment.end), comment.start);
    const place = { document: 'dockerfile', atTop: comment.start < first, isFirst: index === 0 } as const;
    for (const waiver of own ? [own] : foreignWaivers(text, comment, place)) {
      found.push({ ...waiver, scope: scopeOf(waiver.kind, next) });
    }
  }
  return found;
}

/** Where the stage ends that an instruction begins, by the index of each FROM. */
function endsOfStages(instructions: readonly LogicalLine[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  let from: number | null = null;
  for (const [index, { text, span }] of instructions.entries()) {
    if (IS_FROM.test(text)) from = index;
    if (from !== null) ends.set(from, span.end);
  }
  return ends;
}

const IS_FROM = /^\s*from(?=\s|$)/i;
