import type { DoubleQuotedChild, HereDoc, Word, WordPart } from 'unbash';
import type { Span } from '../../text/span';
import { derivedText, lastAtOrBefore, type Run, type SourceText } from './text';

/** A word of a command. */
export interface ShellWord {
  /** Its value, without quotes and escapes; null where it holds an expansion. */
  readonly text: string | null;
  /** Its value with the expansions as they are written: `"a b"$C` reads `a b$C`. */
  readonly written: string;
  readonly expansions: readonly Expansion[];
  /** The whole word in the file, with its quotes. */
  readonly span: Span;
  /** Where the characters of `written` from `start` to `end` stand in the file. */
  readonly spanOf: (start: number, end: number) => Span;
}

/** What the shell replaces, from `start` to `end` of `written`. Source: Bash manual, 3.5 Shell Expansions. */
export interface Expansion {
  readonly kind: ExpansionKind;
  readonly start: number;
  readonly end: number;
}

export type ExpansionKind = 'parameter' | 'command' | 'arithmetic' | 'process' | 'filename' | 'brace';

export function readWord(source: SourceText, word: Word): ShellWord {
  const raw = source.text.slice(word.pos, word.end);
  if (PLAIN.test(raw)) return plainWord(source, word, raw);
  return wordOfRuns(source, word, wordRuns(source, word));
}

/** `export NAME=value`: an assignment as a word of a command. `value` is where what follows its `=` begins. */
export function readAssignmentWord(source: SourceText, whole: Place, value: Word | Place): ShellWord {
  const name = verbatim(source, whole.pos, value.pos);
  const runs = 'text' in value ? wordRuns(source, value) : [verbatim(source, value.pos, value.end)];
  return wordOfRuns(source, whole, [name, ...runs]);
}

/** A text that no shell looks at, as a word. */
export function literalWord({ text, spanOf }: SourceText): ShellWord {
  return { text, written: text, expansions: [], span: spanOf(0, text.length), spanOf };
}

/** What stands in a heredoc: without the tabs that `<<-` strips, and, if its delimiter is bare, without escapes. */
export function readHeredoc(source: SourceText, { body, delimiter, operator }: HereDoc): ShellWord {
  const runs =
    delimiter?.quoted === true || !body.parts
      ? [verbatim(source, body.pos, body.end)]
      : body.parts.flatMap((part) => partRuns(source, part, HEREDOC_ESCAPE));
  return wordOfRuns(source, body, operator === '<<-' ? withoutTabs(runs) : runs);
}

/** The end of a word from an offset of `written` on. */
export function wordFrom(word: ShellWord, offset: number): ShellWord {
  const written = word.written.slice(offset);
  return {
    text: word.text === null && word.expansions.some(({ end }) => end > offset) ? null : written,
    written,
    expansions: word.expansions
      .filter(({ end }) => end > offset)
      .map(({ kind, start, end }) => ({ kind, start: Math.max(start - offset, 0), end: end - offset })),
    span: word.spanOf(offset, word.written.length),
    spanOf: (start, end) => word.spanOf(offset + start, offset + end),
  };
}

/** Words with a space between each two, as `eval` joins them. */
export function joinedWord(words: readonly ShellWord[]): ShellWord {
  const starts: number[] = [];
  const expansions: Expansion[] = [];
  let written = '';
  for (const word of words) {
    starts.push(written.length);
    for (const { kind, start, end } of word.expansions) {
      expansions.push({ kind, start: written.length + start, end: written.length + end });
    }
    written += `${word.written} `;
  }
  written = written.slice(0, -1);
  const place = (offset: number, side: 'start' | 'end') => {
    const index = lastAtOrBefore(starts, side === 'end' ? offset - 1 : offset);
    const word = words[index];
    const within = Math.min(offset - (starts[index] ?? 0), word?.written.length ?? 0);
    if (!word) return 0;
    return side === 'end' && within > 0
      ? word.spanOf(within - 1, within).end
      : word.spanOf(within, within).start;
  };
  const spanOf = (start: number, end: number) => ({
    start: place(start, 'start'),
    end: place(end, end > start ? 'end' : 'start'),
  });
  return {
    text: expansions.length > 0 ? null : written,
    written,
    expansions,
    span: spanOf(0, written.length),
    spanOf,
  };
}

/** Backticks: the text inside without the backslashes that the outer shell removes, in quotes also those before `"`. */
export function readBackticks(source: SourceText, { pos, end }: Place, decoded: string): SourceText {
  for (const escape of [BACKTICK_ESCAPE, QUOTED_ESCAPE]) {
    for (const close of [end - 1, end]) {
      const runs = unescaped(source, { pos: pos + 1, end: close }, escape);
      const derived = derivedText(source, runs, pos + 1);
      if (derived.text === decoded) return derived;
    }
  }
  return derivedText(source, [{ text: decoded, from: pos, to: end }], pos);
}

interface Place {
  readonly pos: number;
  readonly end: number;
}

interface WordRun extends Run {
  readonly expansion: ExpansionKind | null;
}

