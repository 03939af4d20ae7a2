import type { Span } from '../../text/span';
import type { ComposeValue } from './values';

/** `NAME: value` of a map, or `NAME=value` of a list; of `environment`, `labels`, `args` and their kin. */
export interface TextPair {
  readonly name: string;
  readonly nameSpan: Span;
  /** After variables; null where a variable has no value, or none is written. */
  readonly text: string | null;
  /** The value before variables, without quotes; null where none is written, so that it comes from outside. */
  readonly written: string | null;
  /** Where the value stands, without quotes; behind the name where there is none. */
  readonly valueSpan: Span;
  /** From the name to the end of the value. */
  readonly span: Span;
  /** The scalar that holds the value: the whole item in a list. */
  readonly value: ComposeValue;
  readonly form: 'map' | 'list';
}

export function readPairs(value: ComposeValue | null): TextPair[] {
  switch (value?.kind) {
    case 'map':
      return value.entries().map(({ key, keySpan, value: each }) => ({
        name: key,
        nameSpan: keySpan,
        text: each.text,
        written: each.kind === 'text' ? each.written : null,
        valueSpan: each.kind === 'nothing' ? { start: keySpan.end, end: keySpan.end } : each.span,
        // A merged entry stands elsewhere in the text.
        span: { start: Math.min(keySpan.start, each.span.start), end: Math.max(keySpan.end, each.span.end) },
        value: each,
        form: 'map',
      }));
    case 'list':
      return value.items().flatMap((item) => listPair(item) ?? []);
    case 'text':
    case 'nothing':
    case undefined:
      return [];
  }
}

function listPair(item: ComposeValue): TextPair | null {
  if (item.kind !== 'text') return null;
  const { written, span, text, isVerbatim } = item;
  const equals = written.indexOf('=');
  const at = (offset: number) => (isVerbatim ? span.start + offset : span.start);
  const common = { span, value: item, form: 'list' } as const;
  if (equals < 0) {
    const end = { start: span.end, end: span.end };
    return { ...common, name: written, nameSpan: span, text: null, written: null, valueSpan: end };
  }
  const name = written.slice(0, equals);
  return {
    ...common,
    name,
    nameSpan: isVerbatim ? { start: span.start, end: at(equals) } : span,
    text: text === null ? null : text.slice(text.indexOf('=') + 1),
    written: written.slice(equals + 1),
    valueSpan: isVerbatim ? { start: at(equals + 1), end: span.end } : span,
  };
}
