import { sourceSpan, stretchEnd, type LogicalLine } from './lines';
import { EMPTY_TEXT, type ExpandedText, type Segment } from '../expandedText';
import { expandOperator } from './operators';

/** The value of a variable: undefined when it has none. */
export type Lookup = (name: string) => ExpandedText | undefined;

/** What a word is expanded with. */
export interface Scope {
  /** The escape character of the file. */
  readonly escape: string;
  readonly lookup: Lookup;
  /**
   * What a variable without a value makes of a word: to BuildKit it is empty, but an ARG that FROM uses is meant to be
   * given, so that the text is not known.
   */
  readonly unset: 'empty' | 'unknown';
}

/**
 * Replaces variables and removes quotes and escapes in the word from `start` to `end` of a line, remembering where
 * each piece is written. Source: BuildKit's frontend/dockerfile/shell (the lexer of FROM, ARG, ENV and others).
 */
export function expandWord(
  line: LogicalLine,
  { start, end }: { readonly start: number; readonly end: number },
  scope: Scope,
): ExpandedText {
  const lexer: Lexer = { line, scope, end, offset: start, depth: 0, origin: 'literal', ...nothingRead() };
  readUntil(lexer, NO_STOP);
  return textSoFar(lexer);
}

interface Lexer {
  readonly line: LogicalLine;
  readonly scope: Scope;
  readonly end: number;
  readonly depth: number;
  /** What characters taken as they stand are: the word itself, or the word of an operator. */
  readonly origin: Segment['origin'];
  offset: number;
  segments: Segment[];
  /** How long the text is that variables put in. */
  length: number;
  /** True when a variable without a value, or a syntax error, leaves the word without a text. */
  failed: boolean;
}

function nothingRead(): Pick<Lexer, 'segments' | 'length' | 'failed'> {
  return { segments: [], length: 0, failed: false };
}

/** Reads up to `stop`, which it leaves for the caller, or to the end of the word. */
function readUntil(lexer: Lexer, stop: number, rawEscapes = false): void {
  const { text } = lexer.line;
  const escape = lexer.scope.escape.charCodeAt(0);
  let from = lexer.offset;
  while (lexer.offset < lexer.end) {
    const code = text.charCodeAt(lexer.offset);
    if (code === stop) break;
    if (code !== SINGLE_QUOTE && code !== DOUBLE_QUOTE && code !== DOLLAR && code !== escape) {
      lexer.offset++;
      continue;
    }
    take(lexer, from);
    if (code === SINGLE_QUOTE) readSingleQuoted(lexer);
    else if (code === DOUBLE_QUOTE) readDoubleQuoted(lexer, escape);
    else if (code === DOLLAR) readVariable(lexer);
    else readEscape(lexer, rawEscapes);
    from = lexer.offset;
  }
  take(lexer, from);
}

function readSingleQuoted(lexer: Lexer): void {
  const from = lexer.offset++;
  const closing = lexer.line.text.indexOf("'", lexer.offset);
  const isClosed = closing >= 0 && closing < lexer.end;
  lexer.offset = isClosed ? closing : lexer.end;
  take(lexer, from + 1);
  if (isClosed) lexer.offset++;
  else lexer.failed = true;
}

function readDoubleQuoted(lexer: Lexer, escape: number): void {
  const { text } = lexer.line;
  let from = ++lexer.offset;
  while (lexer.offset < lexer.end) {
    const code = text.charCodeAt(lexer.offset);
    if (code !== DOUBLE_QUOTE && code !== DOLLAR && code !== escape) {
      lexer.offset++;
      continue;
    }
    take(lexer, from);
    from = lexer.offset;
    if (code === DOUBLE_QUOTE) {
      lexer.offset++;
      return;
    }
    if (code === DOLLAR) {
      readVariable(lexer);
      from = lexer.offset;
    } else {
      const following = text.charCodeAt(lexer.offset + 1);
      const escapes = following === DOUBLE_QUOTE || following === DOLLAR || following === escape;
      if (escapes) from++;
      lexer.offset += escapes ? 2 : 1;
    }
  }
  lexer.offset = Math.min(lexer.offset, lexer.end);
  take(lexer, from);
  lexer.failed = true;
}

function readEscape(lexer: Lexer, raw: boolean): void {
  const from = lexer.offset;
  lexer.offset = Math.min(from + 2, lexer.end);
  if (raw || lexer.offset > from + 1) take(lexer, raw ? from : from + 1);
}

/** Takes the characters since `from` as they stand. */
function take(lexer: Lexer, from: number): void {
  const { line, origin, segments, offset: end } = lexer;
  let start = from;
  while (start < end) {
    const stop = stretchEnd(line, start, end);
    const span = sourceSpan(line, start, stop);
    const text = line.text.slice(start, stop);
    const last = segments.at(-1);
    if (last?.verbatim === true && last.origin === origin && last.span?.end === span.start) {
      segments.pop();
      segments.push({ ...last, text: last.text + text, span: { start: last.span.start, end: span.end } });
    } else {
      segments.push({ text, origin, span, verbatim: true });
    }
    start = stop;
  }
}

