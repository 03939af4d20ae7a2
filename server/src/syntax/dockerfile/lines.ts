import { countUpTo } from '../../text/ascending';
import type { Span } from '../../text/span';
import { readDirectives, type Directive } from './directives';
import { openedHeredocs, type HeredocOpening } from './heredocs';
import { skipSpaces } from './space';

/**
 * One instruction with its continuation lines joined, as BuildKit's parser joins them: escapes at line ends, comment
 * lines and blank lines in between are gone from `text`. `pieces` lead back to the file.
 */
export interface LogicalLine {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** From the first character of the instruction to its last, heredocs included. */
  readonly span: Span;
  readonly heredocs: readonly Heredoc[];
}

/** From `logical` on, up to the next piece, a line's text stands in the file from `source` on. */
interface Piece {
  readonly logical: number;
  readonly source: number;
}

/** The body of a heredoc, without the line that ends it. */
export interface Heredoc extends Span, HeredocOpening {}

export interface DockerfileLines {
  readonly directives: readonly Directive[];
  readonly instructions: readonly LogicalLine[];
  /** Each comment line from its `#` to its end. */
  readonly comments: readonly Span[];
  readonly escape: string;
}

/** Where the characters from `start` to `end` of a logical line stand in the file. */
export function sourceSpan({ pieces }: Pick<LogicalLine, 'pieces'>, start: number, end: number): Span {
  const first = pieceAt(pieces, start);
  const source = start + first.source - first.logical;
  if (end <= start) return { start: source, end: source };
  const last = pieces.length === 1 ? first : pieceAt(pieces, end - 1);
  return { start: source, end: end + last.source - last.logical };
}

/** The end of the stretch from `offset` on that stands in the file as one: the next piece's beginning, or `end`. */
export function stretchEnd({ pieces }: LogicalLine, offset: number, end: number): number {
  if (pieces.length === 1) return end;
  return Math.min(pieces[pieceIndex(pieces, offset) + 1]?.logical ?? end, end);
}

function pieceAt(pieces: readonly Piece[], offset: number): Piece {
  return pieces[pieces.length === 1 ? 0 : pieceIndex(pieces, offset)] ?? BEGINNING;
}

/** The last piece that begins at `offset` or before it. */
function pieceIndex(pieces: readonly Piece[], offset: number): number {
  return Math.max(countUpTo(pieces, offset, ({ logical }) => logical) - 1, 0);
}

/** Splits a file into directives, comments and instructions. Source: BuildKit's frontend/dockerfile/parser. */
export function readLines(text: string): DockerfileLines {
  const { directives, escape, end } = readDirectives(text);
  const reader: Reader = { text, offset: end, escape: escape.charCodeAt(0) };
  const comments: Span[] = [];
  const instructions: LogicalLine[] = [];
  while (reader.offset < text.length) {
    const line = readInstruction(reader, comments);
    if (line) instructions.push(line);
  }
  return { directives, instructions, comments, escape };
}

/** Walks over the physical lines of a text. */
interface Reader {
  readonly text: string;
  readonly escape: number;
  offset: number;
}

/**
 * Goes past the next line and answers where it ends: at its LF, and CRs before it are not part of it; a CR elsewhere is
 * white space like any other.
 */
function passLine(reader: Reader): number {
  const { text, offset } = reader;
  const newline = text.indexOf('\n', offset);
  let end = newline < 0 ? text.length : newline;
  reader.offset = newline < 0 ? end : newline + 1;
  while (end > offset && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
  return end;
}

function readInstruction(reader: Reader, comments: Span[]): LogicalLine | null {
  const { text: source } = reader;
  const lineStart = reader.offset;
  let lineEnd = passLine(reader);
  let start = skipSpaces(source, lineStart, lineEnd);
  if (start === lineEnd) return null;
  if (source.charCodeAt(start) === HASH) {
    comments.push({ start, end: lineEnd });
    return null;
  }
  const pieces: Piece[] = [];
  let text = '';
  let end = start;
  let first = -1;
  for (;;) {
    const cut = continuationAt(reader, start, lineEnd);
    const stop = cut < 0 ? lineEnd : cut;
    if (stop > start) {
      pieces.push({ logical: text.length, source: start });
      text += source.slice(start, stop);
      if (first < 0) first = firstCharacter(source, start, stop);
      end = stop;
    }
    if (cut < 0) break;
    start = passToContinued(reader, comments);
    if (start < 0) break;
    lineEnd = passLine(reader);
  }
  return first < 0 ? null : withHeredocs(reader, { text, pieces, span: { start: first, end }, heredocs: [] });
}

/** Goes past comment lines and blank ones to the next line of a continued instruction; -1 where the file ends. */
function passToContinued(reader: Reader, comments: Span[]): number {
  while (reader.offset < reader.text.length) {
    const lineStart = reader.offset;
    const end = passLine(reader);
    const start = skipSpaces(reader.text, lineStart, end);
    if (start === end) continue;
    if (reader.text.charCodeAt(start) !== HASH) {
      reader.offset = lineStart;
      return lineStart;
    }
    comments.push({ start, end });
  }
  return -1;
}

function firstCharacter(text: string, start: number, end: number): number {
  const first = skipSpaces(text, start, end);
  return first < end ? first : -1;
}

/**
 * The offset at which the line is cut when it ends in the escape character and spaces, else -1. Two escape characters
 * at the end do not continue a line.
 */
function continuationAt({ text, escape }: Reader, start: number, lineEnd: number): number {
  let end = lineEnd;
  let code = text.charCodeAt(end - 1);
  while (end > start && (code === SPACE || code === TAB)) code = text.charCodeAt(--end - 1);
  if (end === start || code !== escape) return -1;
  return end - 1 > start && text.charCodeAt(end - 2) === escape ? -1 : end - 1;
}

/** Takes the bodies of the heredocs that an instruction opens off the reader. */
function withHeredocs(reader: Reader, line: LogicalLine): LogicalLine {
  const openings = line.text.includes('<<') ? openedHeredocs(line.text) : [];
  if (openings.length === 0) return line;
  const heredocs: Heredoc[] = [];
  let end = line.span.end;
  for (const opening of openings) {
    heredocs.push({ ...opening, start: reader.offset, end: passBody(reader, opening) });
    if (reader.offset > end) end = reader.offset;
  }
  return { ...line, heredocs, span: { start: line.span.start, end } };
}

/** Goes past a heredoc's body and the line that ends it, and answers where the body ends. */
function passBody(reader: Reader, { name, chomp }: HeredocOpening): number {
  const { text } = reader;
  while (reader.offset < text.length) {
    const lineStart = reader.offset;
    const end = passLine(reader);
    let start = lineStart;
    while (chomp && start < end && text.charCodeAt(start) === TAB) start++;
    if (end - start === name.length && text.startsWith(name, start)) return lineStart;
  }
  return text.length;
}

const BEGINNING: Piece = { logical: 0, source: 0 };
const CARRIAGE_RETURN = 0x0d;
const HASH = 0x23;
const SPACE = 0x20;
const TAB = 0x09;
