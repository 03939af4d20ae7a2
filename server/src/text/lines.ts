import { countUpTo } from './ascending';

/** A place as people and reports count it: line and column from 1, the column in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Offsets at which the lines of `text` start. A line ends at LF, CRLF or a CR alone, as in the language server protocol. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit === LF || (unit === CR && text.charCodeAt(offset + 1) !== LF)) starts.push(offset + 1);
  }
  return starts;
}

/** The place of `offset` in the text whose lines start at `starts`. */
export function placeAt(starts: readonly number[], offset: number): Place {
  const line = countUpTo(starts, offset, (start) => start);
  return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
}

/** Where the line begins that an offset is on, and where it ends, before its LF. */
export function lineStartAt(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

export function lineEndAt(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline;
}

const LF = 0x0a;
const CR = 0x0d;
