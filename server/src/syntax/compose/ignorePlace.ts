import { lineEndAt, lineStartAt } from '../../text/lines';
import { dockerfileIgnorePlace } from '../dockerfile/ignorePlace';
import type { IgnorePlace, SuppressionKind } from '../suppression';
import { readYamlLines, yamlLineAt, yamlPath, type YamlLine, type YamlLines } from './yamlLines';

/**
 * Where a compose file has room for a comment that waives what is found at an offset: behind a scalar that ends its
 * line, else above the line that begins what the offset is in; in a Dockerfile inside of it, where that has room. Null
 * where there is none.
 */
export function composeIgnorePlace(text: string, offset: number, scope: SuppressionKind): IgnorePlace | null {
  const yaml = readYamlLines(text);
  if (scope === 'file') return topPlace(text);
  const line = yamlLineAt(yaml, offset);
  if (!line) return null;
  const inline = inlinePlace(text, line, offset, scope);
  if (inline) return inline;
  if (scope === 'block') {
    const { begin, what } = blockOf(text, yaml, line);
    return begin && { ...placeAbove(text, yaml, begin), what };
  }
  const isOneLine = line.end === lineEndAt(text, line.start);
  if (!isOneLine || line.last !== 'scalar' || line.hasComment) return placeAbove(text, yaml, line);
  return { offset: line.contentEnd, before: ' ', after: '', what: 'line', covers: line.start };
}

/** Below the comments that begin a file: of some the tool that they are for reads only the first line. */
function topPlace(text: string): IgnorePlace {
  const newline = newlineOf(text);
  let offset = text.startsWith('\uFEFF') ? 1 : 0;
  while (text.startsWith('#', offset)) {
    const end = lineEndAt(text, offset);
    if (end === text.length) return { offset: end, before: newline, after: '', what: 'file', covers: 0 };
    offset = end + 1;
  }
  return { offset, before: '', after: newline, what: 'file', covers: 0 };
}

function placeAbove(text: string, { comments }: YamlLines, line: YamlLine): IgnorePlace {
  const starts = new Set(comments.map(({ start }) => start));
  let { start } = line;
  while (start > 0) {
    const above = lineStartAt(text, start - 1);
    if (!starts.has(above + line.indentation) || isContent(text, above, line.indentation)) break;
    start = above;
  }
  const before = text.slice(line.start, line.start + line.indentation);
  return { offset: start, before, after: newlineOf(text), what: 'line', covers: line.start };
}

function isContent(text: string, start: number, indentation: number): boolean {
  return text.slice(start, start + indentation).trim() !== '';
}

/** The line that begins the service that a line is in, or else the key at the top of the file. */
function blockOf(
  text: string,
  { lines }: YamlLines,
  line: YamlLine,
): { readonly begin: YamlLine | null; readonly what: IgnorePlace['what'] } {
  const path = yamlPath(lines, line);
  const isService = path[0] !== undefined && SERVICES.test(text.slice(path[0].start, path[0].contentEnd));
  const begin = path[isService ? 1 : 0] ?? null;
  const isLine = begin === line && line.end === lineEndAt(text, line.start);
  return { begin: isLine ? null : begin, what: isService ? 'service' : 'block' };
}

/** In a literal block the Dockerfile stands as it is, only indented. */
function inlinePlace(
  text: string,
  line: YamlLine,
  offset: number,
  scope: SuppressionKind,
): IgnorePlace | null {
  const first = lineEndAt(text, line.start);
  if (offset <= first || !LITERAL_DOCKERFILE.test(text.slice(line.start, first))) return null;
  const { inner, outerOffset, innerOffset, indentation } = dedented(text, first + 1, line.end);
  const place = dockerfileIgnorePlace(inner, innerOffset(offset), scope);
  return (
    place && {
      offset: lineStartAt(text, outerOffset(place.offset)),
      before: indentation + place.before,
      after: newlineOf(text),
      what: place.what,
      covers: outerOffset(place.covers),
    }
  );
}

/** A literal block's lines without their indentation, which is that of the first. */
function dedented(text: string, start: number, end: number) {
  const lines = text.slice(start, end).split('\n');
  const indentation = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0] ?? '';
  const cuts = lines.map((line) => Math.min(indentation.length, line.length - line.trimStart().length));
  const inner = lines.map((line, index) => line.slice(cuts[index])).join('\n');
  const removedBefore = (lineNumber: number) =>
    cuts.slice(0, lineNumber + 1).reduce((sum, cut) => sum + cut, 0);
  const lineOf = (within: string) => within.split('\n').length - 1;
  return {
    inner,
    indentation,
    innerOffset: (offset: number) => offset - start - removedBefore(lineOf(text.slice(start, offset))),
    outerOffset: (offset: number) => offset + start + removedBefore(lineOf(inner.slice(0, offset))),
  };
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

const SERVICES = /^(["']?)services\1\s*:/;
const LITERAL_DOCKERFILE = /dockerfile_inline["']?\s*:\s*(?:[&!]\S*\s+)*\|/;
