import { countUpTo } from '../../text/ascending';
import { lineStartAt } from '../../text/lines';
import type { IgnorePlace, SuppressionKind } from '../suppression';
import { readDirectives } from './directives';
import { readLines, type LogicalLine } from './lines';

/**
 * Where a Dockerfile has room for a comment that waives what is found at an offset: above the instruction, or the FROM
 * of its stage, and above the comments right before that, which may describe it or be other tools' pragmas; but below
 * the parser directives, which a comment before them would end. Null where there is none.
 */
export function dockerfileIgnorePlace(
  text: string,
  offset: number,
  scope: SuppressionKind,
): IgnorePlace | null {
  const { end: top } = readDirectives(text);
  // A Dockerfile in another language.
  if (/^\uFEFF?\s*\{/.test(text)) return null;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  if (scope === 'file') {
    const before = top > 1 && text[top - 1] !== '\n' ? newline : '';
    return { offset: top, before, after: newline, what: 'file', covers: 0 };
  }
  const { instructions, comments } = readLines(text);
  const own = countUpTo(instructions, offset, ({ span }) => span.start) - 1;
  const index = scope === 'block' ? instructions.findLastIndex((line, at) => at <= own && isFrom(line)) : own;
  const instruction = instructions[index];
  if (!instruction || offset >= (instructions[own]?.span.end ?? 0)) return null;
  const floor = Math.max(top, instructions[index - 1]?.span.end ?? 0);
  const commentLines = new Set(comments.map(({ start }) => lineStartAt(text, start)));
  const first = Math.max(lineStartAt(text, instruction.span.start), floor);
  const indentation = text.slice(first, instruction.span.start);
  let line = first;
  while (line > floor && commentLines.has(lineStartAt(text, line - 1))) line = lineStartAt(text, line - 1);
  return {
    offset: Math.max(line, floor),
    before: indentation,
    after: newline,
    what: scope === 'block' ? 'stage' : 'instruction',
    covers: instruction.span.start,
  };
}

function isFrom({ text }: LogicalLine): boolean {
  return /^\s*from(?=\s|$)/i.test(text);
}
