import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { outlinesOf } from '../syntax/compose/compose';
import { mergeServices, type MergedService } from '../syntax/compose/merge';
import type { ComposeOutline, Include } from '../syntax/compose/outline';
import { readEnvironmentFile } from '../syntax/compose/environmentFile';
import type { Variables } from '../syntax/compose/interpolation';
import { foldersAbove, type Workspace } from './surroundings';

/** What compose makes of a file and those that belong to it. */
export interface ComposeProject {
  /** The absolute paths of its files in the order in which they are merged. */
  readonly files: readonly string[];
  readonly variables: Variables;
  /** All services by name, those of included files too. */
  readonly services: ReadonlyMap<string, MergedService>;
}

/**
 * The project that a compose file belongs to: the files of `COMPOSE_FILE` where that lists it, a file with a default
 * name and its override, or the file alone; with what they include and extend. What cannot be read, or is of another
 * machine, is passed over. Source: compose specification, "Compose file", "Merge" and "Include".
 */
export function composeProject(path: string, workspace: Workspace): ComposeProject {
  const { files, variables } = filesWith(path, workspace);
  const services = servicesOf({
    workspace,
    files,
    folder: dirname(files[0] ?? path),
    variables,
    included: new Set(files),
  });
  return { files, variables, services };
}

type ProjectFiles = Pick<ComposeProject, 'files' | 'variables'>;

function filesWith(path: string, workspace: Workspace): ProjectFiles {
  const folder = dirname(path);
  for (const above of foldersAbove(path, workspace)) {
    const variables = withEnvironment(above, workspace.variables, workspace);
    const listed = listedFiles(above, variables);
    if (listed?.includes(path) === true) {
      return {
        files: listed,
        variables: above === folder ? variables : withEnvironment(folder, variables, workspace),
      };
    }
    if (listed && above === folder) return { files: [path], variables };
  }
  return {
    files: defaultFiles(path, workspace),
    variables: withEnvironment(folder, workspace.variables, workspace),
  };
}

function withEnvironment(folder: string, outer: Variables, workspace: Workspace): Variables {
  return withEnvironmentFile(join(folder, '.env'), outer, workspace);
}

function withEnvironmentFile(file: string, outer: Variables, { readText }: Workspace): Variables {
  const text = readText(file);
  return text === null ? outer : readEnvironmentFile(file, text, outer);
}

/** The files that `COMPOSE_FILE` names; null where it is not set. */
function listedFiles(folder: string, variables: Variables): string[] | null {
  const list = variables('COMPOSE_FILE')?.text;
  if (list === undefined || list === null || list === '') return null;
  const separator = variables('COMPOSE_PATH_SEPARATOR')?.text;
  const names = list.split(
    separator === undefined || separator === null || separator === '' ? delimiter : separator,
  );
  return names.filter((name) => name !== '').map((name) => resolve(folder, name));
}

/** Compose takes the first of the default names, and over it the first override. */
function defaultFiles(path: string, { fileNames }: Workspace): string[] {
  const name = basename(path);
  if (!DEFAULT_NAMES.includes(name) && !OVERRIDE_NAMES.includes(name)) return [path];
  const folder = dirname(path);
  const names = new Set(fileNames(folder)).add(name);
  const files = [DEFAULT_NAMES, OVERRIDE_NAMES].flatMap(
    (candidates) => candidates.find((each) => names.has(each)) ?? [],
  );
  return files.includes(name) && !OVERRIDE_NAMES.includes(files[0] ?? '')
    ? files.map((each) => join(folder, each))
    : [path];
}

interface Reading extends ProjectFiles {
  readonly workspace: Workspace;
  /** The folder that relative paths start from. */
  readonly folder: string;
  /** The files that are in already: each is included once, also when files include each other. */
  readonly included: Set<string>;
}

function servicesOf(reading: Reading): Map<string, MergedService> {
  const { workspace, files, folder, variables } = reading;
  const read = new Map<string, readonly ComposeOutline[] | null>();
  const outlinesAt = (path: string, start: string) => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const source = workspace.composeSource(path);
    const outlines = source && outlinesOf(source, variables, start);
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
  const { workspace, folder: parent, included } = reading;
  const files = include.paths.filter(isLocal).map((path) => resolve(parent, path));
  const [first] = files;
  if (first === undefined || included.size > MAX_INCLUDED || files.some((path) => included.has(path)))
    return new Map();
  for (const path of files) included.add(path);
  const folder =
    include.projectDirectory === null ? dirname(first) : resolve(parent, include.projectDirectory);
  const { environmentFiles } = include;
  const environment =
    environmentFiles.length > 0
      ? environmentFiles.map((path) => resolve(parent, path))
      : [join(folder, '.env')];
  // The last file wins, hence the others give way to it.
  const variables = environment.reduceRight(
    (outer, file) => withEnvironmentFile(file, outer, workspace),
    reading.variables,
  );
  return servicesOf({ ...reading, files, folder, variables });
}

/** Whether a path is one of this machine, and not a Git repository or an artefact in a registry. */
export function isLocal(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:\/\/|^git@|^github\.com\//i.test(path);
}

/** In the order in which compose looks for them. */
const DEFAULT_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];
/** The files of one project. */
const MAX_INCLUDED = 100;
/** A folder with more compose files is a collection of examples, and no project. */
export const MAX_FILES = 50;
