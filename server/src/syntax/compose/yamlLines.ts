import { Lexer } from 'yaml';
import { countUpTo } from '../../text/ascending';
import { lineEndAt } from '../../text/lines';
import type { Span } from '../../text/span';

/** A YAML text as lines, and what is written over several of them. */
export interface YamlLines {
  /** Each from its `#`, by YAML's own lexer, so that a `#` in a scalar is none. */
  readonly comments: readonly Span[];
  /** The lines with content that begin nothing less than themselves: no comment, not blank, not within a scalar or a flow collection. */
  readonly lines: readonly YamlLine[];
}

export interface YamlLine {
  readonly start: number;
  /** The end of the last line that its scalars and flow collections reach to. */
  readonly end: number;
  readonly indentation: number;
  /** Where its own text ends, without a comment and spaces, and what that ends in. */
  readonly contentEnd: number;
  readonly last: 'scalar' | 'block' | 'other';
  readonly hasComment: boolean;
  /** Whether it is an item of a list. */
  readonly isItem: boolean;
}

export function readYamlLines(text: string): YamlLines {
  const comments: Span[] = [];
  const lines: Draft[] = [];
  let current: Draft | null = null;
  let depth = 0;
  let inBlock = false;
  for (const { lexeme, start, end, isScalar } of lexemes(text)) {
    const isBlock: boolean = isScalar && inBlock;
    if (isScalar) inBlock = false;
    if (!isScalar && lexeme.startsWith('#')) {
      comments.push({ start, end });
      if (current && start < current.end) current.hasComment = true;
      continue;
    }
    if (lexeme.trim() === '' || lexeme === '\uFEFF') continue;
    if (!current || (depth === 0 && !isBlock && start > current.end)) {
      current = draft(text, start);
      lines.push(current);
    }
    if (!isScalar) depth = Math.max(0, depth + (DEPTHS.get(lexeme) ?? 0));
    const textEnd = start + lexeme.trimEnd().length;
    current.contentEnd = textEnd;
    current.last = isBlock ? 'block' : kindOf(lexeme, isScalar);
    if (current.last === 'block') inBlock = !isBlock;
    current.end = Math.max(current.end, lineEndAt(text, Math.max(textEnd - 1, start)));
  }
  return { comments, lines };
}

/** The line that an offset is on, or that begins what the offset is in; null where there is none. */
export function yamlLineAt({ lines }: YamlLines, offset: number): YamlLine | null {
  const line = lines[countUpTo(lines, offset, ({ start }) => start) - 1];
  return line && offset <= line.end ? line : null;
}

/**
 * Where the block ends that each line begins: with the last line that is indented deeper, and for a key also with the
 * list items and closing brackets right below it.
 */
export function blockEnds(lines: readonly YamlLine[]): number[] {
  const ends = lines.map(({ end }) => end);
  const open: number[] = [];
  for (const [index, line] of lines.entries()) {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const outer = lines[top];
      if (outer && isWithin(line, outer)) break;
      open.pop();
      raise(ends, open.at(-1), ends[top]);
    }
    open.push(index);
  }
  while (open.length > 0) {
    const top = open.pop();
    if (top !== undefined) raise(ends, open.at(-1), ends[top]);
  }
  return ends;
}

/** The lines that a line is nested in, the outermost first, and it itself. */
export function yamlPath(lines: readonly YamlLine[], line: YamlLine): YamlLine[] {
  const path = [line];
  for (let index = lines.indexOf(line) - 1; index >= 0; index--) {
    const above = lines[index];
    const [inner] = path;
    if (above && inner && isWithin(inner, above)) path.unshift(above);
  }
  return path;
}

function isWithin(line: YamlLine, outer: YamlLine): boolean {
  if (line.indentation > outer.indentation) return true;
  return line.indentation === outer.indentation && line.isItem && !outer.isItem;
}

function raise(ends: number[], index: number | undefined, end: number | undefined): void {
  if (index !== undefined && end !== undefined) ends[index] = Math.max(ends[index] ?? 0, end);
}

type Draft = { -readonly [Key in keyof YamlLine]: YamlLine[Key] };

function draft(text: string, offset: number): Draft {
  const newline = text.lastIndexOf('\n', offset - 1) + 1;
  const start = newline === 0 && text.startsWith('\uFEFF') ? 1 : newline;
  return {
    start,
    end: lineEndAt(text, offset),
    indentation: offset - start,
    contentEnd: offset,
    last: 'other',
    hasComment: false,
    isItem: /^-(?=\s|$)/.test(text.slice(offset, offset + 2)),
  };
}

function kindOf(lexeme: string, isScalar: boolean): YamlLine['last'] {
  if (isScalar) return 'scalar';
  if (lexeme.startsWith('|') || lexeme.startsWith('>')) return 'block';
  return lexeme.startsWith('"') || lexeme.startsWith("'") ? 'scalar' : 'other';
}

interface Lexeme extends Span {
  readonly lexeme: string;
  /** True for a plain scalar and for the text of a block scalar. */
  readonly isScalar: boolean;
}

function* lexemes(text: string): Iterable<Lexeme> {
  let offset = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && CONTROL.has(lexeme)) {
      isScalar = lexeme === SCALAR;
      continue;
    }
    const end = offset + lexeme.length;
    yield { lexeme, start: offset, end, isScalar };
    isScalar = false;
    offset = end;
  }
}

/** Lexemes that stand for no text: a document's beginning, an error in flow, and that a scalar follows. */
const SCALAR = '\u001f';
const CONTROL: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR]);
const DEPTHS: ReadonlyMap<string, number> = new Map([
  ['{', 1],
  ['[', 1],
  ['}', -1],
  [']', -1],
]);
