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
  /** True when the document's text at `span` is exactly `text`: no escape, no fold, no alias. */
  readonly verbatim: boolean;
}

export function literalText(text: string, span: Span, verbatim: boolean): ExpandedText {
  return { text, segments: [{ text, origin: 'literal', span, verbatim }] };
}

/** A text that stands nowhere in this document. */
export function outsideText(text: string): ExpandedText {
  return { text, segments: [{ text, origin: 'environment', span: null, verbatim: false }] };
}