function readVariable(lexer: Lexer): void {
  const { text } = lexer.line;
  const from = lexer.offset++;
  const isBraced = text.charCodeAt(lexer.offset) === OPENING_BRACE && lexer.offset < lexer.end;
  if (isBraced) lexer.offset++;
  const name = match(lexer, NAME);
  if (!isBraced && name === '') {
    take(lexer, from);
  } else if (!isBraced) {
    add(lexer, valueOf(lexer, name), from);
  } else if (name === '' || lexer.offset >= lexer.end) {
    fail(lexer, from);
  } else if (text.charCodeAt(lexer.offset) === CLOSING_BRACE) {
    lexer.offset++;
    add(lexer, valueOf(lexer, name), from);
  } else {
    readOperation(lexer, name, from);
  }
}

/** `${name:-word}` and its kin: the operator, its words, and what they make of the value. */
function readOperation(lexer: Lexer, name: string, from: number): void {
  const operator = match(lexer, OPERATOR);
  if (operator === '' || lexer.depth === MAX_DEPTH) {
    fail(lexer, from);
    return;
  }
  const replaces = operator.startsWith('/');
  const words = [readNested(lexer, replaces ? SLASH : CLOSING_BRACE, RAW_ESCAPES.test(operator))];
  if (replaces && nextIs(lexer, SLASH)) {
    lexer.offset++;
    words.push(readNested(lexer, CLOSING_BRACE, true));
  }
  if (!nextIs(lexer, CLOSING_BRACE) || (replaces && words.length < 2)) {
    fail(lexer, from);
    return;
  }
  lexer.offset++;
  const { lookup, unset } = lexer.scope;
  const operation = { operator, value: lookup(name), words, unset };
  add(lexer, expandOperator(operation, sourceSpan(lexer.line, from, lexer.offset)), from);
}

function readNested(lexer: Lexer, stop: number, rawEscapes: boolean): ExpandedText {
  const inner: Lexer = { ...lexer, ...nothingRead(), origin: 'default', depth: lexer.depth + 1 };
  readUntil(inner, stop, rawEscapes);
  lexer.offset = inner.offset;
  return textSoFar(inner);
}

function nextIs({ line, offset, end }: Lexer, code: number): boolean {
  return offset < end && line.text.charCodeAt(offset) === code;
}

/** The text at the offset that a sticky expression matches, and goes past it. */
function match(lexer: Lexer, expression: RegExp): string {
  expression.lastIndex = lexer.offset;
  const found = expression.exec(lexer.line.text)?.[0] ?? '';
  const text = found.slice(0, lexer.end - lexer.offset);
  lexer.offset += text.length;
  return text;
}

function valueOf({ scope }: Lexer, name: string): ExpandedText | undefined {
  return scope.lookup(name) ?? (scope.unset === 'empty' ? EMPTY_TEXT : undefined);
}

function add(lexer: Lexer, value: ExpandedText | undefined, from: number): void {
  if (!value || lexer.segments.length + value.segments.length > MAX_SEGMENTS) {
    fail(lexer, from);
    return;
  }
  lexer.length += value.text?.length ?? 0;
  if (lexer.length > MAX_LENGTH) {
    fail(lexer, from);
    return;
  }
  lexer.segments.push(...(value.text === '' ? EMPTY_TEXT : value).segments);
  if (value.text === null) lexer.failed = true;
}

function fail(lexer: Lexer, from: number): void {
  lexer.failed = true;
  const span = sourceSpan(lexer.line, from, lexer.offset);
  const text = lexer.line.text.slice(from, lexer.offset);
  lexer.segments.push({ text, origin: 'unknown', span, verbatim: false });
}

function textSoFar({ failed, segments }: Lexer): ExpandedText {
  if (failed) return { text: null, segments };
  const [first = NO_TEXT] = segments;
  return { text: segments.length <= 1 ? first.text : segments.map(({ text }) => text).join(''), segments };
}

const NO_TEXT = { text: '' };
/** No character: the word is read to its end. */
const NO_STOP = -1;
const SINGLE_QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const DOLLAR = 0x24;
const SLASH = 0x2f;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPERATOR = /:?[-+?]|##?|%%?|\/\/?/y;
const RAW_ESCAPES = /[#%/]/;
const NAME = /\d+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;
/** Variables that hold each other twice double at each step; no reference is made of so many pieces. */
const MAX_SEGMENTS = 40;
/** Nor is one so long. */
const MAX_LENGTH = 4096;
/** Operators inside the words of operators; nobody writes more than a few. */
const MAX_DEPTH = 20;
