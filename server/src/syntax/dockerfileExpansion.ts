import { sourceSpan, type LogicalLine } from './dockerfileLines';
import type { ExpandedText, Segment } from './expandedText';
import { expandOperator } from './dockerfileOperators';

/** The value of a variable: undefined when it has none. */
export type Lookup = (name: string) => ExpandedText | undefined;

/**
 * Replaces variables and removes quotes and escapes in the word from `start` to `end` of a line, remembering where
 * each piece is written. Source: BuildKit's frontend/dockerfile/shell (the lexer of FROM, ARG, ENV and others).
 */
export function expandWord(
  line: LogicalLine,
  { start, end }: { readonly start: number; readonly end: number },
  escape: string,
  lookup: Lookup,
): ExpandedText {
  const lexer: Lexer = {
    line,
    escape,
    lookup,
    end,
    offset: start,
    segments: [],
    failed: false,
    origin: 'literal',
    depth: 0,
  };
  readUntil(lexer, '');
  return textSoFar(lexer);
}

interface Lexer {
  readonly line: LogicalLine;
  readonly escape: string;
  readonly lookup: Lookup;
  readonly end: number;
  offset: number;
  segments: Segment[];
  /** True when a variable without a value, or a syntax error, leaves the word without a text. */
  failed: boolean;
  /** What characters taken as they stand are: the word itself, or the word of an operator. */
  origin: Segment['origin'];
  readonly depth: number;
}

/** Reads up to `stop`, which it leaves for the caller, or to the end of the word. */
function readUntil(lexer: Lexer, stop: string, rawEscapes = false): void {
  for (;;) {
    const character = next(lexer);
    if (character === '' || character === stop) return;
    if (character === "'") readSingleQuoted(lexer);
    else if (character === '"') readDoubleQuoted(lexer);
    else if (character === '$') readVariable(lexer);
    else if (character === lexer.escape) readEscape(lexer, rawEscapes);
    else take(lexer);
  }
}

function next({ line, offset, end }: Lexer): string {
  return offset < end ? (line.text[offset] ?? '') : '';
}

function readSingleQuoted(lexer: Lexer): void {
  lexer.offset++;
  while (!['', "'"].includes(next(lexer))) take(lexer);
  lexer.offset++;
}

function readDoubleQuoted(lexer: Lexer): void {
  lexer.offset++;
  while (!['', '"'].includes(next(lexer))) {
    if (next(lexer) === '$') {
      readVariable(lexer);
      continue;
    }
    const following = lexer.line.text[lexer.offset + 1] ?? '';
    if (next(lexer) === lexer.escape && ['"', '$', lexer.escape].includes(following)) lexer.offset++;
    take(lexer);
  }
  lexer.offset++;
}

function readEscape(lexer: Lexer, raw: boolean): void {
  if (raw) take(lexer);
  else lexer.offset++;
  if (next(lexer) !== '') take(lexer);
}

/** Takes one character as it stands. */
function take(lexer: Lexer): void {
  const { start } = sourceSpan(lexer.line, lexer.offset, lexer.offset + 1);
  const last = lexer.segments.at(-1);
  const text = next(lexer);
  lexer.offset++;
  const joins = last?.verbatim === true && last.origin === lexer.origin && last.span?.end === start;
  const span = { start: joins ? start - last.text.length : start, end: start + 1 };
  if (joins) lexer.segments.pop();
  lexer.segments.push({ text: joins ? last.text + text : text, origin: lexer.origin, span, verbatim: true });
}

function readVariable(lexer: Lexer): void {
  const from = lexer.offset;
  lexer.offset++;
  const braced = next(lexer) === '{';
  if (braced) lexer.offset++;
  const name = readName(lexer);
  if (!braced && name === '') {
    lexer.offset = from;
    take(lexer);
  } else if (!braced) {
    add(lexer, lexer.lookup(name), from);
  } else if (name === '' || next(lexer) === '') {
    fail(lexer, from);
  } else if (next(lexer) === '}') {
    lexer.offset++;
    add(lexer, lexer.lookup(name), from);
  } else {
    readOperation(lexer, name, from);
  }
}

/** `${name:-word}` and its kin: the operator, its words, and what they make of the value. */
function readOperation(lexer: Lexer, name: string, from: number): void {
  const operator = OPERATOR.exec(lexer.line.text.slice(lexer.offset, lexer.end))?.[0];
  if (operator === undefined || lexer.depth === MAX_DEPTH) {
    fail(lexer, from);
    return;
  }
  lexer.offset += operator.length;
  const replaces = operator.startsWith('/');
  const words = [readNested(lexer, replaces ? '/' : '}', RAW_ESCAPES.test(operator))];
  if (replaces && next(lexer) === '/') {
    lexer.offset++;
    words.push(readNested(lexer, '}', true));
  }
  if (next(lexer) !== '}') {
    fail(lexer, from);
    return;
  }
  lexer.offset++;
  const operation = { operator, value: lexer.lookup(name), words };
  add(lexer, expandOperator(operation, sourceSpan(lexer.line, from, lexer.offset)), from);
}

function readNested(lexer: Lexer, stop: string, rawEscapes: boolean): ExpandedText {
  const inner: Lexer = { ...lexer, segments: [], failed: false, origin: 'default', depth: lexer.depth + 1 };
  readUntil(inner, stop, rawEscapes);
  lexer.offset = inner.offset;
  return textSoFar(inner);
}

function readName(lexer: Lexer): string {
  const name = NAME.exec(lexer.line.text.slice(lexer.offset, lexer.end))?.[0] ?? '';
  lexer.offset += name.length;
  return name;
}

function add(lexer: Lexer, value: ExpandedText | undefined, from: number): void {
  if (!value || lexer.segments.length + value.segments.length > MAX_SEGMENTS) {
    fail(lexer, from);
    return;
  }
  lexer.segments.push(...value.segments);
  if (value.text === null) lexer.failed = true;
}

function fail(lexer: Lexer, from: number): void {
  lexer.failed = true;
  const span = sourceSpan(lexer.line, from, lexer.offset);
  const text = lexer.line.text.slice(from, lexer.offset);
  lexer.segments.push({ text, origin: 'unknown', span, verbatim: false });
}

function textSoFar({ failed, segments }: Lexer): ExpandedText {
  return { text: failed ? null : segments.map(({ text }) => text).join(''), segments };
}

const OPERATOR = /^(?::?[-+?]|##?|%%?|\/\/?)/;
const RAW_ESCAPES = /[#%/]/;
const NAME = /^(?:\d+|[@*#?\-$!]|[A-Za-z_][A-Za-z0-9_]*)/;
/** Variables that hold each other twice double at each step; no reference is made of so many pieces. */
const MAX_SEGMENTS = 100;
/** Operators inside the words of operators; nobody writes more than a few. */
const MAX_DEPTH = 20;
