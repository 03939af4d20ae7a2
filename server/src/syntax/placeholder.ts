/** Jinja, Go templates, ERB, and autoconf's `@NAME@`: a text that another program fills in before Docker reads it. */
export const PLACEHOLDER = /\{\{|\}\}|\{%|<%|%>|@@|@[A-Za-z_][A-Za-z0-9_]*@/;

/**
 * A text in which lines that only tell a template engine what to do, such as `{% if production %}`, are comments of the
 * same length: to a reader of YAML they would end the file.
 */
export function withoutControlLines(text: string): string {
  if (!CONTROL.test(text)) return text;
  return text.replace(CONTROL_LINES, (line) => '#'.padEnd(line.length));
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The words of a line, those that a placeholder with spaces in it takes apart as one: `{{ image }}:1`. */
export function joinPlaceholders(words: readonly Word[], line: string): readonly Word[] {
  if (!words.some(({ text }) => opens(text, false))) return words;
  const joined: Word[] = [];
  let start: number | null = null;
  for (const { text, start: own, end } of words) {
    start ??= own;
    if (opens(text, start !== own)) continue;
    joined.push({ text: line.slice(start, end), start, end });
    start = null;
  }
  const last = words.at(-1);
  if (start !== null && last) joined.push({ text: line.slice(start, last.end), start, end: last.end });
  return joined;
}

/** Whether a placeholder is open at the end of a word; `before` says whether one is at its beginning. */
function opens(word: string, before: boolean): boolean {
  const opening = Math.max(word.lastIndexOf('{{'), word.lastIndexOf('{%'), word.lastIndexOf('<%'));
  const closing = Math.max(word.lastIndexOf('}}'), word.lastIndexOf('%}'), word.lastIndexOf('%>'));
  return opening === closing ? before : opening > closing;
}

const CONTROL = /\{[%#{]|<%/;
const CONTROL_LINES = /^[ \t]*(?:\{%.*%\}|\{#.*#\}|\{\{[^{}]*\}\}|<%.*%>)[ \t]*(?=\r?$)/gm;
