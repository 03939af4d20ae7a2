import { isSpace, skipSpaces } from './space';

/** One flag of an instruction, as it reads without its quotes and escapes. */
export interface FlagWord {
  readonly characters: string;
  /** Where its text begins in the logical line. */
  readonly start: number;
  /** Where each of `characters` stands; null where they follow one another from `start` on. */
  readonly offsets: readonly number[] | null;
}

/**
 * The flags that stand from `from` on, and where the arguments begin after them. Flags stand before the first word that
 * does not begin with `--`, and `--` alone ends them; a backslash escapes in them whatever the file's escape character
 * is. Source: BuildKit's frontend/dockerfile/parser (split_command.go).
 */
export function readFlagWords(text: string, from: number): { words: readonly FlagWord[]; start: number } {
  let offset = skipSpaces(text, from, text.length);
  if (text.charCodeAt(offset) !== DASH || text.charCodeAt(offset + 1) !== DASH)
    return { words: [], start: offset };
  const words: FlagWord[] = [];
  while (text.startsWith('--', offset)) {
    const { word, end } = readFlagWord(text, offset);
    offset = skipSpaces(text, end, text.length);
    if (word.characters === '--') break;
    words.push(word);
  }
  return { words, start: offset };
}

function readFlagWord(text: string, start: number): { word: FlagWord; end: number } {
  let end = start;
  while (end < text.length && !isSpecial(text.charCodeAt(end))) end++;
  if (end === text.length || isSpace(text.charCodeAt(end))) {
    return { word: { characters: text.slice(start, end), start, offsets: null }, end };
  }
  return readQuotedFlagWord(text, start);
}

function readQuotedFlagWord(text: string, start: number): { word: FlagWord; end: number } {
  const offsets: number[] = [];
  let characters = '';
  let quote = 0;
  let offset = start;
  for (; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (quote === 0 && isSpace(code)) break;
    if (code === quote) quote = 0;
    else if (quote === 0 && (code === DOUBLE_QUOTE || code === SINGLE_QUOTE)) quote = code;
    else {
      if (code === BACKSLASH) offset++;
      if (offset >= text.length) break;
      characters += text[offset] ?? '';
      offsets.push(offset);
    }
  }
  return { word: { characters, start, offsets }, end: Math.min(offset, text.length) };
}

function isSpecial(code: number): boolean {
  return isSpace(code) || code === DOUBLE_QUOTE || code === SINGLE_QUOTE || code === BACKSLASH;
}

const DASH = 0x2d;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const BACKSLASH = 0x5c;
