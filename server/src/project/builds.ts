import { join, resolve } from 'node:path';
import type { Build } from '../syntax/dockerfile/build';
import { buildOf, type MergedService } from '../syntax/compose/merge';
import type { BuildOutline } from '../syntax/compose/outline';
import { composeProject, isLocal } from './composeProject';
import { composeFilesIn, foldersAbove } from './surroundings';
import { type Workspace } from './workspace';

/** A build of a Dockerfile, which stands at an absolute path. */
export interface DockerfileBuild {
  readonly dockerfile: string;
  readonly build: Build;
}

/** The Dockerfile that a service builds; null where it has none, has it inline, or its place is not known here. */
export function dockerfileOf({ build }: MergedService): string | null {
  const context = build && !build.inline ? contextOf(build) : null;
  return context === null ? null : resolve(context, build?.dockerfile ?? 'Dockerfile');
}

/** The folder that a build copies from; null where it is not one of this machine, or not known here. */
export function contextOf({ context, folder: own }: BuildOutline): string | null {
  const { path, folder } = context ?? { path: '.', folder: own };
  return path === null || !isLocal(path) ? null : resolve(folder, path);
}

/** What the services of compose files beside and above a Dockerfile, and in the usual folders there, tell its build. */
export function buildsOf(dockerfile: string, workspace: Workspace): Build[] {
  const folders = foldersAbove(dockerfile, workspace);
  const around = folders.flatMap((folder) => COMPOSE_FOLDERS.map((name) => join(folder, name)));
  return [...new Set([...folders, ...around])]
    .flatMap((folder) => buildsFrom(folder, workspace))
    .filter((found) => found.dockerfile === dockerfile)
    .map(({ build }) => build);
}

function buildsFrom(folder: string, workspace: Workspace): readonly DockerfileBuild[] {
  const known = workspace.builds.get(folder);
  if (known) return known;
  const builds = composeFilesIn(folder, workspace).flatMap((file) => {
    const { files: merged, services } = composeProject(file, workspace);
    // An override is read with the file that it overrides.
    if (merged[0] !== file) return [];
    return [...services].flatMap(([name, service]): DockerfileBuild[] => {
      const dockerfile = dockerfileOf(service);
      const build = buildOf(name, service, file);
      if (dockerfile === null || !build || !service.build) return [];
      return [{ dockerfile, build: { ...build, context: contextOf(service.build) } }];
    });
  });
  workspace.builds.set(folder, builds);
  return builds;
}

/** Where people keep compose files that build what is beside or above their folder. */
const COMPOSE_FOLDERS = [
  '.devcontainer',
  '.docker',
  'compose',
  'deploy',
  'deployment',
  'docker',
  'docker-compose',
  'infra',
  'ops',
];
