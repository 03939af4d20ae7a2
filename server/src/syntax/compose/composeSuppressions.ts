import { Lexer } from 'yaml';
import type { Span } from '../../text/span';
import { parseSuppressionComment, type Suppression } from '../suppression';

/**
 * The ignore comments of a YAML file. At the end of a line one waives what the line shows, on a line of its own what
 * the next line with content shows. The lines of a block scalar, which have no room for comments, belong to the line
 * that begins it.
 */
export function composeSuppressions(text: string): Suppression[] {
  if (!text.includes('immutable-infra-ignore')) return [];
  const { comments, blockEnds } = readLexemes(text);
  const scopeOf = scopes(text, blockEnds);
  return comments.flatMap(({ start, end }) => {
    const parsed = parseSuppressionComment(text.slice(start, end), start);
    if (!parsed) return [];
    const { comment, rules, reason, wholeFile } = parsed;
    const scope = wholeFile ? { start: 0, end: text.length } : scopeOf(comment);
    return [{ comment, rules, reason, scope }];
  });
}

interface Lexemes {
  readonly comments: readonly Span[];
  /** Where block scalars end, by the beginning of the line on which they begin. */
  readonly blockEnds: ReadonlyMap<number, number>;
}

/** Comments by YAML's own lexer, so that a `#` in a scalar is none. */
function readLexemes(text: string): Lexemes {
  const comments: Span[] = [];
  const blockEnds = new Map<number, number>();
  let offset = 0;
  let inScalar = false;
  let blockLine: number | null = null;
  for (const lexeme of new Lexer().lex(text)) {
    if (!inScalar && CONTROL.has(lexeme)) {
      inScalar = lexeme === SCALAR;
      continue;
    }
    const end = offset + lexeme.length;
    if (inScalar) {
      if (blockLine !== null) blockEnds.set(blockLine, end);
      blockLine = null;
    } else if (lexeme.startsWith('#')) {
      comments.push({ start: offset, end });
    } else if (lexeme.startsWith('|') || lexeme.startsWith('>')) {
      blockLine = text.lastIndexOf('\n', offset) + 1;
    }
    inScalar = false;
    offset = end;
  }
  return { comments, blockEnds };
}

/** For comments in their order; of comments one under the other, the line below is looked for once. */
function scopes(text: string, blockEnds: Lexemes['blockEnds']): (comment: Span) => Span {
  let content = -1;
  const lineAt = (start: number) => ({ start, end: blockEnds.get(start) ?? lineEnd(text, start) });
  return ({ start, end }) => {
    const line = text.lastIndexOf('\n', start - 1) + 1;
    if (text.slice(line, start).trim() !== '') return lineAt(line);
    if (content < end) content = nextContent(text, lineEnd(text, end) + 1);
    return lineAt(content);
  };
}

/** The beginning of the first line from `start` on that is neither blank nor a comment. */
function nextContent(text: string, start: number): number {
  let line = start;
  while (line < text.length && /^\s*(?:#|$)/.test(text.slice(line, lineEnd(text, line))))
    line = lineEnd(text, line) + 1;
  return Math.min(line, text.length);
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline;
}

/** Lexemes that stand for no text: a document's beginning, an error in flow, and that a scalar follows. */
const SCALAR = '\u001f';
const CONTROL: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR]);
