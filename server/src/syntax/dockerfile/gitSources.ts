import type { Dockerfile } from '../document';
import type { InstructionCommands } from './commands';
import { shellValuesAt } from './shellValues';
import type { Stage } from './stages';
import { followGit, type GitSource } from '../programs/gitSources';
import { workFoldersOf } from './workFolders';

/** What a RUN of a stage takes from a Git repository, and what the stage makes of it in the end. */
export interface GitSourceRun extends GitSource {
  readonly run: InstructionCommands;
}

export function gitSourcesOf(file: Dockerfile): GitSourceRun[] {
  const byStage = new Map<Stage | null, InstructionCommands[]>();
  for (const run of file.commands) {
    if (run.keyword !== 'run' || run.language !== 'shell') continue;
    const known = byStage.get(run.stage);
    if (known) known.push(run);
    else byStage.set(run.stage, [run]);
  }
  const folderOf = workFoldersOf(file);
  return [...byStage.values()].flatMap((runs) => {
    const lists = runs.map((run) => ({
      commands: run.commands,
      folder: folderOf(run.instruction),
      values: shellValuesAt(file, run),
    }));
    return followGit(lists).flatMap((source) => {
      const run = runs[source.list];
      return run ? [{ ...source, run }] : [];
    });
  });
}
