import type { Dockerfile } from '../document';
import type { InstructionCommands } from './commands';
import type { Stage } from './stages';
import type { ShellCommand } from '../shell/command';
import { joinedCommands } from '../shell/joined';

/** What a container of a stage's image runs: its ENTRYPOINT, its CMD, or both. */
export interface StartCommand {
  readonly stage: Stage;
  readonly run: InstructionCommands;
}

/**
 * What containers of the images run that leave the build. The last instruction of each kind counts, of the stage itself
 * or of those that it starts from; an ENTRYPOINT takes away the CMD of a stage before it. Source: Dockerfile reference,
 * "Understand how CMD and ENTRYPOINT interact".
 */
export function startCommandsOf(file: Dockerfile): StartCommand[] {
  const found = new Map<InstructionCommands, StartCommand>();
  for (const { stage, entrypoint, cmd } of finalStarts(file)) {
    for (const run of [entrypoint, cmd]) if (run && !found.has(run)) found.set(run, { stage, run });
  }
  return [...found.values()];
}

/** What an ENTRYPOINT and the CMD that is given to it come to only together. */
export function joinedCommandsOf(file: Dockerfile): JoinedCommands[] {
  const found = new Map<InstructionCommands, JoinedCommands>();
  for (const { stage, entrypoint, cmd } of finalStarts(file)) {
    if (entrypoint?.form !== 'exec' || cmd?.form !== 'exec' || found.has(cmd)) continue;
    found.set(cmd, { stage, run: cmd, commands: joinedCommands(entrypoint.commands, cmd.commands) });
  }
  return [...found.values()];
}

export interface JoinedCommands extends StartCommand {
  readonly commands: readonly ShellCommand[];
}

interface Start {
  readonly entrypoint: InstructionCommands | undefined;
  readonly cmd: InstructionCommands | undefined;
}

/** What counts in each final stage; a stage starts from none but an earlier one, so that one walk is enough. */
function finalStarts({ stages, commands }: Dockerfile): (Start & { readonly stage: Stage })[] {
  const byStage = new Map<Stage, InstructionCommands[]>();
  for (const run of commands) {
    if (!run.stage || run.onbuild || run.keyword === 'run' || run.keyword === 'healthcheck') continue;
    const known = byStage.get(run.stage);
    if (known) known.push(run);
    else byStage.set(run.stage, [run]);
  }
  const starts: Start[] = [];
  for (const stage of stages) {
    const base = stage.base === null ? undefined : starts[stage.base];
    starts.push(startOf(byStage.get(stage) ?? [], base));
  }
  return stages.flatMap((stage, index) => {
    const start = starts[index];
    return stage.isFinal && start ? [{ stage, ...start }] : [];
  });
}

/** An ENTRYPOINT of its own takes away the CMD of what it starts from. */
function startOf(own: readonly InstructionCommands[], base: Start | undefined): Start {
  const cmd = own.findLast(({ keyword }) => keyword === 'cmd');
  const entrypoint = own.findLast(({ keyword }) => keyword === 'entrypoint');
  return entrypoint ? { entrypoint, cmd } : { entrypoint: base?.entrypoint, cmd: cmd ?? base?.cmd };
}
