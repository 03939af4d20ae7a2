import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Environment } from '../environment';
import { readComposeSource, type ComposeSource } from '../syntax/compose/compose';
import type { ComposeFile, Document } from '../syntax/document';
import { kindReader, type MoreNames } from '../syntax/documentKind';
import { outsideText } from '../syntax/expandedText';
import type { Variables } from '../syntax/compose/interpolation';
import type { DockerfileBuild } from './builds';
import type { ComposeProject } from './composeProject';

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
  readonly names: MoreNames;
  readonly processVariables: boolean;
}

/** The surroundings of files on disk. */
export function surroundingsOf(
  { readText, fileNames, repositoryRoot, variables }: Environment,
  { folders, names, processVariables }: SurroundingsOptions,
): Surroundings {
  return {
    readText,
    fileNames,
    rootOf: (path) =>
      repositoryRoot(path) ?? folders.find((folder) => isBelow(path, folder)) ?? dirname(path),
    kindOf: kindReader(names),
    variables: (name) => {
      const value = processVariables ? variables[name] : undefined;
      return value === undefined ? undefined : outsideText(value);
    },
  };
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** Surroundings as they are at one time: what was read once stays as it was. */
export interface Workspace extends Surroundings {
  /** A compose file taken apart; null where it cannot be read. */
  readonly composeSource: (path: string) => ComposeSource | null;
  /** The projects of compose files, by path, once they have been asked for. */
  readonly projects: Map<string, ComposeProject>;
  /** Compose files as they are in their projects, likewise. */
  readonly composeFiles: Map<string, ComposeFile>;
  /** What the compose files of a folder build, likewise. */
  readonly builds: Map<string, readonly DockerfileBuild[]>;
  /** Whether all that was read is still so. */
  readonly isCurrent: () => boolean;
}

export function createWorkspace(surroundings: Surroundings, sources = createComposeSources()): Workspace {
  const texts = new Map<string, string | null>();
  const names = new Map<string, readonly string[]>();
  const readText = remembered(texts, surroundings.readText);
  return {
    ...surroundings,
    readText,
    fileNames: remembered(names, surroundings.fileNames),
    composeSource: (path) => {
      const text = readText(path);
      return text === null ? null : sources(path, text);
    },
    projects: new Map(),
    composeFiles: new Map(),
    builds: new Map(),
    isCurrent: () =>
      [...texts].every(([path, text]) => surroundings.readText(path) === text) &&
      [...names].every(([folder, files]) => isSame(surroundings.fileNames(folder), files)),
  };
}

/** Takes compose files apart, and remembers the last ones as long as their texts are the same. */
export type ComposeSources = (path: string, text: string) => ComposeSource;

/** Trees take a hundred times the memory of their texts, so that few are kept. */
export function createComposeSources(): ComposeSources {
  const sources = new Map<string, ComposeSource>();
  let size = 0;
  const forget = (path: string) => {
    size -= sources.get(path)?.text.length ?? 0;
    sources.delete(path);
  };
  return (path, text) => {
    const known = sources.get(path);
    forget(path);
    const source = known?.text === text ? known : readComposeSource(text);
    sources.set(path, source);
    size += text.length;
    for (const oldest of sources.keys()) {
      if (size <= MAX_REMEMBERED || oldest === path) break;
      forget(oldest);
    }
    return source;
  };
}

function isSame(names: readonly string[], before: readonly string[]): boolean {
  return names === before || names.join('/') === before.join('/');
}

function remembered<Value>(
  known: Map<string, Value>,
  read: (path: string) => Value,
): (path: string) => Value {
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const value = read(path);
    known.set(path, value);
    return value;
  };
}

/** The folder of a file and those above it, up to the root. */
export function foldersAbove(path: string, { rootOf }: Surroundings): string[] {
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
const MAX_REMEMBERED = 1_000_000;
