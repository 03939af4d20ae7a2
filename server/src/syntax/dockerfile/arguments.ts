import { innerInstruction, splitAtSpace, splitWords, type Instruction, type Word } from './instruction';
import { jsonWords } from './jsonForm';
import { isSpace, isWordSpace, skipSpaces } from './space';

/**
 * What an instruction says after its keyword and flags. Offsets of words are those of the instruction's `line.text`;
 * `sourceSpan` finds them in the file.
 */
export type Arguments =
  | Plain
  /** `NAME=value …` or `NAME value`, of ENV and LABEL. */
  | { readonly kind: 'pairs'; readonly pairs: readonly Pair[] }
  /** HEALTHCHECK: `NONE`, or `CMD` and its command. */
  | { readonly kind: 'check'; readonly type: Word; readonly command: Plain }
  /** The instruction inside ONBUILD; offsets inside it are those of its own line. */
  | { readonly kind: 'instruction'; readonly instruction: Instruction };

/** Arguments that hold no others. */
export type Plain =
  /** No arguments, or those of an instruction that BuildKit does not know. */
  | { readonly kind: 'none' }
  /** Separated by white space; those of ARG keep quotes and escapes. */
  | { readonly kind: 'words'; readonly words: readonly Word[] }
  /** The JSON form: the values, and where they stand between their quotes. */
  | { readonly kind: 'json'; readonly words: readonly Word[] }
  /** All of it as one text: the shell form, or a name. */
  | { readonly kind: 'text'; readonly text: Word };

/** A name and its value as written, with quotes and escapes. */
export interface Pair {
  readonly name: Word;
  readonly value: Word;
  /** False for the old form `NAME value`, whose value is all the rest. */
  readonly hasEquals: boolean;
}

/**
 * Reads the arguments of an instruction as BuildKit's parser does. Of what BuildKit refuses it keeps what has a meaning.
 * Source: BuildKit's frontend/dockerfile/parser (line_parsers.go).
 */
export function argumentsOf(instruction: Instruction, escape: string): Arguments {
  if (instruction.start >= instruction.end) return NONE;
  switch (instruction.keyword) {
    case 'from':
    case 'expose':
      return { kind: 'words', words: splitAtSpace(instruction) };
    case 'add':
    case 'copy':
    case 'volume':
      return jsonForm(instruction) ?? { kind: 'words', words: splitAtSpace(instruction) };
    case 'arg':
      return { kind: 'words', words: splitWords(instruction, escape) };
    case 'run':
    case 'cmd':
    case 'entrypoint':
    case 'shell':
      return jsonForm(instruction) ?? wholeText(instruction);
    case 'env':
    case 'label':
      return { kind: 'pairs', pairs: pairsOf(instruction, escape) };
    case 'healthcheck':
      return readCheck(instruction);
    case 'onbuild':
      return { kind: 'instruction', instruction: innerInstruction(instruction) };
    case 'maintainer':
    case 'stopsignal':
    case 'user':
    case 'workdir':
      return wholeText(instruction);
    default:
      return NONE;
  }
}

/** The names and values of ENV and LABEL: the first word decides which of both forms they are in. */
export function pairsOf(instruction: Instruction, escape: string): Pair[] {
  const words = splitWords(instruction, escape);
  if (words[0]?.text.includes('=') === true) return words.flatMap((word) => newPair(word) ?? []);
  return oldPair(instruction);
}

function newPair({ text, start, end }: Word): Pair | null {
  const equals = text.indexOf('=');
  if (equals < 0) return null;
  return {
    name: { text: text.slice(0, equals), start, end: start + equals },
    value: { text: text.slice(equals + 1), start: start + equals + 1, end },
    hasEquals: true,
  };
}

function oldPair({ line: { text }, start, end }: Instruction): Pair[] {
  let nameEnd = start;
  while (nameEnd < end && !isWordSpace(text.charCodeAt(nameEnd))) nameEnd++;
  let valueStart = nameEnd;
  while (valueStart < end && isWordSpace(text.charCodeAt(valueStart))) valueStart++;
  if (valueStart === nameEnd) return [];
  return [{ name: slice(text, start, nameEnd), value: slice(text, valueStart, end), hasEquals: false }];
}

function readCheck({ line, start, end }: Instruction): Arguments {
  const { text } = line;
  let typeEnd = start;
  while (typeEnd < end && !isSpace(text.charCodeAt(typeEnd))) typeEnd++;
  const rest = { line, start: skipSpaces(text, typeEnd, end), end };
  const command = rest.start < end ? (jsonForm(rest) ?? wholeText(rest)) : NONE;
  return { kind: 'check', type: slice(text, start, typeEnd), command };
}

type Range = Pick<Instruction, 'line' | 'start' | 'end'>;

function jsonForm(range: Range): Plain | null {
  if (range.line.text.charCodeAt(range.start) !== BRACKET) return null;
  const words = jsonWords(range.line, range);
  return words && { kind: 'json', words };
}

function wholeText({ line, start, end }: Range): Plain {
  return { kind: 'text', text: slice(line.text, start, end) };
}

function slice(text: string, start: number, end: number): Word {
  return { text: text.slice(start, end), start, end };
}

const NONE: Plain = { kind: 'none' };
const BRACKET = 0x5b;
