import type { Span } from '../../text/span';
import { templateSpan, interpolatedText, type InterpolatedText } from './interpolatedSpan';
import { interpolate, type Variables } from './interpolation';
import type { SourceText } from '../shell/text';
import type { MappedText } from '../yaml/characters';

/** A scalar's text after variables, and where its characters stand in the file. */
export interface ScalarSource extends SourceText {
  /** False where a variable in it has no value, which `unknown` then stands for. */
  readonly isKnown: boolean;
  readonly interpolated: InterpolatedText;
}

/** Reads a scalar character by character; a variable without a value becomes what `unknown` makes of it. */
export function scalarSource(
  scalar: MappedText,
  source: string,
  variables: Variables,
  unknown: (written: string) => string = (written) => written,
): ScalarSource {
  const whole = { start: 0, end: scalar.text.length };
  const expanded = interpolate({ text: scalar.text, span: whole, verbatim: true }, variables);
  const interpolated = interpolatedText(expanded, whole, unknown);
  return {
    text: interpolated.text,
    isKnown: expanded.text !== null,
    interpolated,
    spanOf: (start, end) => mappedSpan(scalar, source, templateSpan(interpolated, { start, end })),
  };
}

/** Where the characters of a scalar's text stand in the file. */
export function mappedSpan(scalar: MappedText, source: string, { start, end }: Span): Span {
  const from = scalar.offsets[start] ?? scalar.end;
  return { start: from, end: end > start ? endOf(scalar, source, end) : from };
}

/** Where the character before `index` ends: an escape and a fold reach to the next one. */
function endOf({ text, offsets, end }: MappedText, source: string, index: number): number {
  const last = offsets[index - 1] ?? end;
  if (source[last] === text[index - 1]) return last + 1;
  return offsets.slice(index, index + 2).find((next) => next > last) ?? end;
}
