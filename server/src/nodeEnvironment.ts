import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as fileSystem from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Environment, FileContent, FileWrite, FolderContent } from './environment';
import { createNeighbours } from './nodeNeighbours';
import { createFetch } from './registry/http';

/** The real outside world of the server and the command line. Nothing in it keeps the process alive. */
export function createNodeEnvironment(log: (message: string) => void): Environment {
  return {
    fetch: createFetch(),
    now: Date.now,
    variables: process.env,
    homeDirectory: homedir(),
    repositoryRoot: createRepositoryRoot(),
    ...createNeighbours(),
    readFolder,
    readFile,
    writeFileAtomic: createAtomicWriter(fileSystem),
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

/** What the atomic writer uses of `node:fs/promises`. */
export type FileOperations = Pick<
  typeof fileSystem,
  'access' | 'open' | 'readFile' | 'realpath' | 'rename' | 'rm' | 'stat'
>;

/** Writes beside the file, looks once more whether the file is still what it was, and puts the new one in its place. */
export function createAtomicWriter(files: FileOperations): Environment['writeFileAtomic'] {
  return async (path, bytes, expected) => {
    let temporary: string | null = null;
    try {
      const target = await targetOf(files, path, expected);
      if (target === null)
        return { written: false, reason: 'absent', detail: 'The file is not there any more.' };
      const status = await statusOf(files, target);
      if (status) await files.access(target, fileSystem.constants.W_OK);
      temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
      await writeWhole(files, temporary, { bytes, status });
      if (expected !== null && !Buffer.from(expected).equals(await files.readFile(target))) {
        return { written: false, reason: 'changed', detail: 'The file has changed meanwhile.' };
      }
      await files.rename(temporary, target);
      temporary = null;
      return { written: true };
    } catch (error) {
      return writeFailure(codeOf(error));
    } finally {
      if (temporary !== null) await files.rm(temporary, { force: true }).catch(() => undefined);
    }
  };
}

/** The file itself, behind any links; null where a file is expected and there is none. */
async function targetOf(
  files: FileOperations,
  path: string,
  expected: Uint8Array | null,
): Promise<string | null> {
  try {
    return await files.realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return expected === null ? path : null;
  }
}

interface FileStatus {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

async function statusOf(files: FileOperations, path: string): Promise<FileStatus | null> {
  try {
    return await files.stat(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return null;
  }
}

async function writeWhole(
  files: FileOperations,
  path: string,
  { bytes, status }: { readonly bytes: Uint8Array; readonly status: FileStatus | null },
): Promise<void> {
  const handle = await files.open(path, 'wx', status ? status.mode & 0o777 : 0o666);
  try {
    if (status) {
      // Only a privileged process may give a file away; for all others it is theirs already, or stays theirs.
      await handle.chown(status.uid, status.gid).catch(() => undefined);
      await handle.chmod(status.mode & 0o7777);
    }
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function writeFailure(code: string): FileWrite {
  const detail = detailOf(code);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { written: false, reason: 'no-space', detail };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return { written: false, reason: 'denied', detail };
    case 'ENOENT':
    case 'ENOTDIR':
      return { written: false, reason: 'absent', detail };
    default:
      return { written: false, reason: 'failed', detail };
  }
}

function detailOf(code: string): string {
  return DETAILS.get(code) ?? `The file system answers ${code}.`;
}

const DETAILS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'There is no such file or folder.'],
  ['ENOTDIR', 'There is no such folder.'],
  ['EISDIR', 'It is a folder.'],
  ['EACCES', 'Permission is denied.'],
  ['EPERM', 'Permission is denied.'],
  ['EROFS', 'The file system is read-only.'],
  ['EBUSY', 'Another program is using it.'],
  ['ENOSPC', 'The disk is full.'],
  ['EDQUOT', 'The disk quota is used up.'],
  ['EMFILE', 'Too many files are open.'],
]);

/** The code of a system error; what is none is a bug and goes on. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
