import { EMPTY_TEXT, literalText, type ExpandedText, type Segment, type Template } from '../expandedText';

/** The value of a variable: undefined when it has none. */
export type Variables = (name: string) => ExpandedText | undefined;

/**
 * Replaces variables as compose does: `$V`, `${V}`, the operators `:-` `-` `:?` `?` `:+` `+` with nesting, and `$$`.
 * A variable without a value leaves the text without one, where compose would warn and take an empty string.
 * Source: compose specification, "Interpolation".
 */
export function interpolate(template: Template, variables: Variables): ExpandedText {
  const { text, span, verbatim } = template;
  if (text !== '' && !text.includes('$')) return literalText(text, span, verbatim);
  const state: State = { template, variables, offset: 0, depth: 0 };
  return readUntil(state, '', 'literal');
}

interface State {
  readonly template: Template;
  readonly variables: Variables;
  offset: number;
  depth: number;
}

/** Reads up to `stop`, which it leaves for the caller, or to the end. */
function readUntil(state: State, stop: string, origin: Segment['origin']): ExpandedText {
  const { text } = state.template;
  const pieces: ExpandedText[] = [];
  let plain = state.offset;
  const flush = (end: number) => {
    if (end > plain) pieces.push(written(state.template, plain, end, origin));
  };
  while (state.offset < text.length && text[state.offset] !== stop) {
    if (text[state.offset] !== '$') {
      state.offset++;
      continue;
    }
    flush(state.offset);
    pieces.push(readDollar(state, origin));
    plain = state.offset;
  }
  flush(state.offset);
  return joined(pieces);
}

/** `$$`, a variable, or a dollar that means nothing. */
function readDollar(state: State, origin: Segment['origin']): ExpandedText {
  const { template, variables, offset: from } = state;
  const rest = template.text.slice(from + 1);
  if (rest.startsWith('$')) {
    state.offset += 2;
    const dollar = written(template, from + 1, from + 2, origin);
    return { text: '$', segments: dollar.segments.map((segment) => ({ ...segment, verbatim: false })) };
  }
  const name = NAME.exec(rest)?.[0];
  if (name !== undefined) {
    state.offset += 1 + name.length;
    return variables(name) ?? unknown(state, from);
  }
  const braced = BRACED.exec(rest);
  if (!braced || state.depth === MAX_DEPTH) {
    state.offset++;
    return unknown(state, from);
  }
  state.offset += 1 + braced[0].length;
  return readBraced(state, { name: braced[1] ?? '', operator: braced[2] ?? '', from });
}

/** What follows `${NAME` and its operator, up to the closing brace. */
function readBraced(
  state: State,
  { name, operator, from }: { readonly name: string; readonly operator: string; readonly from: number },
): ExpandedText {
  state.depth++;
  const word = readUntil(state, '}', 'default');
  state.depth--;
  if (state.template.text[state.offset] !== '}') return unknown(state, from);
  state.offset++;
  const known = state.variables(name);
  const unset = known === undefined || (operator.startsWith(':') && known.text === '');
  switch (operator.at(-1)) {
    case '-':
      return unset ? notNothing(word) : known;
    case '+':
      return unset ? EMPTY_TEXT : notNothing(word);
    default:
      return (operator === '' && word.text !== '') || unset ? unknown(state, from) : known;
  }
}

/** What an operator leaves of a variable. */
function notNothing(word: ExpandedText): ExpandedText {
  return word.segments.length === 0 ? EMPTY_TEXT : word;
}

function written(template: Template, start: number, end: number, origin: Segment['origin']): ExpandedText {
  const { verbatim, span } = template;
  const at = verbatim ? { start: span.start + start, end: span.start + end } : span;
  const text = template.text.slice(start, end);
  return { text, segments: [{ text, origin, span: at, verbatim }] };
}

function unknown({ template, offset }: State, from: number): ExpandedText {
  return { text: null, segments: written(template, from, offset, 'unknown').segments };
}

function joined(pieces: readonly ExpandedText[]): ExpandedText {
  const failed = pieces.some(({ text }) => text === null);
  return {
    text: failed ? null : pieces.map(({ text }) => text).join(''),
    segments: pieces.flatMap(({ segments }) => segments),
  };
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const BRACED = /^\{([A-Za-z_][A-Za-z0-9_]*)(:?[-+?])?/;
/** Nobody nests more defaults than a few. */
const MAX_DEPTH = 20;
