import { readFlagWords } from './flags';
import { jsonWords } from './jsonForm';
import { isSpace, isWordSpace, skipSpaces } from './space';

/** What `<<NAME` says of the text that follows its instruction. */
export interface HeredocOpening {
  /** The line that ends it. */
  readonly name: string;
  /** True for `<<-`: tabs before its lines do not count. */
  readonly chomp: boolean;
  /** True where BuildKit, or the shell, replaces variables in it: its name is not in quotes. */
  readonly expand: boolean;
  /** The number before `<<`; 0 where none is written. */
  readonly descriptor: number;
}

/**
 * The heredocs that an instruction opens: RUN, COPY and ADD may, also inside ONBUILD, and not in the JSON form.
 * Source: BuildKit's frontend/dockerfile/parser (parser.go).
 */
export function openedHeredocs(line: string): HeredocOpening[] {
  if (!line.includes('<<') || !takesHeredocs(line, 0)) return [];
  return (wordsOf(line) ?? []).flatMap((word) => opening(word) ?? []);
}

function takesHeredocs(line: string, from: number): boolean {
  const start = skipSpaces(line, from, line.length);
  let end = start;
  while (end < line.length && !isWordSpace(line.charCodeAt(end))) end++;
  const keyword = line.slice(start, end).toLowerCase();
  const args = readFlagWords(line, end).start;
  if (keyword === 'onbuild') return from === 0 && takesHeredocs(line, args);
  if (!TAKES_HEREDOCS.has(keyword)) return false;
  return line[args] !== '[' || jsonWords({ text: line }, { start: args, end: line.length }) === null;
}

function opening(word: string): HeredocOpening | null {
  const [, descriptor = '', dash, rest = ''] = OPENING.exec(word) ?? [];
  const name = rest === '' ? null : unquoted(rest);
  if (name === null) return null;
  return {
    name,
    chomp: dash === '-',
    expand: countQuotes(name) === countQuotes(rest),
    descriptor: Number(descriptor),
  };
}

/** The words of a line as a shell splits them, as written; null where its quotes or braces are not closed. */
function wordsOf(line: string): string[] | null {
  const words: string[] = [];
  let start = -1;
  let offset = 0;
  while (offset < line.length) {
    if (isSpace(line.charCodeAt(offset))) {
      if (start >= 0) words.push(line.slice(start, offset));
      start = -1;
      offset++;
      continue;
    }
    if (start < 0) start = offset;
    offset = pieceEnd(line, offset);
    if (offset < 0) return null;
  }
  if (start >= 0) words.push(line.slice(start));
  return words;
}

/** The end of the quoted text, escape, variable, `<<` with the white space after it, or character; -1 for none. */
function pieceEnd(text: string, offset: number): number {
  switch (text[offset]) {
    case "'":
      return text.indexOf("'", offset + 1) + 1 || -1;
    case '"':
      return closingQuote(text, offset + 1);
    case '\\':
      return Math.min(offset + 2, text.length);
    case '$':
      return text[offset + 1] === '{' ? closingBrace(text, offset + 2) : offset + 1;
    case '<':
      return text[offset + 1] === '<' ? skipSpaces(text, offset + 2, text.length) : offset + 1;
    default:
      return offset + 1;
  }
}

function closingQuote(text: string, from: number): number {
  for (let offset = from; offset < text.length; offset++) {
    if (text[offset] === '\\') offset++;
    else if (text[offset] === '"') return offset + 1;
  }
  return -1;
}

/** After `${`: a name, and then `}` or an operator that BuildKit knows and its words. */
function closingBrace(text: string, from: number): number {
  BRACED_NAME.lastIndex = from;
  if (!BRACED_NAME.test(text)) return -1;
  let depth = 1;
  for (let offset = BRACED_NAME.lastIndex; offset < text.length; offset++) {
    const character = text[offset];
    if (character === '\\') offset++;
    else if (character === '{' && text[offset - 1] === '$') depth++;
    else if (character === '}' && --depth === 0) return offset + 1;
  }
  return -1;
}

/** The one word that a quoted text stands for; null where it is none. */
function unquoted(text: string): string | null {
  const words = wordsOf(text);
  if (words?.length !== 1) return null;
  return text.trim().replace(QUOTED, (piece, single?: string, double?: string, escaped?: string) => {
    if (single !== undefined) return single;
    return double === undefined ? (escaped ?? piece) : double.replace(/\\(["$\\])/g, '$1');
  });
}

function countQuotes(text: string): number {
  return text.split(/["']/).length;
}

const TAKES_HEREDOCS: ReadonlySet<string> = new Set(['run', 'copy', 'add']);
const OPENING = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;
const BRACED_NAME = /(?:\d+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*)(?=\}|:?[-+?]|[#%/])/uy;
const QUOTED = /'([^']*)'|"([^"\\]*(?:\\.[^"\\]*)*)"|\\(.)/g;
