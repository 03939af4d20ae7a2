import type { Span } from '../../text/span';
import type { LogicalLine } from './lines';
import { parseSuppressionComment, type Suppression } from '../suppression';

/**
 * The ignore comments of a Dockerfile. Its comments take a whole line each, so one waives what the instruction after it
 * shows. A comment inside an instruction's continuation counts for that instruction.
 */
export function dockerfileSuppressions(
  text: string,
  comments: readonly Span[],
  instructions: readonly LogicalLine[],
): Suppression[] {
  const found: Suppression[] = [];
  let next = 0;
  for (const comment of comments) {
    while (next < instructions.length && (instructions[next]?.span.end ?? 0) < comment.start) next++;
    const parsed = parseSuppressionComment(text.slice(comment.start, comment.end), comment.start);
    if (!parsed) continue;
    const scope = parsed.wholeFile ? { start: 0, end: text.length } : instructions[next]?.span;
    if (scope) found.push({ comment: parsed.comment, rules: parsed.rules, reason: parsed.reason, scope });
  }
  return found;
}
