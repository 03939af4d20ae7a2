import type { Dockerfile } from '../document';
import type { InstructionCommands } from './commands';
import type { Stage } from './stages';

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
  const byStage = new Map<Stage, InstructionCommands[]>();
  for (const run of commands) {
    if (!run.stage || run.onbuild || run.keyword === 'run' || run.keyword === 'healthcheck') continue;
    const known = byStage.get(run.stage);
    if (known) known.push(run);
    else byStage.set(run.stage, [run]);
  }
  const starts = new Map<number, Start>();
  const found = new Map<InstructionCommands, StartCommand>();
  // A stage starts from none but an earlier one.
  for (const [index, stage] of stages.entries()) {
    const base = stage.base === null ? undefined : starts.get(stage.base);
    const start = startOf(byStage.get(stage) ?? [], base);
    starts.set(index, start);
    if (!stage.isFinal) continue;
    for (const run of [start.entrypoint, start.cmd]) {
      if (run && !found.has(run)) found.set(run, { stage, run });
    }
  }
  return [...found.values()];
}

interface Start {
  readonly entrypoint: InstructionCommands | undefined;
  readonly cmd: InstructionCommands | undefined;
}

/** An ENTRYPOINT of its own takes away the CMD of what it starts from. */
function startOf(own: readonly InstructionCommands[], base: Start | undefined): Start {
  const cmd = own.findLast(({ keyword }) => keyword === 'cmd');
  const entrypoint = own.findLast(({ keyword }) => keyword === 'entrypoint');
  return entrypoint ? { entrypoint, cmd } : { entrypoint: base?.entrypoint, cmd: cmd ?? base?.cmd };
}
