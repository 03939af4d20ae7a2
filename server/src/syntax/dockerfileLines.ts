import type { Span } from '../text/span';

/**
 * One instruction with its continuation lines joined, as BuildKit's parser joins them: escapes at line ends, comment
 * lines and blank lines in between are gone from `text`. `pieces` lead back to the file.
 */
export interface LogicalLine {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** From the first character of the instruction to its last, heredocs included. */
  readonly span: Span;
  /** The bodies of its heredocs, each without its terminator. */
  readonly heredocs: readonly Span[];
}

/** From `logical` on, up to the next piece, a line's text stands in the file from `source` on. */
interface Piece {
  readonly logical: number;
  readonly source: number;
}

/** A parser directive: `# syntax=docker/dockerfile:1`. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly valueSpan: Span;
}

export interface DockerfileLines {
  readonly directives: readonly Directive[];
  readonly instructions: readonly LogicalLine[];
  /** Each comment line from its `#` to its end. */
  readonly comments: readonly Span[];
  readonly escape: string;
}

/** Where the characters from `start` to `end` of a logical line stand in the file. */
export function sourceSpan(line: LogicalLine, start: number, end: number): Span {
  if (end <= start) return { start: sourceOffset(line, start), end: sourceOffset(line, start) };
  return { start: sourceOffset(line, start), end: sourceOffset(line, end - 1) + 1 };
}

function sourceOffset({ pieces }: LogicalLine, offset: number): number {
  let found = pieces[0] ?? { logical: 0, source: 0 };
  for (const piece of pieces) {
    if (piece.logical > offset) break;
    found = piece;
  }
  return found.source + offset - found.logical;
}

/** Splits a file into directives, comments and instructions. Source: BuildKit's frontend/dockerfile/parser. */
export function readLines(text: string): DockerfileLines {
  const reader: Reader = { text, offset: text.startsWith('\uFEFF') ? 1 : 0 };
  const { directives, escape } = readDirectives(reader);
  const comments: Span[] = [];
  const instructions: LogicalLine[] = [];
  while (!atEnd(reader)) {
    const line = readInstruction(reader, escape, comments);
    if (line) instructions.push(line);
  }
  return { directives, instructions, comments, escape };
}

/** Walks over the physical lines of a text. */
interface Reader {
  readonly text: string;
  offset: number;
}

function atEnd({ text, offset }: Reader): boolean {
  return offset >= text.length;
}

