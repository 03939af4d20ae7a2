import type { RunningProject } from '../../../../server/src/inspectionProtocol';
import { containerLabels, type ComposeLabels } from './containerLabels';
import { newestComposeLabels } from './newestComposeLabels';
import type { Project } from './model';
import type { Observation } from './observation';
import { placeContainers } from './placeContainers';
import { startedWith } from './runningDigest';
import { shownContainers } from './shownContainers';
import { startedReference } from './startedReference';
import { swarmServices } from './swarmServices';

/** A project that runs, for those who know files. */
export interface ProjectToDeclare {
  readonly running: RunningProject;
  /** To be given to compose itself; null for what is no compose project. */
  readonly compose: ComposeProject | null;
}

export interface ComposeProject {
  readonly name: string;
  readonly workingDirectory: string | null;
  /** Paths, absolute where the labels allow it. */
  readonly files: readonly string[];
  readonly environmentFiles: readonly string[];
  /** Of the compose that made the newest container. */
  readonly composeVersion: string | null;
}

/** All projects of an engine, in the order in which their containers are listed. */
export function projectsToDeclare(observation: Observation): readonly ProjectToDeclare[] {
  const placed = placeContainers(
    shownContainers(observation).map((observed) => {
      const reference = startedWith(observed);
      const started = reference === null ? null : startedReference(reference);
      return { observed, labels: containerLabels(observed.facts), started };
    }),
    swarmServices(observation),
  );
  const newest = newestComposeLabels(observation);
  const projects = new Map<
    string,
    { readonly project: Pick<Project, 'key' | 'kind' | 'name'>; readonly names: string[] }
  >();
  for (const { project, name } of placed) {
    const known = projects.get(project.key);
    if (known) known.names.push(name);
    else projects.set(project.key, { project, names: [name] });
  }
  return [...projects.values()].map(({ project: { key, kind, name }, names }) => {
    const labels = newest.get(key);
    const compose = labels ? composeProject(labels) : null;
    const { workingDirectory = null, files = [], environmentFiles = [] } = compose ?? {};
    return {
      running: { key, kind, name, workingDirectory, files, environmentFiles, services: names },
      compose,
    };
  });
}

function composeProject(labels: ComposeLabels): ComposeProject {
  const { project, workingDirectory, files, environmentFiles, version } = labels;
  return {
    name: project,
    workingDirectory,
    files: paths(files, workingDirectory),
    environmentFiles: paths(environmentFiles, workingDirectory),
    composeVersion: version,
  };
}

/**
 * Compose writes paths with commas between them, and commas of a path as they are. Compose 2 writes whole paths, so that
 * what is none after one that is belongs to it; compose 1 wrote them as they were given.
 */
function paths(text: string, folder: string | null): readonly string[] {
  const found: string[] = [];
  for (const part of text.split(',')) {
    const last = found.at(-1);
    if (last !== undefined && isWhole(found[0] ?? '') && !isWhole(part))
      found[found.length - 1] = `${last},${part}`;
    else found.push(part);
  }
  // `-` is a file that came in through a pipe.
  return found.filter((path) => path !== '' && path !== '-').map((path) => within(folder, path));
}

function within(folder: string | null, path: string): string {
  if (folder === null || isWhole(path)) return path;
  const separator = /^[A-Za-z]:\\|^\\\\/.test(folder) ? '\\' : '/';
  return `${folder.replace(/[\\/]+$/, '')}${separator}${path.replace(/^\.[\\/]/, '')}`;
}

function isWhole(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}
