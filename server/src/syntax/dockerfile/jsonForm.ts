import type { Word } from './instruction';

/**
 * The strings of the JSON form, `["executable", "argument"]`, between `start` and `end` of a line; null where the text
 * is no JSON array of strings, which makes it the shell form. A word's `text` is its value, and its span what stands
 * between its quotes. Source: BuildKit's parseJSON.
 */
export function jsonWords(
  { text }: { readonly text: string },
  { start, end }: { readonly start: number; readonly end: number },
): Word[] | null {
  const array = text.slice(start, end);
  if (!array.trimStart().startsWith('[')) return null;
  const values = parsed(array);
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) return null;
  const places = [...array.matchAll(STRING)];
  return values.map((value, index) => {
    const opening = start + (places[index]?.index ?? 0);
    return { text: value, start: opening + 1, end: opening + (places[index]?.[0].length ?? 0) - 1 };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;
