import type { Dockerfile } from '../document';
import type { ShellCommand } from '../shell/command';
import { packageCommand, type PackageCommand } from '../programs/packageCommands';
import type { InstructionCommands } from './commands';
import { variablesAt } from './scopes';
import type { Stage } from './stages';

/** A command of the build that takes packages. */
export interface BuildPackages extends PackageCommand {
  readonly run: InstructionCommands;
}

/** The commands of a file's RUN instructions that take packages, in their order. */
export function packagesOf(file: Dockerfile): readonly BuildPackages[] {
  const known = read.get(file);
  if (known) return known;
  const found = file.commands
    .filter(({ keyword }) => keyword === 'run')
    .flatMap((run) =>
      run.commands.flatMap((command) => {
        const packages = packageCommand(command);
        return packages ? { ...packages, run } : [];
      }),
    );
  read.set(file, found);
  return found;
}

/** Several rules ask. */
const read = new WeakMap<Dockerfile, readonly BuildPackages[]>();

/** A stage and those that it starts from, itself first. */
export function stageChain({ stages }: Dockerfile, stage: Stage | null): readonly Stage[] {
  const chain: Stage[] = [];
  let next = stage ?? undefined;
  while (next && chain.length < stages.length) {
    chain.push(next);
    next = next.base === null ? undefined : stages[next.base];
  }
  return chain;
}

/** The command of the list that this one stands in, which may run it for another: `sudo` of `sudo apt-get`. */
export function listedCommand(command: ShellCommand): ShellCommand {
  let listed = command;
  while (listed.inside?.kind === 'arguments' && listed.inside.command) listed = listed.inside.command;
  return listed;
}

/** Whether one of some environment variables is set to more than nothing where a command runs. */
export function hasVariable(
  file: Dockerfile,
  { run, command }: BuildPackages,
  names: readonly string[],
): boolean {
  const scope = variablesAt(file, run.instruction);
  return (
    names.some((name) => isOn(scope.lookup(name)?.text)) ||
    command.assignments.some(({ name, value }) => names.includes(name) && isOn(value.written))
  );
}

/** Whether the value of a variable turns something on. */
export function isOn(text: string | null | undefined): boolean {
  return text !== undefined && text !== null && !/^(?:|0|false|no)$/i.test(text);
}
