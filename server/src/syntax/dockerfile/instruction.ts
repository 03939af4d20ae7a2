import type { Span } from '../../text/span';
import { readFlagWords, type FlagWord } from './flags';
import { sourceSpan, type LogicalLine } from './lines';
import { isSpace, isWordSpace, skipSpaces, trimmedEnd } from './space';

/** An instruction taken apart into its keyword, its flags, and the rest. */
export interface Instruction {
  /** In lower case. */
  readonly keyword: string;
  readonly flags: readonly Flag[];
  /** Where the arguments begin and end in `line.text`. */
  readonly start: number;
  readonly end: number;
  readonly line: LogicalLine;
}

/** `--name=value`; quotes and escapes are removed as BuildKit removes them. */
export interface Flag {
  readonly name: string;
  readonly value: string;
  /** False for `--name` without an equals sign. */
  readonly hasValue: boolean;
  /** Where the characters of `value` from `start` to `end` stand in the file. */
  readonly spanOf: (start: number, end: number) => Span;
}

/** A piece of a logical line. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function readInstruction(line: LogicalLine): Instruction {
  const { text } = line;
  const keywordStart = skipSpaces(text, 0, text.length);
  let keywordEnd = keywordStart;
  while (keywordEnd < text.length && !isWordSpace(text.charCodeAt(keywordEnd))) keywordEnd++;
  const keyword = text.slice(keywordStart, keywordEnd).toLowerCase();
  const { words, start } = readFlagWords(text, keywordEnd);
  const flags = words.length === 0 ? NO_FLAGS : words.map((word) => flag(line, word));
  return { keyword, flags, start, end: trimmedEnd(text, start, text.length), line };
}

/** The instruction that an ONBUILD holds, as one of its own. */
export function innerInstruction({ line, start }: Instruction): Instruction {
  const { span, heredocs } = line;
  const pieces = line.pieces
    .map((piece, index) => ({ piece, next: line.pieces[index + 1]?.logical ?? Infinity }))
    .filter(({ next }) => next > start)
    .map(({ piece }) => ({
      logical: Math.max(piece.logical, start) - start,
      source: piece.source + Math.max(start - piece.logical, 0),
    }));
  return readInstruction({ text: line.text.slice(start), pieces, span, heredocs });
}

/** The arguments split at white space, as FROM's are. */
export function splitAtSpace({ line: { text }, start, end }: Instruction): Word[] {
  const words: Word[] = [];
  let offset = start;
  while (offset < end) {
    const from = offset;
    while (offset < end && !isWordSpace(text.charCodeAt(offset))) offset++;
    if (offset > from) words.push({ text: text.slice(from, offset), start: from, end: offset });
    else offset++;
  }
  return words;
}

/**
 * The arguments split at white space outside quotes, with quotes and escapes kept, as ARG's and ENV's are. An escape
 * character that ends the line is no part of its word.
 */
export function splitWords({ line: { text }, start, end }: Instruction, escape: string): Word[] {
  const words: Word[] = [];
  const escapeCode = escape.charCodeAt(0);
  let offset = skipSpaces(text, start, end);
  while (offset < end) {
    const stop = wordEnd(text, offset, end, escapeCode);
    const isCut = stop > end;
    const last = isCut ? end - 1 : stop;
    if (last > offset) words.push({ text: text.slice(offset, last), start: offset, end: last });
    offset = skipSpaces(text, stop, end);
  }
  return words;
}

/** Where the word ends that begins at `start`; beyond `end` where it ends in an escape of nothing. */
function wordEnd(text: string, start: number, end: number, escape: number): number {
  let quote = 0;
  let offset = start;
  for (; offset < end; offset++) {
    const code = text.charCodeAt(offset);
    if (quote === 0 && isSpace(code)) return offset;
    if (code === escape && quote !== SINGLE_QUOTE) offset++;
    else if (quote !== 0) quote = code === quote ? 0 : quote;
    else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) quote = code;
  }
  return offset;
}

function flag(line: LogicalLine, { characters, start, offsets }: FlagWord): Flag {
  const equals = characters.indexOf('=');
  const name = characters.slice(2, equals < 0 ? undefined : equals);
  const value = equals < 0 ? '' : characters.slice(equals + 1);
  const first = characters.length - value.length;
  const offsetOf = (index: number) =>
    offsets ? (offsets[index] ?? (offsets.at(-1) ?? start) + 1) : start + index;
  const spanOf = (from: number, to: number) => {
    const begin = offsetOf(first + from);
    return sourceSpan(line, begin, to > from ? offsetOf(first + to - 1) + 1 : begin);
  };
  return { name, value, hasValue: equals >= 0, spanOf };
}

const NO_FLAGS: readonly Flag[] = [];
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
