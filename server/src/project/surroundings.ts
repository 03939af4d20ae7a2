import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Environment } from '../environment';
import type { Document } from '../syntax/document';
import { outsideText } from '../syntax/expandedText';
import type { Variables } from '../syntax/compose/interpolation';

/** What stands around a file: the other files of its project, and how far one may look for them. Paths are absolute. */
export interface Surroundings {
  /** The text of a file as its editor shows it, else as it is on disk; null where there is none that can be read. */
  readonly readText: (path: string) => string | null;
  /** The names of a folder's files; none where there is no such folder. */
  readonly fileNames: (folder: string) => readonly string[];
  /** The folder above `path` that nobody looks beyond: its repository's root, or the folder that was opened. */
  readonly rootOf: (path: string) => string;
  /** What a file is by its name. */
  readonly kindOf: (path: string) => Document['kind'] | null;
  /** The variables of the process, as far as the user lets them in. */
  readonly variables: Variables;
}

/** How a person wants surroundings to be read. */
export interface SurroundingsOptions {
  /** The folders that were opened or given. */
  readonly folders: readonly string[];
  readonly processVariables: boolean;
}

/** The surroundings of files on disk, but for what they are by their names, which is a setting. */
export function surroundingsOf(
  { readText, fileNames, repositoryRoot, variables }: Environment,
  { folders, processVariables }: SurroundingsOptions,
): Omit<Surroundings, 'kindOf'> {
  return {
    readText,
    fileNames,
    rootOf: (path) =>
      repositoryRoot(path) ?? folders.find((folder) => isBelow(path, folder)) ?? dirname(path),
    variables: (name) => {
      const value = processVariables ? variables[name] : undefined;
      return value === undefined ? undefined : outsideText(value);
    },
  };
}

/** Whether a path is somewhere below a folder. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** The folder of a file and those above it, up to the root. */
export function foldersAbove(path: string, { rootOf }: Pick<Surroundings, 'rootOf'>): string[] {
  const root = rootOf(path);
  const folders = [dirname(path)];
  for (let folder = dirname(path); folder !== root && folder !== dirname(folder); folder = dirname(folder))
    folders.push(dirname(folder));
  return folders;
}

/** The paths of the compose files of a folder; of one with very many, which is a collection of examples, the first. */
export function composeFilesIn(folder: string, { fileNames, kindOf, readText }: Surroundings): string[] {
  let size = 0;
  return fileNames(folder)
    .map((name) => join(folder, name))
    .filter((path) => kindOf(path) === 'compose')
    .slice(0, MAX_FILES)
    .filter((path) => (size += readText(path)?.length ?? 0) <= MAX_TOGETHER);
}

const MAX_FILES = 50;
/** Characters of files that are read together. */
export const MAX_TOGETHER = 2_000_000;