function plainWord(source: SourceText, { pos, end }: Place, text: string): ShellWord {
  const span = source.spanOf(pos, end);
  return {
    text,
    written: text,
    expansions: NO_EXPANSIONS,
    span,
    spanOf: (from, to) => source.spanOf(pos + from, pos + to),
  };
}

function wordOfRuns(source: SourceText, { pos, end }: Place, runs: readonly WordRun[]): ShellWord {
  const { text, spanOf } = derivedText(source, runs, Math.min(pos + 1, end));
  const expansions: Expansion[] = [];
  let offset = 0;
  for (const { text: piece, expansion } of runs) {
    if (expansion) expansions.push({ kind: expansion, start: offset, end: offset + piece.length });
    offset += piece.length;
  }
  return {
    text: expansions.length > 0 ? null : text,
    written: text,
    expansions,
    span: source.spanOf(pos, end),
    spanOf,
  };
}

function wordRuns(source: SourceText, word: Word): WordRun[] {
  const { parts } = word;
  if (!parts) return unescaped(source, word, BARE_ESCAPE);
  return parts.flatMap((part) => partRuns(source, part, BARE_ESCAPE));
}

function partRuns(source: SourceText, part: WordPart | DoubleQuotedChild, escape: RegExp): WordRun[] {
  switch (part.type) {
    case 'Literal':
      return unescaped(source, part, escape);
    case 'SingleQuoted':
      return [verbatim(source, part.pos + 1, part.pos + 1 + part.value.length)];
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.flatMap((child) => partRuns(source, child, QUOTED_ESCAPE));
    case 'AnsiCQuoted':
      return [ansiQuoted(source, part)];
    case 'CommandExpansion':
      return [{ ...verbatim(source, part.pos, part.end), expansion: 'command' }];
    case 'ArithmeticExpansion':
      return [{ ...verbatim(source, part.pos, part.end), expansion: 'arithmetic' }];
    case 'ProcessSubstitution':
      return [{ ...verbatim(source, part.pos, part.end), expansion: 'process' }];
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      return [{ ...verbatim(source, part.pos, part.end), expansion: 'parameter' }];
    case 'Glob':
    case 'ExtendedGlob':
      return [{ ...verbatim(source, part.pos, part.end), expansion: 'filename' }];
    case 'BraceExpansion':
      return [{ ...verbatim(source, part.pos, part.end), expansion: 'brace' }];
  }
}

function verbatim({ text }: SourceText, from: number, to: number): WordRun {
  return { text: text.slice(from, to), from, to, expansion: null };
}

/** `$'…'`: verbatim where nothing is escaped, else one piece. */
function ansiQuoted(source: SourceText, { pos, end, value }: Place & { readonly value: string }): WordRun {
  const inner = verbatim(source, pos + 2, pos + 2 + value.length);
  return inner.text === value ? inner : { text: value, from: pos, to: end, expansion: null };
}

/** Removes the backslashes that escape; an escaped newline vanishes. */
function unescaped(source: SourceText, { pos, end }: Place, escape: RegExp): WordRun[] {
  const raw = source.text.slice(pos, end);
  if (!raw.includes('\\')) return raw === '' ? [] : [verbatim(source, pos, end)];
  const runs: WordRun[] = [];
  let done = 0;
  for (const { index, 0: match } of raw.matchAll(escape)) {
    if (index > done) runs.push(verbatim(source, pos + done, pos + index));
    done = index + match.length;
    const text = match.slice(1);
    if (text !== '\n') runs.push({ text, from: pos + index, to: pos + done, expansion: null });
  }
  if (done < raw.length) runs.push(verbatim(source, pos + done, end));
  return runs;
}

/** Without the tabs at the beginnings of lines. Source: POSIX, 2.7.4 Here-Document. */
function withoutTabs(runs: readonly WordRun[]): WordRun[] {
  let atLineStart = true;
  return runs.flatMap((run) => {
    const pieces = run.expansion === null ? run.text.split(LINE_START) : [run.text];
    let from = run.from;
    const kept: WordRun[] = [];
    for (const piece of pieces) {
      const text = atLineStart && run.expansion === null ? piece.replace(/^\t+/, '') : piece;
      const start = from + piece.length - text.length;
      const to = pieces.length === 1 ? run.to : from + piece.length;
      if (text !== '') kept.push({ text, from: start, to, expansion: run.expansion });
      from += piece.length;
      atLineStart = piece.endsWith('\n');
    }
    return kept;
  });
}

const NO_EXPANSIONS: readonly Expansion[] = [];
/** Without anything that a shell reads as more than itself. */
const PLAIN = /^[\w./:=@%+,~^-]*$/;
const BARE_ESCAPE = /\\[^]/g;
const QUOTED_ESCAPE = /\\["\\$`\n]/g;
const HEREDOC_ESCAPE = /\\[\\$`\n]/g;
const BACKTICK_ESCAPE = /\\[\\$`]/g;
const LINE_START = /(?<=\n)/;
