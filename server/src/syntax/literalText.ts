import { interpolate } from './compose/interpolation';
import { UNKNOWN } from './secretValues';

/** What a text says by itself, whatever its variables are. */
export interface LiteralText {
  /** A variable stands as `UNKNOWN`, or as the default that is written for it. */
  readonly text: string;
  /** Whether a default is part of it: somebody may give another value. */
  readonly hasDefault: boolean;
}

/** Reads the text of a compose scalar, or of an ENV or ARG without its quotes, which name variables alike. */
export function literalText(written: string): LiteralText {
  if (!written.includes('$')) return { text: written, hasDefault: false };
  const template = { text: written, span: { start: 0, end: written.length }, verbatim: true };
  const { segments } = interpolate(template, () => undefined);
  return {
    text: segments.map(({ text, origin }) => (origin === 'unknown' ? UNKNOWN : text)).join(''),
    hasDefault: segments.some(({ origin }) => origin === 'default'),
  };
}
