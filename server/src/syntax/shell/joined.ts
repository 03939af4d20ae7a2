import type { ShellCommand } from './command';
import { execCommands } from './shell';

/**
 * What a program and the arguments that are given to it elsewhere come to only together, as `["npm"]` and
 * `["run", "dev"]`, or `["sh", "-c"]` and a script. Such a command is shown by what the arguments say of it.
 */
export function joinedCommands(
  program: readonly ShellCommand[],
  given: readonly ShellCommand[],
): readonly ShellCommand[] {
  const [first, second] = [program[0], given[0]];
  if (!first || !second || first.name === null || ENTRY_SCRIPT.test(first.name)) return [];
  const known = new Set([...program, ...given].map(({ span }) => `${span.start} ${span.end}`));
  const words = [...first.words, ...second.words];
  return execCommands(words.map(({ written, spanOf }) => ({ text: written, spanOf }))).flatMap((command) => {
    const { span } = command;
    if (known.has(`${span.start} ${span.end}`)) return [];
    return isWithin(command, second) ? [command] : [{ ...command, span: second.span }];
  });
}

function isWithin({ span }: ShellCommand, outer: ShellCommand): boolean {
  return span.start >= outer.span.start && span.end <= outer.span.end;
}

/** What is given to a script is for the script. */
const ENTRY_SCRIPT = /\.sh$|entrypoint/;
