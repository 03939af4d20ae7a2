import type { Span } from '../text/span';
import { sourceSpan, type LogicalLine } from './dockerfileLines';

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
  const keyword = /^[^\t\v\f\r ]*/.exec(line.text)?.[0] ?? '';
  const { flags, start } = readFlags(line, keyword.length);
  const end = start + line.text.slice(start).trimEnd().length;
  return { keyword: keyword.toLowerCase(), flags, start, end, line };
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
export function splitAtSpace({ line, start, end }: Instruction): Word[] {
  return [...line.text.slice(start, end).matchAll(/[^\t\v\f\r ]+/g)].map((match) => ({
    text: match[0],
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** The arguments split at white space outside quotes, with quotes and escapes kept, as ARG's and ENV's are. */
export function splitWords({ line, start, end }: Instruction, escape: string): Word[] {
  const words: Word[] = [];
  const { text } = line;
  let wordStart = -1;
  let quote = '';
  for (let offset = start; offset < end; offset++) {
    const character = text[offset] ?? '';
    if (quote === '' && isSpace(character)) {
      if (wordStart >= 0) words.push(word(text, wordStart, offset));
      wordStart = -1;
      continue;
    }
    if (wordStart < 0) wordStart = offset;
    if (character === escape && quote !== "'") offset++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  if (wordStart >= 0) words.push(word(text, wordStart, end));
  return words;
}

function word(text: string, start: number, end: number): Word {
  return { text: text.slice(start, end), start, end };
}

/** Source: BuildKit's extractBuilderFlags; flags stand before the first word that does not start with `--`. */
function readFlags(line: LogicalLine, from: number): { flags: Flag[]; start: number } {
  const flags: Flag[] = [];
  let offset = from;
  for (;;) {
    while (isSpace(line.text[offset] ?? '')) offset++;
    if (!line.text.startsWith('--', offset)) return { flags, start: offset };
    const { characters, offsets, end } = readFlagWord(line.text, offset);
    offset = end;
    if (characters === '--') return { flags, start: skipSpaces(line.text, offset) };
    flags.push(flag(line, characters, offsets));
  }
}

/** One flag's characters without quotes and escapes, and where each of them stands. */
function readFlagWord(text: string, start: number): { characters: string; offsets: number[]; end: number } {
  const offsets: number[] = [];
  let characters = '';
  let quote = '';
  let offset = start;
  for (; offset < text.length; offset++) {
    const character = text[offset] ?? '';
    if (quote === '' && isSpace(character)) break;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else {
      if (character === '\\') offset++;
      if (offset >= text.length) break;
      characters += text[offset] ?? '';
      offsets.push(offset);
    }
  }
  return { characters, offsets, end: Math.min(offset, text.length) };
}

function flag(line: LogicalLine, characters: string, offsets: readonly number[]): Flag {
  const equals = characters.indexOf('=');
  const name = characters.slice(2, equals < 0 ? undefined : equals);
  const value = equals < 0 ? '' : characters.slice(equals + 1);
  const first = characters.length - value.length;
  const spanOf = (start: number, end: number) => {
    const from = offsets[first + start] ?? (offsets.at(-1) ?? 0) + 1;
    return sourceSpan(line, from, end > start ? (offsets[first + end - 1] ?? from) + 1 : from);
  };
  return { name, value, spanOf };
}

function skipSpaces(text: string, from: number): number {
  let offset = from;
  while (isSpace(text[offset] ?? '')) offset++;
  return offset;
}

function isSpace(character: string): boolean {
  return character !== '' && /\s/.test(character);
}
