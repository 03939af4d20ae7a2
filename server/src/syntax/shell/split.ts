import { derivedText, type Run, type SourceText } from './text';

/**
 * A text split into words as a shell splits it, where none runs: quotes and backslashes are removed, nothing is
 * expanded, and an operator ends the text. Source: go-shellwords, with which Compose splits `command` and `entrypoint`.
 */
export function splitWords(source: SourceText): SourceText[] {
  const words: SourceText[] = [];
  const { text } = source;
  let offset = 0;
  for (;;) {
    while (isSpace(text[offset])) offset++;
    if (offset >= text.length || isOperator(text[offset])) return words;
    const start = offset;
    const runs: Run[] = [];
    while (offset < text.length && !isSpace(text[offset]) && !isOperator(text[offset])) {
      offset = readPiece(text, offset, runs);
    }
    words.push(derivedText(source, runs, Math.min(start + 1, offset)));
  }
}

/** Reads a quoted string, an escaped character, or plain ones; returns where it ends. */
function readPiece(text: string, offset: number, runs: Run[]): number {
  switch (text[offset]) {
    case "'": {
      const end = text.indexOf("'", offset + 1);
      take(text, offset + 1, end < 0 ? text.length : end, runs);
      return end < 0 ? text.length : end + 1;
    }
    case '"':
      return readDoubleQuoted(text, offset + 1, runs);
    case '\\':
      return readEscape(text, offset, runs);
    default: {
      let end = offset + 1;
      while (end < text.length && !isSpace(text[end]) && !SPECIAL.has(text[end] ?? '')) end++;
      take(text, offset, end, runs);
      return end;
    }
  }
}

function readDoubleQuoted(text: string, start: number, runs: Run[]): number {
  let offset = start;
  while (offset < text.length && text[offset] !== '"') {
    if (text[offset] === '\\') {
      offset = readEscape(text, offset, runs);
      continue;
    }
    const from = offset;
    while (offset < text.length && text[offset] !== '"' && text[offset] !== '\\') offset++;
    take(text, from, offset, runs);
  }
  return Math.min(offset + 1, text.length);
}

function readEscape(text: string, offset: number, runs: Run[]): number {
  const to = Math.min(offset + 2, text.length);
  runs.push({ text: text.slice(offset + 1, to), from: offset, to });
  return to;
}

function take(text: string, from: number, to: number, runs: Run[]): void {
  if (to > from) runs.push({ text: text.slice(from, to), from, to });
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && SPACES.has(character);
}

function isOperator(character: string | undefined): boolean {
  return character !== undefined && OPERATORS.has(character);
}

const SPACES: ReadonlySet<string> = new Set([' ', '\t', '\r', '\n']);
const OPERATORS: ReadonlySet<string> = new Set([';', '&', '|', '<', '>']);
const SPECIAL: ReadonlySet<string> = new Set(["'", '"', '\\', ...OPERATORS]);
