import type { Span } from '../text/span';

/**
 * A text after variables were replaced, with where each piece came from, so that a finding and a fix land on what a
 * person can edit.
 */
export interface ExpandedText {
  /** The whole text; null when a variable in it has no value. */
  readonly text: string | null;
  /** In order; their texts joined are `text` where that is not null. */
  readonly segments: readonly Segment[];
}

/** One piece of an expanded text. */
export interface Segment {
  readonly text: string;
  readonly origin: 'literal' | 'default' | 'argument' | 'environment' | 'unknown';
  /** Where the piece is written in this document; null when it comes from outside it. */
  readonly span: Span | null;
  /** Where it is written in another file, such as `.env`. */
  readonly elsewhere?: FilePlace;
  /** True when the text at its place is exactly `text`: no escape, no fold, no alias. */
  readonly verbatim: boolean;
  /** The pieces that an operator made this one of, such as those of `B` in `${B%-slim}`; absent for any other. */
  readonly madeOf?: readonly Segment[];
}

/** A place in another file, by its absolute path. */
export interface FilePlace {
  readonly file: string;
  readonly span: Span;
}

/** A text before its variables are replaced, and where it stands. */
export interface Template {
  readonly text: string;
  /** Where the whole text stands. */
  readonly span: Span;
  /** False where what is written differs from the text. */
  readonly verbatim: boolean;
}

export function literalText(text: string, span: Span, verbatim: boolean): ExpandedText {
  return { text, segments: [{ text, origin: 'literal', span, verbatim }] };
}

/** A text that stands nowhere in this document. */
export function outsideText(text: string): ExpandedText {
  return { text, segments: [{ text, origin: 'environment', span: null, verbatim: false }] };
}

/** A text of `file` as another document sees it. */
export function textOfFile(file: string, { text, segments }: ExpandedText): ExpandedText {
  return {
    text,
    segments: segments.map((segment) => ({
      ...segment,
      origin: segment.origin === 'unknown' ? 'unknown' : 'environment',
      span: null,
      ...(segment.span && { elsewhere: { file, span: segment.span } }),
    })),
  };
}

/** A variable that is empty, which still has its place among the pieces of a text. */
export const EMPTY_TEXT: ExpandedText = {
  text: '',
  segments: [{ text: '', origin: 'environment', span: null, verbatim: false }],
};
