import { existsSync } from 'node:fs';
import * as fileSystem from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Environment, FileContent, FolderContent } from './environment';
import { createNeighbours } from './nodeNeighbours';
import { createProgramRunner } from './nodePrograms';
import { codeOf, createStorage, detailOf } from './nodeStorage';
import { createFetch } from './registry/network/http';

/** The real outside world of the server and the command line. Nothing in it keeps the process alive. */
export function createNodeEnvironment(log: (message: string) => void): Environment {
  return {
    fetch: createFetch(log),
    now: Date.now,
    variables: process.env,
    homeDirectory: homedir(),
    repositoryRoot: createRepositoryRoot(),
    ...createNeighbours(),
    readFolder,
    readFile,
    ...createStorage(fileSystem),
    runProgram: createProgramRunner({ variables: process.env, platform: process.platform }),
    log,
  };
}

async function readFile(path: string): Promise<FileContent> {
  try {
    return { found: true, bytes: await fileSystem.readFile(path) };
  } catch (error) {
    const code = codeOf(error);
    return {
      found: false,
      reason: code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : 'unreadable',
      detail: detailOf(code),
    };
  }
}

async function readFolder(path: string): Promise<FolderContent> {
  try {
    const entries = await fileSystem.readdir(path, { withFileTypes: true });
    const linked = await Promise.all(
      entries.map(async (entry) => entry.isSymbolicLink() && (await isFile(join(path, entry.name)))),
    );
    const files = entries.filter((entry, index) => entry.isFile() || linked[index] === true);
    const folders = entries.filter((entry) => entry.isDirectory());
    return { found: true, files: sortedNames(files), folders: sortedNames(folders) };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTDIR') return { found: false, reason: 'not-a-folder', detail: detailOf(code) };
    return { found: false, reason: code === 'ENOENT' ? 'absent' : 'unreadable', detail: detailOf(code) };
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await fileSystem.stat(path)).isFile();
  } catch {
    return false;
  }
}

/** By code unit, so that every machine goes through a folder in the same order. */
function sortedNames(entries: readonly { readonly name: string }[]): readonly string[] {
  return entries.map(({ name }) => name).sort();
}

/** Remembers what it found, as it is asked for the same folders again and again. */
function createRepositoryRoot(): Environment['repositoryRoot'] {
  const roots = new Map<string, string | null>();
  const rootOf = (folder: string): string | null => {
    const known = roots.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const root = existsSync(join(folder, '.git')) ? folder : parent === folder ? null : rootOf(parent);
    roots.set(folder, root);
    return root;
  };
  return (path) => rootOf(dirname(path));
}
