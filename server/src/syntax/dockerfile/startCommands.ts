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
export function startCommandsOf({ stages, commands }: Dockerfile): StartCommand[] {
  const byStage = runsByStage(commands);
  const found = new Map<InstructionCommands, StartCommand>();
  for (const stage of stages.filter(({ isFinal }) => isFinal)) {
    for (const run of startOf(stage, stages, byStage)) if (!found.has(run)) found.set(run, { stage, run });
  }
  return [...found.values()];
}

/** What an ENTRYPOINT and the CMD that is given to it come to only together. */
export function joinedCommandsOf({ stages, commands }: Dockerfile): JoinedCommands[] {
  const byStage = runsByStage(commands);
  const found = new Map<InstructionCommands, JoinedCommands>();
  for (const stage of stages.filter(({ isFinal }) => isFinal)) {
    const [entrypoint, cmd] = startOf(stage, stages, byStage);
    if (entrypoint?.form !== 'exec' || cmd?.form !== 'exec' || found.has(cmd)) continue;
    found.set(cmd, { stage, run: cmd, commands: joinedCommands(entrypoint.commands, cmd.commands) });
  }
  return [...found.values()];
}

export interface JoinedCommands extends StartCommand {
  readonly commands: readonly ShellCommand[];
}

function runsByStage(commands: Dockerfile['commands']): Map<Stage, InstructionCommands[]> {
  const byStage = new Map<Stage, InstructionCommands[]>();
  for (const run of commands) {
    if (!run.stage || run.onbuild || run.keyword === 'run' || run.keyword === 'healthcheck') continue;
    byStage.set(run.stage, [...(byStage.get(run.stage) ?? []), run]);
  }
  return byStage;
}

function startOf(
  final: Stage,
  stages: readonly Stage[],
  byStage: ReadonlyMap<Stage, readonly InstructionCommands[]>,
): InstructionCommands[] {
  let entrypoint: InstructionCommands | undefined;
  let cmd: InstructionCommands | undefined;
  let stage: Stage | undefined = final;
  for (let depth = 0; stage && depth < stages.length; depth++) {
    const own: readonly InstructionCommands[] = byStage.get(stage) ?? [];
    // Once an ENTRYPOINT is known, the CMD of a stage before it is gone.
    if (!entrypoint) cmd ??= own.findLast(({ keyword }) => keyword === 'cmd');
    entrypoint ??= own.findLast(({ keyword }) => keyword === 'entrypoint');
    stage = stage.base === null ? undefined : stages[stage.base];
  }
  return [entrypoint, cmd].filter((run) => run !== undefined);
}
