import type { Edit, Span } from '../../text/span';
import type { Dockerfile } from '../document';
import type { Flag, Instruction } from './instruction';
import { sourceSpan } from './lines';

/** Takes an instruction with its lines away. */
export function removeInstruction({ text }: Dockerfile, { line: { span } }: Instruction): Edit {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  return { span: { start, end: nextLine(text, span.end) }, newText: '' };
}

/** Puts lines behind an instruction. */
export function insertAfter(
  { text }: Dockerfile,
  { line: { span } }: Instruction,
  lines: readonly string[],
): Edit {
  // As the first line ends: all of a text is not read for each of its edits.
  const newline = text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
  const at = nextLine(text, span.end);
  const added = lines.map((line) => line + newline).join('');
  const isUnfinished = at === text.length && !text.endsWith('\n');
  return { span: { start: at, end: at }, newText: isUnfinished ? newline + added.trimEnd() : added };
}

/** Puts lines in front of an instruction, at the beginning of its own line. */
export function insertBefore(
  { text }: Dockerfile,
  { line: { span } }: Instruction,
  lines: readonly string[],
): Edit {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const at = text.lastIndexOf('\n', span.start - 1) + 1;
  return { span: { start: at, end: at }, newText: lines.map((line) => line + newline).join('') };
}

function nextLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/** The place behind an instruction's keyword, where its flags begin. */
export function flagPlace({ line, keyword }: Instruction): Span {
  const start = line.text.length - line.text.trimStart().length;
  const { end } = sourceSpan(line, start, start + keyword.length);
  return { start: end, end };
}

/** Takes a flag away, with the space behind it. */
export function removeFlag({ text }: Dockerfile, { name, value, spanOf }: Flag): Edit {
  const start = spanOf(-(name.length + 3), 0).start;
  let { end } = spanOf(0, value.length);
  // A quote may close it.
  while (end < text.length && !/\s/.test(text[end] ?? '')) end++;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return { span: { start, end }, newText: '' };
}
