import { textOf, type Edit, type Span } from '../../text/span';
import type { MappedText } from '../yaml/characters';
import { segmentsBetween, type InterpolatedText } from './interpolatedSpan';

/** A Dockerfile's text, the scalar that it was made of, and the file that holds that. */
export interface InlinePlace {
  readonly dockerfile: InterpolatedText;
  readonly scalar: MappedText;
  readonly source: string;
}

/**
 * The same change in the compose file; null where what is replaced, or what it is put beside, is written otherwise there
 * or comes from a variable, and where the scalar's style cannot hold the new text.
 */
export function inlineEdit({ span, newText }: Edit, place: InlinePlace): Edit | null {
  const { dockerfile, scalar, source } = place;
  const offsets = offsetsAround(span, place);
  if (!offsets) return null;
  const style = styleOf(scalar, source);
  // To compose two dollars are one.
  const written = newText.replaceAll('$', '$$$$');
  if (isWholeLines({ span, newText }, dockerfile.text))
    return style === 'literal' ? lineEdit(span, written, { ...place, offsets }) : null;
  const before = offsets.get(span.start - 1);
  const last = offsets.get(span.end - 1);
  // An escape before it ends elsewhere than behind its first character.
  if (before !== undefined && source[before] !== dockerfile.text[span.start - 1]) return null;
  const start = offsets.get(span.start) ?? (before === undefined ? undefined : before + 1);
  if (start === undefined) return null;
  const end = span.end > span.start && last !== undefined ? last + 1 : start;
  if (withoutIndentation(source.slice(start, end)) !== withoutIndentation(textOf(dockerfile.text, span)))
    return null;
  if (style === 'literal')
    return { span: { start, end }, newText: indented(written, indentationOf(place), source) };
  return FORBIDDEN[style].test(written) ? null : { span: { start, end }, newText: written };
}

type Style = 'literal' | 'double' | 'single' | 'other';

/** The offsets in the file of the characters of a span and of those beside it; null where any is written otherwise. */
function offsetsAround(
  { start, end }: Span,
  { dockerfile, scalar }: InlinePlace,
): ReadonlyMap<number, number> | null {
  const { text } = dockerfile;
  const isAtLineStart = start < text.length && (start === 0 || text[start - 1] === '\n');
  const from = end > start || isAtLineStart ? start : Math.max(start - 1, 0);
  const to = end > start ? end : from + 1;
  const [only, ...others] = segmentsBetween(dockerfile, { start: from, end: to });
  if (others.length > 0 || only?.origin !== 'literal' || !only.verbatim || !only.span) return null;
  const shift = only.span.start - from;
  const found = scalar.offsets.slice(from + shift, to + shift);
  return found.length === to - from ? new Map(found.map((offset, index) => [from + index, offset])) : null;
}

/** How the scalar is written, by what stands before its first character. */
function styleOf({ offsets }: MappedText, source: string): Style {
  const first = offsets[0] ?? 0;
  if (source[first - 1] === '"') return 'double';
  if (source[first - 1] === "'") return 'single';
  const before = source.slice(0, first).trimEnd();
  const header = before.slice(before.lastIndexOf('\n') + 1);
  const isBlock = source.slice(before.length, first).includes('\n') || source[first] === '\n';
  return isBlock && /[\s:]\|[-+0-9]*(?:\s+#.*)?$/.test(header) ? 'literal' : 'other';
}

function isWholeLines({ span, newText }: Edit, text: string): boolean {
  const isAtStart = span.start === 0 || text[span.start - 1] === '\n';
  const endsLine = span.end === span.start || text[span.end - 1] === '\n' || span.end === text.length;
  return isAtStart && endsLine && (newText === '' || newText.endsWith('\n'));
}

/** Lines with their indentation, which belongs to the scalar and not to its text. */
function lineEdit(
  span: Span,
  newText: string,
  place: InlinePlace & { readonly offsets: ReadonlyMap<number, number> },
): Edit | null {
  const { dockerfile, offsets, source } = place;
  const [first, last, before] = [span.start, span.end - 1, span.start - 1].map((at) => offsets.get(at));
  const lineOf = (offset: number) => source.lastIndexOf('\n', offset - 1) + 1;
  if (first === undefined && before === undefined) return null;
  const start = first === undefined ? nextLine(source, before ?? 0) : lineOf(first);
  if (start === source.length && !source.endsWith('\n')) return null;
  const end = span.end > span.start && last !== undefined ? nextLine(source, last) : start;
  const removed = withoutIndentation(source.slice(start, end)).trimEnd();
  if (removed !== withoutIndentation(textOf(dockerfile.text, span)).trimEnd()) return null;
  const indentation = indentationOf(place);
  return {
    span: { start, end },
    newText: newText === '' ? '' : indentation + indented(newText, indentation, source),
  };
}

function nextLine(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset);
  return newline < 0 ? source.length : newline + 1;
}

function withoutIndentation(text: string): string {
  return text.replaceAll(/\r?\n[ \t]*/g, '\n').replace(/^[ \t]+/, '');
}

function indented(text: string, indentation: string, source: string): string {
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  return text.replaceAll(/\n(?=.)/g, `\n${indentation}`).replaceAll('\n', newline);
}

/** What stands before the first line of a block that is not empty. */
function indentationOf({ scalar: { text, offsets }, source }: InlinePlace): string {
  const first = offsets[/[^\n]/.exec(text)?.index ?? 0] ?? 0;
  return source.slice(source.lastIndexOf('\n', first - 1) + 1, first);
}

/** What a scalar of a style would not hold as it is. */
const FORBIDDEN: Readonly<Record<Exclude<Style, 'literal'>, RegExp>> = {
  double: /["\\\n]/,
  single: /['\n]/,
  other: /\n| #|: |^[#&*!|>%@`"']/,
};
