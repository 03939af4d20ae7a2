import { dirname, join, relative } from 'node:path';
import type { MergedService } from '../syntax/compose/merge';
import { defaultFile } from './composeFiles';
import { composeProject } from './composeProject';
import { changedWorkspace, type Workspace } from './workspace';

/** What a digest lock is made for: a project as it is without it. */
export interface LockedProject {
  readonly services: ReadonlyMap<string, MergedService>;
  /** The files that the lock comes after, in compose's order, as paths from the lock's folder. */
  readonly files: readonly string[];
}

/** `path` is a compose file of the project, `lock` that of the lock, which may be one of its files too. */
export function lockedProject(path: string, lock: string, workspace: Workspace): LockedProject {
  const project = composeProject(path, without(lock, workspace));
  // An included file has the services of the one that includes it.
  const [main = path] = project.members.keys();
  const files = project.files.includes(main) ? project.files : [main];
  const others = files.filter((file) => file !== lock);
  return {
    services: project.services,
    files: others.map((file) => relative(dirname(lock), file).replaceAll('\\', '/')),
  };
}

/** Where the lock of a compose file stands unless somebody chooses otherwise. */
export function lockBeside(path: string): string {
  return join(dirname(path), 'compose.lock.yaml');
}

/** The compose file that a folder has for compose; null where it has none. */
export function composeFileIn(folder: string, workspace: Workspace): string | null {
  return defaultFile(folder, workspace);
}

function without(path: string, workspace: Workspace): Workspace {
  return changedWorkspace(workspace, {
    readText: (other) => (other === path ? null : workspace.readText(other)),
    composeSource: (other) => (other === path ? null : workspace.composeSource(other)),
  });
}
