import { delimiter, dirname, join, resolve } from 'node:path';
import { readEnvironmentFile } from '../syntax/compose/environmentFile';
import type { Variables } from '../syntax/compose/interpolation';
import { foldersAbove } from './surroundings';
import { type Workspace } from './workspace';

/** The files that compose merges into one, in their order, and the variables that they have. */
export interface MergedFiles {
  readonly files: readonly string[];
  readonly variables: Variables;
}

/**
 * The files that are merged with one: those of a `COMPOSE_FILE` that lists it, a file with a default name and its
 * override, or the file alone. Source: compose specification, "Compose file"; Docker Compose's environment variables.
 */
export function filesMergedWith(path: string, workspace: Workspace): MergedFiles {
  const folder = dirname(path);
  for (const above of foldersAbove(path, workspace)) {
    const variables = withEnvironment([join(above, '.env')], workspace.variables, workspace);
    const listed = listedFiles(above, variables);
    if (listed?.includes(path) === true) {
      const first = dirname(listed[0] ?? path);
      const own = above === first ? [] : [join(first, '.env')];
      return { files: listed, variables: withEnvironment(own, variables, workspace) };
    }
    if (listed && above === folder) return { files: [path], variables };
  }
  return {
    files: defaultFiles(path, workspace),
    variables: withEnvironment([join(folder, '.env')], workspace.variables, workspace),
  };
}

/** The variables of environment files, of which a later one wins and sees the earlier ones; `outer` wins over all. */
export function withEnvironment(
  files: readonly string[],
  outer: Variables,
  { readText }: Workspace,
): Variables {
  return files.reduce((earlier, file) => {
    const text = readText(file);
    return text === null ? earlier : answeredOnce(readEnvironmentFile({ file, text }, outer, earlier));
  }, outer);
}

/** A name that nobody knows is asked for in each file of a chain of includes, and again in all above it. */
function answeredOnce(variables: Variables): Variables {
  const known = new Map<string, ReturnType<Variables>>();
  return (name) => {
    if (!known.has(name)) known.set(name, variables(name));
    return known.get(name);
  };
}

/** The file that compose takes in a folder where none is named; null where there is none. */
export function defaultFile(folder: string, { fileNames }: Workspace): string | null {
  const names = new Set(fileNames(folder));
  const name = DEFAULT_NAMES.find((each) => names.has(each));
  return name === undefined ? null : join(folder, name);
}

/** The files that `COMPOSE_FILE` names; null where it is not set. */
function listedFiles(folder: string, variables: Variables): string[] | null {
  const list = textOf(variables, 'COMPOSE_FILE');
  if (list === '') return null;
  const separator = textOf(variables, 'COMPOSE_PATH_SEPARATOR');
  const names = list.split(separator === '' ? delimiter : separator);
  return names.filter((name) => name !== '').map((name) => resolve(folder, name));
}

function textOf(variables: Variables, name: string): string {
  return variables(name)?.text ?? '';
}

/** Compose takes the first of the default names, and over it the first override. */
function defaultFiles(path: string, workspace: Workspace): string[] {
  const folder = dirname(path);
  const first = defaultFile(folder, workspace);
  const names = new Set(workspace.fileNames(folder));
  const override = OVERRIDE_NAMES.find((name) => names.has(name));
  const files = first === null || override === undefined ? [] : [first, join(folder, override)];
  return files.includes(path) ? files : [path];
}

/** In the order in which compose looks for them. */
const DEFAULT_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];
