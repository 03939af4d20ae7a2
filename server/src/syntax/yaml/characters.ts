import { isScalar, Scalar } from 'yaml';
import type { Node } from 'yaml';
import { spanOf } from './nodes';

/** A scalar's text, and where each of its characters is written; of an escape and of a fold, where that begins. */
export interface MappedText {
  readonly text: string;
  readonly offsets: readonly number[];
  /** Where the last character's own text ends. */
  readonly end: number;
}

/**
 * The text of a scalar in any style, character by character; null for what is no string, or is not read as it stands.
 * Source: YAML 1.2.2, chapters 7 and 8.
 */
export function charactersOf(node: Node | null | undefined, source: string): MappedText | null {
  if (!isScalar(node) || typeof node.value !== 'string') return null;
  const { value: text } = node;
  const offsets = offsetsOf(node, text, source);
  if (offsets?.length !== text.length) return null;
  const last = offsets.at(-1);
  const isQuoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  const end = isQuoted ? spanOf(node).end - 1 : (last ?? spanOf(node).start - 1) + 1;
  return { text, offsets, end };
}

function offsetsOf(node: Scalar, value: string, source: string): number[] | null {
  const { start, end } = spanOf(node);
  switch (node.type) {
    case Scalar.BLOCK_LITERAL:
      return literalOffsets(value, source, source.indexOf('\n', start) + 1);
    case Scalar.BLOCK_FOLDED:
      return flowOffsets({ value, source, offset: source.indexOf('\n', start) + 1, end, folded: true });
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE:
      return flowOffsets({ value, source, offset: start + 1, end: end - 1, quote: node.type });
    default:
      return flowOffsets({ value, source, offset: start, end });
  }
}

/** Each line is the end of its line in the file, after the indentation. */
function literalOffsets(value: string, source: string, start: number): number[] {
  const offsets: number[] = [];
  let line = start;
  for (const text of value.split('\n')) {
    const newline = source.indexOf('\n', line);
    let end = newline < 0 ? source.length : newline;
    if (source[end - 1] === '\r' && !text.endsWith('\r')) end--;
    for (let index = 0; index < text.length; index++) offsets.push(end - text.length + index);
    offsets.push(end);
    line = newline < 0 ? source.length : newline + 1;
  }
  // The last line has no line break of its own.
  offsets.pop();
  return offsets;
}

interface Alignment {
  readonly value: string;
  readonly source: string;
  /** Where the text begins and ends in the file. */
  readonly offset: number;
  readonly end: number;
  readonly quote?: typeof Scalar.QUOTE_DOUBLE | typeof Scalar.QUOTE_SINGLE;
  readonly folded?: boolean;
}

/** Aligns a value with its source: what is no space stands there in its order, and breaks between lines are folded. */
function flowOffsets({ value, source, offset, end, quote, folded = false }: Alignment): number[] | null {
  const offsets: number[] = [];
  let at = offset;
  const take = (text: string, length: number): boolean => {
    if (!value.startsWith(text, offsets.length)) return false;
    for (let index = 0; index < text.length; index++) offsets.push(text.length === length ? at + index : at);
    at += length;
    return true;
  };
  while (at < end && offsets.length < value.length) {
    const character = source[at] ?? '';
    let taken: boolean;
    if (quote === Scalar.QUOTE_DOUBLE && character === '\\') {
      const [written, text] = escapeAt(source, at);
      taken = take(text, written);
    } else if (quote === Scalar.QUOTE_SINGLE && character === "'") {
      taken = take("'", 2);
    } else if (/\s/.test(character)) {
      const written = SPACES.exec(source.slice(at, end))?.[0] ?? '';
      const text = folded ? spacesAt(value, offsets.length) : unfolded(written);
      taken = take(text, written.length);
    } else {
      taken = take(character, 1);
    }
    if (!taken) return null;
  }
  return offsets;
}

/** The length of an escape in double quotes, and the text that it stands for. */
function escapeAt(source: string, offset: number): [number, string] {
  const code = /^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/.exec(
    source.slice(offset, offset + 10),
  );
  if (code) return [code[0].length, characterOf(Number.parseInt(code[0].slice(2), 16))];
  const folded = /^\\[ \t]*\r?\n[ \t]*/.exec(source.slice(offset, offset + MAX_INDENTATION));
  if (folded) return [folded[0].length, ''];
  const character = source[offset + 1] ?? '';
  return [2, ESCAPES.get(character) ?? character];
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** A line break between two lines is a space; each further one is kept. */
function unfolded(spaces: string): string {
  const breaks = spaces.split('\n').length - 1;
  if (breaks === 0) return spaces;
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
}

function spacesAt(value: string, offset: number): string {
  return SPACES.exec(value.slice(offset))?.[0] ?? '';
}

const SPACES = /^\s*/;
const MAX_INDENTATION = 1000;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['e', '\x1b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);
