import { countUpTo } from '../../text/ascending';
import type { Span } from '../../text/span';
import type { ExpandedText, Segment } from '../expandedText';

/** A text after variables, piece by piece, with the way back to the template that it was made of. */
export interface InterpolatedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Where the template begins and ends, in the offsets of the pieces' own spans. */
  readonly template: Span;
}

export interface Piece {
  readonly segment: Segment;
  /** Where it begins in `text`. */
  readonly start: number;
}

/** `template` must be verbatim; a variable without a value stands as `unknown` makes it. */
export function interpolatedText(
  { segments }: ExpandedText,
  template: Span,
  unknown: (written: string) => string = (written) => written,
): InterpolatedText {
  let text = '';
  const pieces = segments.map((segment) => {
    const written = segment.origin === 'unknown' ? unknown(segment.text) : segment.text;
    const piece = { segment: { ...segment, text: written }, start: text.length };
    text += written;
    return piece;
  });
  return { text, pieces, template };
}

/** Where a span of the text stands in the template; around a variable it reaches to the text before and after it. */
export function templateSpan(interpolated: InterpolatedText, { start, end }: Span): Span {
  const from = startOf(interpolated, start);
  return { start: from, end: Math.max(end > start ? endOf(interpolated, end) : from, from) };
}

function startOf({ pieces, template }: InterpolatedText, offset: number): number {
  let index = pieceAt(pieces, offset);
  const piece = pieces[index];
  if (isLiteral(piece)) return piece.segment.span.start + offset - piece.start;
  while (index >= 0 && !isLiteral(pieces[index])) index--;
  return pieces[index]?.segment.span?.end ?? template.start;
}

function endOf({ pieces, template }: InterpolatedText, offset: number): number {
  let index = pieceAt(pieces, offset - 1);
  const piece = pieces[index];
  if (isLiteral(piece)) return piece.segment.span.start + offset - piece.start;
  while (index < pieces.length && !isLiteral(pieces[index])) index++;
  return pieces[index]?.segment.span?.start ?? template.end;
}

/** The offset in the template after the character before `offset`; null where that stands elsewhere, or otherwise. */
export function placeAfter({ pieces }: InterpolatedText, offset: number): number | null {
  const piece = pieces[pieceAt(pieces, offset - 1)];
  if (!piece?.segment.span || !piece.segment.verbatim || piece.segment.origin === 'unknown') return null;
  return piece.segment.span.start + offset - piece.start;
}

/** Whether a variable that is empty stands at an offset of the text. */
export function hasEmptyVariable({ pieces }: InterpolatedText, offset: number): boolean {
  for (let index = pieceAt(pieces, offset); pieces[index]?.start === offset; index--) {
    if (pieces[index]?.segment.text === '') return true;
  }
  return false;
}

/** The index of the piece that holds the character at `offset`. */
function pieceAt(pieces: readonly Piece[], offset: number): number {
  return Math.max(countUpTo(pieces, offset, ({ start }) => start) - 1, 0);
}

type LiteralPiece = Piece & { readonly segment: { readonly span: Span } };

function isLiteral(piece: Piece | undefined): piece is LiteralPiece {
  return piece?.segment.origin === 'literal' && piece.segment.span !== null;
}

/** The segments between two offsets of the text, cut to them. */
export function segmentsBetween({ pieces }: InterpolatedText, { start, end }: Span): Segment[] {
  return pieces
    .slice(pieceAt(pieces, start), pieceAt(pieces, end) + 1)
    .flatMap(({ segment, start: first }) => {
      const from = Math.max(start - first, 0);
      const to = Math.min(end - first, segment.text.length);
      if (to <= from) return [];
      const { span, verbatim } = segment;
      const cut = span && verbatim ? { start: span.start + from, end: span.start + to } : span;
      return [{ ...segment, text: segment.text.slice(from, to), span: cut }];
    });
}
