import type { ShellCommand } from './command';
import type { SourceText } from './text';
import { argumentCommands, scriptCommands } from './tree';
import { literalWord } from './word';

/** The commands of a text that a shell runs, in the order in which they are written. It never fails. */
export function shellCommands(script: SourceText): readonly ShellCommand[] {
  return scriptCommands(script);
}

/** The command that is run without a shell, its program and each argument given as they are, and what it runs. */
export function execCommands(words: readonly SourceText[]): readonly ShellCommand[] {
  return words.length > 0 ? argumentCommands(words.map(literalWord)) : [];
}
