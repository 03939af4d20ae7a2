import { join, resolve } from 'node:path';
import type { Build } from '../syntax/build';
import { buildOf, type MergedService } from '../syntax/composeMerge';
import { composeProject, isLocal, MAX_FILES } from './composeProject';
import { foldersAbove, type Workspace } from './surroundings';

/** A service that builds a Dockerfile. */
export interface DockerfileBuild {
  /** The absolute path of the Dockerfile. */
  readonly dockerfile: string;
  readonly service: string;
  readonly build: Build;
}

/** The Dockerfile that a service builds; null where it has none, has it inline, or its place is not known here. */
export function dockerfileOf({ build }: MergedService): string | null {
  if (!build || build.inline) return null;
  const { path, folder } = build.context ?? { path: '.', folder: build.folder };
  if (path === null || !isLocal(path)) return null;
  return resolve(folder, path, build.dockerfile ?? 'Dockerfile');
}

/** What the services of compose files beside and above a Dockerfile tell its build. */
export function buildsOf(dockerfile: string, workspace: Workspace): Build[] {
  return foldersAbove(dockerfile, workspace)
    .flatMap((folder) => buildsFrom(folder, workspace))
    .filter((found) => found.dockerfile === dockerfile)
    .map(({ build }) => build);
}

function buildsFrom(folder: string, workspace: Workspace): readonly DockerfileBuild[] {
  const known = workspace.builds.get(folder);
  if (known) return known;
  const files = workspace
    .fileNames(folder)
    .filter((name) => workspace.kindOf(join(folder, name)) === 'compose');
  const builds = files.slice(0, MAX_FILES).flatMap((name) => {
    const { services } = composeProject(join(folder, name), workspace);
    return [...services].flatMap(([service, merged]): DockerfileBuild[] => {
      const dockerfile = dockerfileOf(merged);
      const build = buildOf(merged);
      return dockerfile !== null && build ? [{ dockerfile, service, build }] : [];
    });
  });
  workspace.builds.set(folder, builds);
  return builds;
}
