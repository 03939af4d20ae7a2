import { countUpTo } from '../../text/ascending';
import type { Span } from '../../text/span';
import { foreignWaivers, mayWaive } from '../foreignWaivers';
import { parseSuppressionComment, type Suppression, type SuppressionKind } from '../suppression';
import { lineEndAt } from '../../text/lines';
import { blockEnds, readYamlLines, type YamlLine } from './yamlLines';

/**
 * The comments of a YAML file that waive something. At the end of a line one waives what the line shows, on a line of
 * its own what the next line with content shows, with all that its scalars and flow collections reach to; one for a
 * block also what is nested deeper below.
 */
export function composeSuppressions(text: string): Suppression[] {
  if (!mayWaive(text)) return [];
  const { comments, lines } = readYamlLines(text);
  const ends = blockEnds(lines);
  const innerScopeOf = innerScopes(text);
  const scopeOf = (kind: SuppressionKind, comment: Span): Span => {
    if (kind === 'file') return { start: 0, end: text.length };
    const index = lineOf(lines, comment);
    const line = lines[index];
    if (!line) return { start: text.length, end: text.length };
    // Inside of a flow collection a comment is for its own line.
    const within = comment.start > line.start && lineEndAt(text, line.start) < comment.start;
    if (within) return innerScopeOf(comment);
    return { start: line.start, end: kind === 'block' ? (ends[index] ?? line.end) : line.end };
  };
  const first = lines.find(({ start }) => !text.startsWith('---', start))?.start ?? text.length;
  return comments.flatMap((comment, index) => {
    const own = parseSuppressionComment(text.slice(comment.start, comment.end), comment.start);
    const place = {
      document: 'compose',
      atTop: comment.start < first,
      isFirst: index === 0 && comment.start < first,
    } as const;
    const waivers = own ? [own] : foreignWaivers(text, comment, place);
    return waivers.map((waiver) => ({ ...waiver, scope: scopeOf(waiver.kind, comment) }));
  });
}

/** The index of the line that a comment ends or stands within, else of the next one. */
function lineOf(lines: readonly YamlLine[], { start }: Span): number {
  const next = countUpTo(lines, start, (line) => line.start);
  const before = lines[next - 1];
  return before && start < before.end ? next - 1 : next;
}

/**
 * Of comments in a flow collection over several lines: their line, or the next with content where they stand alone. Of
 * comments one under the other, the line below is looked for once.
 */
function innerScopes(text: string): (comment: Span) => Span {
  let content = -1;
  return ({ start, end }) => {
    const line = text.lastIndexOf('\n', start) + 1;
    if (text.slice(line, start).trim() !== '') return { start: line, end: lineEndAt(text, start) };
    if (content < end) content = nextContent(text, lineEndAt(text, end) + 1);
    return { start: content, end: lineEndAt(text, content) };
  };
}

/** The beginning of the first line from `start` on that is neither blank nor a comment. */
function nextContent(text: string, start: number): number {
  let line = start;
  while (line < text.length && /^\s*(?:#|$)/.test(text.slice(line, lineEndAt(text, line)))) {
    line = lineEndAt(text, line) + 1;
  }
  return Math.min(line, text.length);
}
