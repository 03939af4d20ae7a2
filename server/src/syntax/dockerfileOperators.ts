import type { Span } from '../text/span';
import type { ExpandedText } from './expandedText';

/** `${name<operator>word}`; a replacement has two words. */
export interface Operation {
  readonly operator: string;
  readonly value: ExpandedText | undefined;
  readonly words: readonly ExpandedText[];
}

/**
 * What the operators of the Dockerfile reference ("Environment replacement") make of a variable's value; undefined
 * where that leaves no value.
 */
export function expandOperator({ operator, value, words }: Operation, span: Span): ExpandedText | undefined {
  const [word = EMPTY, replacement = EMPTY] = words;
  const unset = value === undefined || (operator.startsWith(':') && value.text === '');
  switch (operator) {
    case '-':
    case ':-':
      return unset ? word : value;
    case '+':
    case ':+':
      return unset ? EMPTY : word;
    case '?':
    case ':?':
      return unset ? undefined : value;
    default:
      if (value?.text == null || word.text === null || replacement.text === null) return undefined;
      if (value.text.length > MAX_REWRITTEN_LENGTH) return undefined;
      return derived(rewrite(operator, value.text, word.text, replacement.text), span);
  }
}

/** A text that was computed: it stands nowhere as such. */
function derived(text: string, span: Span): ExpandedText {
  return { text, segments: [{ text, origin: 'argument', span, verbatim: false }] };
}

function rewrite(operator: string, value: string, pattern: string, replacement: string): string {
  const expression = patternToRegExp(pattern, operator.length > 1 || operator.startsWith('/'));
  switch (operator) {
    case '#':
    case '##':
      return value.replace(new RegExp(`^(?:${expression})`, 's'), '');
    case '%':
    case '%%':
      return trimSuffix(value, new RegExp(`^(?:${expression})$`, 's'), operator === '%%');
    default:
      return value.replace(new RegExp(expression, operator === '//' ? 'gs' : 's'), () => replacement);
  }
}

/** Removes the shortest or the longest end of `value` that the pattern matches whole. */
function trimSuffix(value: string, expression: RegExp, longest: boolean): string {
  const cuts = Array.from({ length: value.length + 1 }, (_, cut) => cut).filter((cut) =>
    expression.test(value.slice(cut)),
  );
  const cut = longest ? cuts[0] : cuts.at(-1);
  return cut === undefined ? value : value.slice(0, cut);
}

/** `*` is any text, `?` any character, and an escape takes the next character as it is. */
function patternToRegExp(pattern: string, greedy: boolean): string {
  return pattern.replace(/\\(.)|[*?]|[^*?\\]+|\\$/gs, (piece, escaped: string | undefined) => {
    if (escaped !== undefined) return quote(escaped);
    if (piece === '*') return greedy ? '.*' : '.*?';
    return piece === '?' ? '.' : quote(piece);
  });
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const EMPTY: ExpandedText = { text: '', segments: [] };
/** Longer than any reference, and short enough for patterns that backtrack. */
const MAX_REWRITTEN_LENGTH = 1024;
