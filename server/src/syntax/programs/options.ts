import { wordFrom, type ShellWord } from '../shell/word';

/** How a program reads its options. */
export interface OptionTable {
  /** The letters whose value is the rest of their word, or the next word. */
  readonly valued: string;
  /** The long options whose value may be the next word. */
  readonly longValued: ReadonlySet<string>;
}

/** An option as its letter (`o`) or its long name (`output`). */
export interface ShellOption {
  readonly name: string;
  readonly value: ShellWord | null;
}

/** The words of a program after its name, told apart. */
export interface ReadOptions {
  readonly options: readonly ShellOption[];
  readonly operands: readonly ShellWord[];
}

/** Reads options as GNU's getopt does: joined letters, `--name=value`, and nothing after `--`. */
export function readOptions(words: readonly ShellWord[], { valued, longValued }: OptionTable): ReadOptions {
  const options: ShellOption[] = [];
  const operands: ShellWord[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (!word) break;
    const { written } = word;
    if (written === '--') {
      operands.push(...words.slice(index + 1));
      break;
    }
    if (written.startsWith('--')) {
      const equals = written.indexOf('=');
      const name = written.slice(2, equals < 0 ? undefined : equals);
      const takesNext = equals < 0 && longValued.has(name);
      const value = equals < 0 ? (takesNext ? words[++index] : undefined) : wordFrom(word, equals + 1);
      options.push({ name, value: value ?? null });
    } else if (written.length > 1 && written.startsWith('-')) {
      const { found, takesNext } = letters(word, valued);
      const last = takesNext ? words[++index] : undefined;
      options.push(...found.slice(0, -1));
      const final = found.at(-1);
      if (final) options.push(last ? { ...final, value: last } : final);
    } else operands.push(word);
  }
  return { options, operands };
}

function letters(word: ShellWord, valued: string): { found: ShellOption[]; takesNext: boolean } {
  const found: ShellOption[] = [];
  for (let at = 1; at < word.written.length; at++) {
    const name = word.written[at] ?? '';
    if (!valued.includes(name)) {
      found.push({ name, value: null });
      continue;
    }
    const isLast = at === word.written.length - 1;
    found.push({ name, value: isLast ? null : wordFrom(word, at + 1) });
    return { found, takesNext: isLast };
  }
  return { found, takesNext: false };
}

/** The values of the options of these names. */
export function valuesOf({ options }: ReadOptions, ...names: readonly string[]): ShellWord[] {
  return options.flatMap(({ name, value }) => (value && names.includes(name) ? [value] : []));
}

/** Whether one of these options is given. */
export function hasOption({ options }: ReadOptions, ...names: readonly string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}
