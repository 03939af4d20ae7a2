import type { Edit, Span } from '../../text/span';
import type { ComposeFile } from '../document';
import type { ComposeEntry, ComposeValue } from './values';

/** Takes an entry with its lines out of a map; null where it stands beside others on a line, is shared, or the only one. */
export function removeEntry(
  text: string,
  map: ComposeValue,
  { keySpan, value, ...entry }: ComposeEntry,
): Edit | null {
  const isShared = entry.isMerged || map.related.length > 0 || value.related.length > 0;
  if (isShared || !map.isBlock || map.entries().length < 2) return null;
  return removeLines(text, { start: keySpan.start, end: endOf(text, keySpan, value) }, /^\s*$/);
}

/** Takes an item with its lines out of a list; null where it stands beside others, is shared, or the only one. */
export function removeItem(text: string, list: ComposeValue, item: ComposeValue): Edit | null {
  const isShared = list.related.length > 0 || item.related.length > 0;
  if (isShared || !list.isBlock || list.items().length < 2) return null;
  return removeLines(text, { start: item.span.start, end: endOf(text, item.span, item) }, /^\s*-\s+["']?$/);
}

/** Whole lines: nothing else may stand on them but a comment, which belongs to what goes. */
function removeLines(text: string, { start, end }: Span, before: RegExp): Edit | null {
  const line = lineStart(text, start);
  if (!before.test(text.slice(line, start))) return null;
  const rest = text.slice(end, lineEnd(text, end));
  if (!/^\s*(?:#.*)?\r?$/.test(rest)) return null;
  // Aliases elsewhere would lose what they name.
  if (ANCHOR.test(text.slice(start, end))) return null;
  return { span: { start: line, end: Math.min(lineEnd(text, end) + 1, text.length) }, newText: '' };
}

/** Where a value that begins behind `from` ends, with its quote; without the lines that a block leaves behind it. */
function endOf(text: string, from: Span, { span, kind }: ComposeValue): number {
  const quote = /(["'])\s*$/.exec(text.slice(lineStart(text, span.start), span.start))?.[1];
  const closing = kind === 'text' && quote !== undefined ? text.indexOf(quote, span.end) : -1;
  if (closing >= 0) return closing + 1;
  const end = Math.max(from.end, span.end);
  return from.start + text.slice(from.start, end).trimEnd().length;
}

/** Adds entries behind the last of a block map; `lines` begin at the map's own indentation. Null for any other map. */
export function addEntry(text: string, map: ComposeValue, lines: readonly string[]): Edit | null {
  if (map.kind !== 'map' || !map.isBlock || map.related.length > 0) return null;
  const last = map.entries().findLast(({ isMerged }) => !isMerged);
  if (!last) return null;
  const indentation = columnText(text, last.keySpan.start);
  if (indentation === null || last.value.related.length > 0) return null;
  const end = endOf(text, last.keySpan, last.value);
  return insertLines(
    text,
    end,
    lines.map((each) => indentation + each),
  );
}

/** Adds items behind the last of a block list. Null for any other list. */
export function addItem(text: string, list: ComposeValue, item: string): Edit | null {
  const last = list.items().at(-1);
  if (list.kind !== 'list' || !list.isBlock || list.related.length > 0 || !last || last.related.length > 0)
    return null;
  const line = lineStart(text, last.span.start);
  const dash = /^( *)- /.exec(text.slice(line, last.span.start));
  if (!dash) return null;
  return insertLines(text, endOf(text, last.span, last), [`${dash[1] ?? ''}- ${item}`]);
}

/** Adds entries to a map at the top level, which is made at the end of the file where it is not there. */
export function addAtTop(file: ComposeFile, key: string, lines: readonly string[]): Edit | null {
  const map = file.top(key);
  if (map?.kind === 'map') return addEntry(file.text, map, lines);
  const { text } = file;
  // Without services at the left margin it is no map of lines, or of the old form, which has nothing beside services.
  if (map || !/^["']?services["']?[ \t]*:/m.test(text) || /^(?:---|\.\.\.)/m.test(text.trimStart().slice(1)))
    return null;
  const end = text.trimEnd().length;
  const newline = newlineOf(text);
  const added = [`${key}:`, ...lines.map((line) => `  ${line}`)].join(newline);
  // What stands behind the last line stays there, but for blank lines.
  return {
    span: { start: end, end: text.length },
    newText: `${end === 0 ? '' : newline.repeat(2)}${added}${newline}`,
  };
}

/** Behind the line on which a value ends. */
function insertLines(text: string, end: number, lines: readonly string[]): Edit {
  const at = lineEnd(text, end);
  const newline = newlineOf(text);
  const stop = text[at - 1] === '\r' ? at - 1 : at;
  return { span: { start: stop, end: stop }, newText: lines.map((line) => newline + line).join('') };
}

/** The spaces that put a line at the column of an offset; null where something else than spaces and dashes is before it. */
function columnText(text: string, offset: number): string | null {
  const before = text.slice(lineStart(text, offset), offset);
  return /^[ -]*$/.test(before) ? ' '.repeat(before.length) : null;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline;
}

const ANCHOR = /(?:^|[\s,[{])&[^\s,\]}]/;

/** As the first line ends: all of a text is not read for each of its edits. */
function newlineOf(text: string): string {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
}
