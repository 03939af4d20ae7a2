import type { Span } from '../../text/span';
import type { ComposeValue } from './values';

/** A part of a scalar. */
export interface Part {
  /** After variables; null where one in it has no value. */
  readonly text: string | null;
  /** After those variables that have a value; the others as they are written. */
  readonly written: string;
  readonly span: Span;
}

/** Cuts a scalar after variables into parts; what is written of a variable without a value is never cut. */
export function scalarParts(value: ComposeValue, cut: (text: string) => readonly Span[]): Part[] | null {
  const hidden: string[] = [];
  const source = value.source((written) => {
    if (written.length < 2) return written;
    hidden.push(written);
    // As long as the variable, and without anything that means something to a format.
    return `$${HIDDEN.repeat(written.length - 1)}`;
  });
  if (!source) return null;
  return cut(source.text).map(({ start, end }) => {
    const raw = source.text.slice(start, end);
    let next = hidden.length > 0 ? variablesIn(source.text.slice(0, start)) : 0;
    const written = raw.replace(HIDDEN_VARIABLE, () => hidden[next++] ?? '');
    return { text: raw.includes(HIDDEN) ? null : raw, written, span: source.spanOf(start, end) };
  });
}

function variablesIn(text: string): number {
  return text.match(HIDDEN_VARIABLE)?.length ?? 0;
}

const HIDDEN = '\u0001';
const HIDDEN_VARIABLE = /\$\u0001+/g;
