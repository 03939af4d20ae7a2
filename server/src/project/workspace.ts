import { readComposeSource, type ComposeSource } from '../syntax/compose/compose';
import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { DockerfileBuild } from './builds';
import type { ComposeProject } from './composeProject';
import type { Surroundings } from './surroundings';

/** Surroundings as they are at one time: what was read once stays as it was. */
export interface Workspace extends Surroundings {
  /** A compose file taken apart; null where it cannot be read. */
  readonly composeSource: (path: string) => ComposeSource | null;
  /** Projects that are known by more than their names, by the paths of their files. */
  readonly given: ReadonlyMap<string, ComposeProject>;
  /** The projects of compose files, by path, once they have been asked for. */
  readonly projects: Map<string, ComposeProject>;
  /** Compose files as they are in their projects, likewise. */
  readonly composeFiles: Map<string, ComposeFile>;
  /** Dockerfiles that others look at, likewise; null where one cannot be read. */
  readonly dockerfiles: Map<string, Dockerfile | null>;
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
    given: new Map(),
    projects: new Map(),
    composeFiles: new Map(),
    dockerfiles: new Map(),
    builds: new Map(),
    isCurrent: () =>
      [...texts].every(([path, text]) => surroundings.readText(path) === text) &&
      [...names].every(([folder, files]) => isSame(surroundings.fileNames(folder), files)),
  };
}

/** The same, where some things are otherwise: nothing that follows from files is remembered. */
export function changedWorkspace(around: Workspace, changes: Partial<Workspace>): Workspace {
  return {
    ...around,
    projects: new Map(),
    composeFiles: new Map(),
    dockerfiles: new Map(),
    builds: new Map(),
    ...changes,
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

const MAX_REMEMBERED = 1_000_000;