/** The next line without its end: a line ends at LF, and CRs before it are not part of it. */
function peekLine({ text, offset }: Reader): { start: number; end: number; next: number } {
  const newline = text.indexOf('\n', offset);
  const next = newline < 0 ? text.length : newline + 1;
  let end = newline < 0 ? next : newline;
  while (end > offset && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
  return { start: offset, end, next };
}

/** The leading block of `# name=value` lines; it ends at the first line of any other kind or with an unknown name. */
function readDirectives(reader: Reader): { directives: Directive[]; escape: string } {
  const directives: Directive[] = [];
  if (reader.text.startsWith('#!', reader.offset)) reader.offset = peekLine(reader).next;
  while (!atEnd(reader)) {
    const line = peekLine(reader);
    const start = skipSpace(reader.text, line.start, line.end);
    const match = DIRECTIVE.exec(reader.text.slice(start, line.end));
    const name = match?.[2]?.toLowerCase() ?? '';
    if (!match || !KNOWN_DIRECTIVES.has(name)) break;
    const valueStart = start + (match[1]?.length ?? 0);
    const value = match[3] ?? '';
    directives.push({ name, value, valueSpan: { start: valueStart, end: valueStart + value.length } });
    reader.offset = line.next;
  }
  const escape = directives.find(({ name }) => name === 'escape')?.value;
  return { directives, escape: escape === '`' ? '`' : '\\' };
}

function readInstruction(reader: Reader, escape: string, comments: Span[]): LogicalLine | null {
  const first = peekLine(reader);
  reader.offset = first.next;
  const start = skipSpace(reader.text, first.start, first.end);
  if (start === first.end) return null;
  if (reader.text.charCodeAt(start) === HASH) {
    comments.push({ start, end: first.end });
    return null;
  }
  const pieces: Piece[] = [];
  let text = '';
  let end = first.end;
  let line: { start: number; end: number } = { start, end: first.end };
  for (;;) {
    const stop = continuationAt(reader.text, line, escape);
    if (stop === null || stop > line.start) pieces.push({ logical: text.length, source: line.start });
    text += reader.text.slice(line.start, stop ?? line.end);
    end = stop === null || stop > line.start ? (stop ?? line.end) : end;
    if (stop === null) break;
    const next = nextContinued(reader, comments);
    if (!next) break;
    line = next;
  }
  if (text === '') return null;
  return withHeredocs(reader, { text, pieces, span: { start, end }, heredocs: [] });
}

/** The next line of a continued instruction: comment lines and blank ones in between do not count. */
function nextContinued(reader: Reader, comments: Span[]): { start: number; end: number } | null {
  while (!atEnd(reader)) {
    const line = peekLine(reader);
    reader.offset = line.next;
    const start = skipSpace(reader.text, line.start, line.end);
    if (start === line.end) continue;
    if (reader.text.charCodeAt(start) !== HASH) return line;
    comments.push({ start, end: line.end });
  }
  return null;
}

/**
 * The offset at which the line is cut when it ends in the escape character and spaces, else null. Two escape
 * characters at the end do not continue a line.
 */
function continuationAt(text: string, line: { start: number; end: number }, escape: string): number | null {
  let end = line.end;
  while (end > line.start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  if (end === line.start || text[end - 1] !== escape) return null;
  return end - 1 > line.start && text[end - 2] === escape ? null : end - 1;
}

/** Takes the bodies of the heredocs that an instruction opens off the reader. */
function withHeredocs(reader: Reader, line: LogicalLine): LogicalLine {
  if (!line.text.includes('<<') || !TAKES_HEREDOCS.test(line.text)) return line;
  const heredocs: Span[] = [];
  let end = line.span.end;
  for (const { name, chomp } of heredocsOpenedBy(line.text)) {
    const start = reader.offset;
    let bodyEnd = start;
    while (!atEnd(reader)) {
      const body = peekLine(reader);
      reader.offset = body.next;
      const content = reader.text.slice(body.start, body.end);
      if ((chomp ? content.replace(/^\t+/, '') : content) === name) break;
      bodyEnd = body.next;
    }
    heredocs.push({ start, end: bodyEnd });
    end = reader.offset;
  }
  return heredocs.length === 0 ? line : { ...line, heredocs, span: { start: line.span.start, end } };
}

/** The delimiters of `<<NAME` words; quotes around a name are removed, a quoted `<<NAME` is no heredoc. */
function heredocsOpenedBy(line: string): { name: string; chomp: boolean }[] {
  const found: { name: string; chomp: boolean }[] = [];
  for (const [word] of line.matchAll(SHELL_WORD)) {
    const match = /^\d*<<(-?)([^<]+)$/.exec(word);
    if (match) found.push({ name: (match[2] ?? '').replace(/["'\\]/g, ''), chomp: match[1] === '-' });
  }
  return found;
}

function skipSpace(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && SPACE.test(text[offset] ?? '')) offset++;
  return offset;
}

const CARRIAGE_RETURN = 0x0d;
const HASH = 0x23;
const SPACE = /\s/;
const DIRECTIVE = /^(#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*)(.+?)\s*$/;
const KNOWN_DIRECTIVES: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);
/** The JSON form takes no heredoc. */
const TAKES_HEREDOCS = /^(?:onbuild\s+)?(?:run|copy|add)\s+(?!\[.*\]\s*$)/i;
const SHELL_WORD = /(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"\\]|['"\\])+/g;
