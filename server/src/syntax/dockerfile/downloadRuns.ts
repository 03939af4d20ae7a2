import type { Dockerfile } from '../document';
import type { InstructionCommands } from './commands';
import { followDownloads, type DownloadUse } from '../programs/downloadUses';
import type { Stage } from './stages';
import { workFoldersOf } from './workFolders';

/** A download that a RUN of a stage makes and that the stage runs, while nothing compares it with what it should be. */
export interface DownloadRun extends DownloadUse {
  readonly run: InstructionCommands;
}

/** Finds the downloads that are run, stage by stage; a HEALTHCHECK's answers are none. */
export function downloadRunsOf(file: Dockerfile): DownloadRun[] {
  const byStage = new Map<Stage | null, InstructionCommands[]>();
  for (const run of file.commands) {
    if (run.keyword === 'healthcheck' || run.language !== 'shell') continue;
    const known = byStage.get(run.stage);
    if (known) known.push(run);
    else byStage.set(run.stage, [run]);
  }
  const folderOf = workFoldersOf(file);
  return [...byStage.values()].flatMap((runs) => {
    const lists = runs.map(({ commands, keyword, instruction }) => ({
      commands,
      folder: folderOf(instruction),
      downloads: keyword === 'run',
    }));
    return followDownloads(lists).flatMap(({ list, ...use }) => {
      const run = runs[list];
      return run ? [{ ...use, run }] : [];
    });
  });
}
