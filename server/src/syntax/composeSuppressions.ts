import { Lexer } from 'yaml';
import type { Span } from '../text/span';
import { parseSuppressionComment, type Suppression } from './suppression';

/**
 * The ignore comments of a YAML file. At the end of a line one waives what the line shows, on a line of its own what
 * the next line with content shows.
 */
export function composeSuppressions(text: string): Suppression[] {
  if (!text.includes('immutable-infra-ignore')) return [];
  return commentsOf(text).flatMap(({ start, end }) => {
    const parsed = parseSuppressionComment(text.slice(start, end), start);
    if (!parsed) return [];
    const { comment, rules, reason, wholeFile } = parsed;
    const scope = wholeFile ? { start: 0, end: text.length } : scopeOf(text, comment);
    return [{ comment, rules, reason, scope }];
  });
}

/** Comments by YAML's own lexer, so that a `#` in a scalar is none. */
function commentsOf(text: string): Span[] {
  const found: Span[] = [];
  let offset = 0;
  let inScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (CONTROL.has(lexeme)) {
      inScalar = lexeme === SCALAR;
      continue;
    }
    if (lexeme.startsWith('#') && !inScalar) found.push({ start: offset, end: offset + lexeme.length });
    inScalar = false;
    offset += lexeme.length;
  }
  return found;
}

function scopeOf(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== '') return { start: lineStart, end: lineEnd(text, end) };
  let next = lineEnd(text, end) + 1;
  while (next < text.length && /^\s*(?:#|$)/.test(text.slice(next, lineEnd(text, next))))
    next = lineEnd(text, next) + 1;
  return { start: next, end: lineEnd(text, next) };
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline;
}

/** Lexemes that stand for no text: a document's beginning, an error in flow, and that a scalar follows. */
const SCALAR = '\u001f';
const CONTROL: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR]);
