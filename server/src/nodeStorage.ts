import { randomUUID } from 'node:crypto';
import * as fileSystem from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Environment, FileWrite } from './environment';

/** All that is written to files. Failures of the file system are values; what is none of its failures is a bug and goes on. */
export function createStorage(
  files: FileOperations,
): Pick<Environment, 'writeFileAtomic' | 'appendToFile' | 'renameFile'> {
  return {
    writeFileAtomic: createAtomicWriter(files),
    appendToFile: createAppender(files),
    renameFile: async (path, name) => {
      try {
        await files.rename(path, join(dirname(path), name));
        return { written: true };
      } catch (error) {
        return writeFailure(codeOf(error));
      }
    },
  };
}

/** What is used of `node:fs/promises`. */
export type FileOperations = Pick<
  typeof fileSystem,
  'access' | 'mkdir' | 'open' | 'readFile' | 'realpath' | 'rename' | 'rm' | 'stat'
>;

/** Adds a text by one write at the end, where no other process's text can come into the middle of it. */
function createAppender(files: FileOperations): Environment['appendToFile'] {
  return async (path, text) => {
    try {
      const handle = await openToAppend(files, path);
      try {
        const bytes = Buffer.from(text);
        const { bytesWritten } = await handle.write(bytes);
        // What a file system takes only a part of, it has no room for.
        return bytesWritten < bytes.length ? writeFailure('ENOSPC') : { written: true };
      } finally {
        await handle.close();
      }
    } catch (error) {
      return writeFailure(codeOf(error));
    }
  };
}

/** What is gathered over time is for its owner's eyes: it tells which private images somebody works with. */
async function openToAppend(files: FileOperations, path: string): Promise<fileSystem.FileHandle> {
  try {
    return await files.open(path, 'a', 0o600);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await files.mkdir(dirname(path), { recursive: true });
    return files.open(path, 'a', 0o600);
  }
}

/** Writes beside the file, looks once more whether the file is still what it was, and puts the new one in its place. */
function createAtomicWriter(files: FileOperations): Environment['writeFileAtomic'] {
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

/** The file itself, behind any links, or where it will be; null where a file is expected and there is none. */
async function targetOf(
  files: FileOperations,
  path: string,
  expected: Uint8Array | null,
): Promise<string | null> {
  try {
    return await files.realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    if (expected !== null) return null;
    await files.mkdir(dirname(path), { recursive: true });
    return path;
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

/** What the code of a system error says, as a sentence. */
export function detailOf(code: string): string {
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
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
