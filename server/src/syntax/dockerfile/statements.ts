import { textOf, type Span } from '../../text/span';
import type { Dockerfile } from '../document';
import { argumentsOf, pairsOf } from './arguments';
import { expandWord } from './expansion';
import type { Instruction, Word } from './instruction';
import { sourceSpan } from './lines';
import { variablesAt } from './scopes';
import type { Stage } from './stages';
import { declarationsOf } from './variables';

/** A text of an instruction, and where it stands. */
export interface PlacedText {
  /** After variables, without quotes and escapes; null where a variable has no value. */
  readonly text: string | null;
  /** As it stands in the file; of a text over several lines, with what is between them. */
  readonly written: string;
  readonly span: Span;
}

/** As it is written, without the quotes around it. */
export function unquoted({ written }: Pick<PlacedText, 'written'>): string {
  return /^(["'])(.*)\1$/s.exec(written)?.[2] ?? written;
}

/** What an instruction says beside its commands; instructions inside ONBUILD are not among them. */
export interface Statement {
  readonly instruction: Instruction;
  /** Null before the first FROM. */
  readonly stage: Stage | null;
}

/** A name and its value in ENV, LABEL or ARG. */
export interface Setting extends Statement {
  readonly keyword: 'env' | 'label' | 'arg';
  /** After variables; as written where that is not known. */
  readonly name: string;
  readonly nameSpan: Span;
  /** Null for an ARG without a default. */
  readonly value: PlacedText | null;
  /** From the name to the end of the value. */
  readonly span: Span;
  /** How many its instruction has. */
  readonly count: number;
}

/** COPY and ADD: what is taken, and where it is put. */
export interface FileCopy extends Statement {
  readonly keyword: 'copy' | 'add';
  readonly sources: readonly PlacedText[];
  readonly destination: PlacedText | null;
  /** Whether `--from` takes it from another stage or image than the build's own context. */
  readonly isFromElsewhere: boolean;
}

/** The words of EXPOSE, VOLUME, USER, WORKDIR and STOPSIGNAL. */
export interface WordList extends Statement {
  readonly keyword: 'expose' | 'volume' | 'user' | 'workdir' | 'stopsignal';
  readonly words: readonly PlacedText[];
}

export interface Statements {
  readonly settings: readonly Setting[];
  readonly copies: readonly FileCopy[];
  readonly lists: readonly WordList[];
}

/** Reads the statements of a file, in their order. */
export function statementsOf(file: Dockerfile): Statements {
  const settings: Setting[] = [];
  const copies: FileCopy[] = [];
  const lists: WordList[] = [];
  const stages = new Map<Instruction, Stage>();
  for (const stage of file.stages) for (const each of stage.instructions) stages.set(each, stage);
  for (const instruction of file.instructions) {
    const stage = stages.get(instruction) ?? null;
    switch (instruction.keyword) {
      case 'env':
      case 'label':
      case 'arg':
        settings.push(...settingsOf(file, { instruction, stage }, instruction.keyword));
        break;
      case 'copy':
      case 'add':
        copies.push(copyOf(file, { instruction, stage }, instruction.keyword));
        break;
      case 'expose':
      case 'volume':
      case 'user':
      case 'workdir':
      case 'stopsignal': {
        const { keyword } = instruction;
        lists.push({ instruction, stage, keyword, words: wordsOf(file, instruction) });
        break;
      }
    }
  }
  return { settings, copies, lists };
}

function settingsOf(file: Dockerfile, at: Statement, keyword: Setting['keyword']): Setting[] {
  const { instruction } = at;
  const { line } = instruction;
  const place = (word: Range) => sourceSpan(line, word.start, word.end);
  if (keyword === 'arg') {
    const found = declarationsOf(instruction, file.escape);
    return found.map(({ word, name, valueRange }) => ({
      ...at,
      keyword,
      name,
      nameSpan: place({ start: word.start, end: word.start + name.length }),
      value: valueRange && placed(file, instruction, valueRange),
      span: place(word),
      count: found.length,
    }));
  }
  const pairs = pairsOf(instruction, file.escape);
  return pairs.map(({ name, value }) => ({
    ...at,
    keyword,
    name: PLAIN_NAME.test(name.text) ? name.text : (expandedText(file, instruction, name) ?? name.text),
    nameSpan: place(name),
    value: placed(file, instruction, value),
    span: place({ start: name.start, end: value.end }),
    count: pairs.length,
  }));
}

function copyOf(file: Dockerfile, at: Statement, keyword: FileCopy['keyword']): FileCopy {
  const words = wordsOf(file, at.instruction);
  return {
    ...at,
    keyword,
    sources: words.slice(0, -1),
    destination: words.length > 1 ? (words.at(-1) ?? null) : null,
    isFromElsewhere: at.instruction.flags.some(({ name }) => name === 'from'),
  };
}

/** The words of an instruction that takes a list of them. */
function wordsOf(file: Dockerfile, instruction: Instruction): PlacedText[] {
  const found = argumentsOf(instruction, file.escape);
  switch (found.kind) {
    case 'words':
    case 'json':
      return found.words.map((word) => placedWord(file, instruction, word));
    case 'text':
      return [placed(file, instruction, found.text)];
    case 'none':
    case 'pairs':
    case 'check':
    case 'instruction':
      return [];
  }
}

/** A word of a JSON array is already without its quotes. */
function placedWord(file: Dockerfile, instruction: Instruction, word: Word): PlacedText {
  const raw = instruction.line.text.slice(word.start, word.end);
  if (raw === word.text) return placed(file, instruction, word);
  const span = sourceSpan(instruction.line, word.start, word.end);
  return { text: word.text, written: textOf(file.text, span), span };
}

function placed(file: Dockerfile, instruction: Instruction, range: Range): PlacedText {
  const span = sourceSpan(instruction.line, range.start, range.end);
  return { text: expandedText(file, instruction, range), written: textOf(file.text, span), span };
}

/** Most words are what they say, and their variables need not be known. */
function expandedText(file: Dockerfile, instruction: Instruction, { start, end }: Range): string | null {
  const { line } = instruction;
  const raw = line.text.slice(start, end);
  if (!MAY_CHANGE.test(raw) && !raw.includes(file.escape)) return raw;
  return expandWord(line, { start, end }, variablesAt(file, instruction)).text;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Quotes and variables; the escape character is each file's own. */
const MAY_CHANGE = /[$"']/;
/** A name that needs no expansion. */
const PLAIN_NAME = /^[\w.-]+$/;
