import type { Span } from '../../text/span';
import { skipSpaces, trimmedEnd } from './space';

/** A parser directive: `# syntax=docker/dockerfile:1`. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly valueSpan: Span;
}

export interface Directives {
  readonly directives: readonly Directive[];
  readonly escape: string;
  /** Where the instructions may begin. */
  readonly end: number;
}

/**
 * Reads the leading block of `# name=value` lines; it ends at the first line of any other kind, with an unknown name,
 * and with one that was there before. Source: BuildKit's frontend/dockerfile/parser (directives.go), where one reader
 * looks for `escape` and allows a line to be indented, and another for `syntax` and `check`, which does not, but goes
 * past a first line for the shell.
 */
export function readDirectives(text: string): Directives {
  const beginning = text.startsWith('\uFEFF') ? 1 : 0;
  const hasShebang = text.startsWith('#!', beginning);
  const start = hasShebang ? lineEnd(text, beginning).next : beginning;
  const { directives: all, end } = readBlock(text, start, '#');
  const indented = all.findIndex(({ isIndented }) => isIndented);
  const detected = indented < 0 ? all : all.slice(0, indented);
  const escape = hasShebang ? undefined : all.find(({ name }) => name === 'escape');
  const listed = all.filter((directive) =>
    directive.name === 'escape' ? directive === escape : detected.includes(directive),
  );
  const known = { escape: escape?.value === '`' ? '`' : '\\', end };
  if (listed.some(({ name }) => name === 'syntax')) return { directives: listed, ...known };
  return otherSyntax(text, start, { directives: listed, ...known });
}

/** `// syntax=…`, and a JSON object with the key `syntax`: what files in another language choose their frontend by. */
function otherSyntax(text: string, start: number, found: Directives): Directives {
  if (text.startsWith('//', start)) {
    const block = readBlock(text, start, '//');
    const unindented = block.directives.filter(({ name, isIndented }) => name === 'syntax' && !isIndented);
    return { ...found, directives: [...found.directives, ...unindented], end: block.end };
  }
  const syntax = jsonSyntax(text, start);
  return syntax ? { ...found, directives: [...found.directives, syntax] } : found;
}

interface BlockDirective extends Directive {
  readonly isIndented: boolean;
}

function readBlock(
  text: string,
  start: number,
  comment: string,
): { directives: BlockDirective[]; end: number } {
  const directives: BlockDirective[] = [];
  const seen = new Set<string>();
  let offset = start;
  while (offset < text.length) {
    const { end, next } = lineEnd(text, offset);
    const marker = skipSpaces(text, offset, end);
    const directive = text.startsWith(comment, marker)
      ? readDirective(text, marker + comment.length, end)
      : null;
    if (!directive || seen.has(directive.name)) break;
    seen.add(directive.name);
    directives.push({ ...directive, isIndented: marker > offset });
    offset = next;
  }
  return { directives, end: offset };
}

function readDirective(text: string, from: number, lineEndOffset: number): Directive | null {
  const start = skipSpaces(text, from, lineEndOffset);
  const end = trimmedEnd(text, start, lineEndOffset);
  NAME_AND_EQUALS.lastIndex = start;
  const match = NAME_AND_EQUALS.exec(text);
  const name = match?.[1]?.toLowerCase() ?? '';
  const valueStart = NAME_AND_EQUALS.lastIndex;
  if (!match || !KNOWN_DIRECTIVES.has(name) || valueStart >= end) return null;
  return { name, value: text.slice(valueStart, end), valueSpan: { start: valueStart, end } };
}

function lineEnd(text: string, offset: number): { end: number; next: number } {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? { end: text.length, next: text.length } : { end: newline, next: newline + 1 };
}

function jsonSyntax(text: string, start: number): Directive | null {
  if (text[skipSpaces(text, start, text.length)] !== '{') return null;
  const value = syntaxOf(text.slice(start));
  const valueSpan = typeof value === 'string' ? syntaxSpan(text, start) : null;
  return typeof value === 'string' && valueSpan ? { name: 'syntax', value, valueSpan } : null;
}

function syntaxOf(json: string): unknown {
  try {
    return (JSON.parse(json) as { readonly syntax?: unknown }).syntax;
  } catch {
    return undefined;
  }
}

/** Between the quotes of the last value of `syntax` in the outermost object of a valid JSON text. */
function syntaxSpan(text: string, start: number): Span | null {
  let depth = 0;
  let key = '';
  let previous = '';
  let found: Span | null = null;
  JSON_TOKEN.lastIndex = start;
  for (let match = JSON_TOKEN.exec(text); match; match = JSON_TOKEN.exec(text)) {
    const [token] = match;
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && token.startsWith('"')) {
      if (previous !== ':') key = token;
      else if (key === '"syntax"') found = { start: match.index + 1, end: match.index + token.length - 1 };
    }
    previous = token;
  }
  return found;
}

const NAME_AND_EQUALS = /([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*/y;
const KNOWN_DIRECTIVES: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);
const JSON_TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/g;
