import { textOf, type Edit } from '../text/span';
import { lineEndAt, lineStartAt } from '../text/lines';
import type { Suppression } from './suppression';

/**
 * Takes single ids of a comment away; null where the comment is not written as it is read. Up to the last id that stays,
 * one goes with the comma after it, behind that with the one before, so that all can go at once.
 */
export function idRemoval(
  text: string,
  { ids, rules }: Suppression,
  stays: (index: number) => boolean,
): (index: number) => Edit[] | null {
  if (!ids.every((span, at) => textOf(text, span) === rules[at])) return () => null;
  const lastStaying = ids.findLastIndex((_, at) => stays(at));
  return (index) => {
    const id = ids[index];
    if (!id) return null;
    const span =
      index < lastStaying
        ? { start: id.start, end: ids[index + 1]?.start ?? id.end }
        : { start: ids[index - 1]?.end ?? id.start, end: id.end };
    return [{ span, newText: '' }];
  };
}

/** Takes a whole comment away, with its line where it is alone there; null where that could change something else. */
export function withoutComment(text: string, { comment, inline }: Suppression): Edit[] | null {
  const start = lineStartAt(text, comment.start);
  const end = lineEndAt(text, comment.end);
  const before = text.slice(start, comment.start);
  if (text.slice(comment.end, end).trim() !== '' || !MARKER.test(textOf(text, comment))) return null;
  if (before.trim() !== '' && before !== '\uFEFF') {
    // What ends a line of a quoted Dockerfile is more than its comment.
    if (inline === true) return null;
    return [{ span: { start: start + before.trimEnd().length, end: comment.end }, newText: '' }];
  }
  const next = Math.min(end + 1, text.length);
  // Without a comment before it, a line like this would become a directive.
  if (DIRECTIVE.test(text.slice(next, lineEndAt(text, next)))) return null;
  const from = before === '\uFEFF' ? comment.start : start;
  return [{ span: { start: from, end: next }, newText: '' }];
}

const MARKER = /^#\s*immutable-infra-ignore/;
const DIRECTIVE = /^\s*#\s*(?:syntax|escape|check)\s*=/i;
