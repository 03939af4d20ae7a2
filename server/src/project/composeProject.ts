import { dirname, join, resolve } from 'node:path';
import { outlinesOf } from '../syntax/compose/compose';
import type { Variables } from '../syntax/compose/interpolation';
import { mergeServices, type MergedService } from '../syntax/compose/merge';
import type { ComposeOutline, Include } from '../syntax/compose/outline';
import { defaultFile, filesMergedWith, withEnvironment, type MergedFiles } from './composeFiles';
import { foldersAbove, MAX_TOGETHER } from './surroundings';
import { type Workspace } from './workspace';

/** What compose makes of a file and those that belong to it. */
export interface ComposeProject extends MergedFiles {
  /** All services by name, those of included files too. */
  readonly services: ReadonlyMap<string, MergedService>;
  /** The variables of all files that are merged or included, by their paths. */
  readonly members: ReadonlyMap<string, Variables>;
}

/**
 * The project that a compose file belongs to: that of a file above which includes it, else its own. What cannot be read,
 * or is of another machine, is passed over. Source: compose specification, "Merge", "Extends" and "Include".
 */
export function composeProject(path: string, workspace: Workspace): ComposeProject {
  const given = workspace.given.get(path);
  if (given) return given;
  const own = ownProject(path, workspace);
  for (const folder of foldersAbove(path, workspace)) {
    const main = defaultFile(folder, workspace);
    const including = main === null || own.files.includes(main) ? null : ownProject(main, workspace);
    const variables = including?.members.get(path);
    if (including && variables) return { ...including, files: own.files, variables };
  }
  return own;
}

/** The project of files that were named together, as on a command line: it starts from `folder`. */
export function projectOfFiles(
  files: readonly string[],
  { folder, environmentFiles }: { readonly folder: string; readonly environmentFiles: readonly string[] },
  workspace: Workspace,
): ComposeProject {
  const environment = environmentFiles.length > 0 ? environmentFiles : [join(folder, '.env')];
  const variables = withEnvironment(environment, workspace.variables, workspace);
  const members = new Map<string, Variables>();
  const services = servicesOf({ workspace, files, folder, variables, members });
  return { files, variables, services, members };
}

/** The project of a file and those that are merged with it, which is remembered. */
function ownProject(path: string, workspace: Workspace): ComposeProject {
  const known = workspace.projects.get(path);
  if (known) return known;
  const { files, variables } = filesMergedWith(path, workspace);
  const members = new Map<string, Variables>();
  const services = servicesOf({ workspace, files, folder: dirname(files[0] ?? path), variables, members });
  const project = { files, variables, services, members };
  workspace.projects.set(path, project);
  return project;
}

interface Reading extends MergedFiles {
  readonly workspace: Workspace;
  /** The folder that relative paths start from. */
  readonly folder: string;
  /** The files that are in already: each is included once, also when files include each other. */
  readonly members: Map<string, Variables>;
}

function servicesOf(reading: Reading): Map<string, MergedService> {
  const { workspace, files, folder, variables, members } = reading;
  for (const path of files) members.set(path, variables);
  const read = new Map<string, readonly ComposeOutline[] | null>();
  const outlinesAt = (path: string, start: string) => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const source = workspace.composeSource(path);
    const outlines = source && outlinesOf(source, variables, { folder: start, file: path });
    read.set(path, outlines);
    return outlines;
  };
  const outlines = files.flatMap((path) => outlinesAt(path, folder) ?? []);
  const own = mergeServices(outlines, (from, file) => {
    const path = resolve(from.folder, file);
    return outlinesAt(path, dirname(path));
  });
  const includes = outlines.flatMap((outline) => outline.includes);
  const included = includes.flatMap((include) => [...includedServices(include, reading)]);
  return new Map([...included, ...own]);
}

/** An included file is a project of its own, whose variables the including one overrides. */
function includedServices(include: Include, reading: Reading): Map<string, MergedService> {
  const { workspace, folder: parent, members } = reading;
  const files = include.paths.filter(isLocal).map((path) => resolve(parent, path));
  const [first] = files;
  if (first === undefined || files.some((path) => members.has(path)) || !hasRoom(reading, files))
    return new Map();
  const folder =
    include.projectDirectory === null ? dirname(first) : resolve(parent, include.projectDirectory);
  const environment = include.environmentFiles.map((path) => resolve(parent, path));
  const variables = withEnvironment(
    environment.length > 0 ? environment : [join(folder, '.env')],
    reading.variables,
    workspace,
  );
  return servicesOf({ ...reading, files, folder, variables });
}

/** Whether more files can be read for one project. */
function hasRoom({ members, workspace }: Reading, files: readonly string[]): boolean {
  const sizes = [...members.keys(), ...files].map((path) => workspace.readText(path)?.length ?? 0);
  return sizes.length <= MAX_MEMBERS && sizes.reduce((sum, size) => sum + size, 0) <= MAX_TOGETHER;
}

/** Whether a path is one of this machine, and not a Git repository or an artefact in a registry. */
export function isLocal(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:\/\/|^git@|^github\.com\//i.test(path);
}

/** The files of one project. */
const MAX_MEMBERS = 100;
