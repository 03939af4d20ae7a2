/** A half-open range `[start, end)` of a text, in UTF-16 code units from its beginning. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of `span` by `newText`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

export function textOf(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

/**
 * The text after all edits, whose spans refer to the text before any of them.
 * Edits that overlap are a bug of the caller and throw a `RangeError`; insertions at one offset keep their order.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let done = 0;
  for (const edit of ordered) {
    if (edit.span.start < done) throw new RangeError('Edits overlap.');
    result += text.slice(done, edit.span.start) + edit.newText;
    done = edit.span.end;
  }
  return result + text.slice(done);
}
