import type { ShellWord } from './word';

/** The value of a variable; null where it is not known. */
export type VariableValue = (name: string) => string | null;

/** What a word reads with the values of its variables; null where one is not known, or something else is expanded. */
export function knownText(word: ShellWord, valueOf: VariableValue): string | null {
  if (word.text !== null) return word.text;
  let text = '';
  let done = 0;
  for (const { kind, start, end } of word.expansions) {
    const name = kind === 'parameter' ? VARIABLE.exec(word.written.slice(start, end)) : null;
    const value = name && valueOf(name[1] ?? name[2] ?? '');
    if (value === null) return null;
    text += word.written.slice(done, start) + value;
    done = end;
  }
  return text + word.written.slice(done);
}

const VARIABLE = /^\$(?:(\w+)|\{(\w+)\})$/;
