import type { Span } from '../../text/span';
import type { ExpandedText } from '../expandedText';
import { findPattern, parsePattern, matchEnd, reversedPattern, type Pattern } from './patterns';

/** `${name<operator>word}`; a replacement has two words. */
export interface Operation {
  readonly operator: string;
  readonly value: ExpandedText | undefined;
  readonly words: readonly ExpandedText[];
  /** What a variable without a value is to an operator that rewrites it. */
  readonly unset: 'empty' | 'unknown';
}

/**
 * What the operators of the Dockerfile reference ("Environment replacement") make of a variable's value; undefined
 * where that leaves no value.
 */
export function expandOperator(
  { operator, value, words, unset }: Operation,
  span: Span,
): ExpandedText | undefined {
  const [word = EMPTY, replacement = EMPTY] = words;
  const hasColon = operator.startsWith(':');
  const isUnset = value === undefined || (hasColon && value.text === '');
  switch (operator) {
    case '-':
    case ':-':
      return isUnset ? word : value;
    case '+':
      return isUnset ? EMPTY : word;
    case ':+':
      if (value?.text === null) return value;
      return isUnset ? EMPTY : word;
    case '?':
    case ':?':
      return isUnset ? undefined : value;
    default:
      return rewritten(operator, [value ?? (unset === 'empty' ? EMPTY : undefined), word, replacement], span);
  }
}

function rewritten(
  operator: string,
  [value, word, replacement]: readonly (ExpandedText | undefined)[],
  span: Span,
): ExpandedText | undefined {
  if (value?.text == null || word?.text == null || replacement?.text == null) return undefined;
  const pattern = parsePattern(word.text);
  if (!pattern || value.text.length > MAX_REWRITTEN || word.text.length > MAX_PATTERN) return undefined;
  const text = rewrite(operator, value.text, pattern, replacement.text);
  const madeOf = [value, word, replacement].flatMap(({ segments }) => segments);
  return { text, segments: [{ text, origin: 'argument', span, verbatim: false, madeOf }] };
}

function rewrite(operator: string, value: string, pattern: Pattern, replacement: string): string {
  const longest = operator.length > 1;
  switch (operator) {
    case '#':
    case '##':
      return value.slice(matchEnd(pattern, value, 0, longest) ?? 0);
    case '%':
    case '%%': {
      const cut = matchEnd(reversedPattern(pattern), reversedText(value), 0, longest) ?? 0;
      return value.slice(0, value.length - cut);
    }
    default:
      return replace(value, pattern, replacement, longest);
  }
}

function reversedText(text: string): string {
  return Array.from({ length: text.length }, (_, index) => text[text.length - 1 - index]).join('');
}

/** Replaces the first match of a pattern, or all of them. */
function replace(value: string, pattern: Pattern, replacement: string, all: boolean): string {
  let result = '';
  let offset = 0;
  for (const { start, end } of findPattern(pattern, value, all)) {
    result += value.slice(offset, start) + replacement;
    offset = end;
  }
  return result + value.slice(offset);
}

const EMPTY: ExpandedText = { text: '', segments: [] };
/** Longer than any reference. */
const MAX_REWRITTEN = 256;
/** Longer than any pattern for one. */
const MAX_PATTERN = 32;
