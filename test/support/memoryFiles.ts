import { basename, dirname, join } from 'node:path';
import type { Environment, FileWrite } from '../../server/src/environment';
import { environmentWith } from './environment';

/** A disk that does not tell cases apart, with a clock that a test moves. */
export interface MemoryFiles {
  readonly environment: Environment;
  /** By path in lower case. */
  readonly files: Map<string, Buffer>;
  /** What was asked of the disk, as `write cache.json`. */
  readonly calls: string[];
  readonly log: string[];
  /** Milliseconds since the epoch. */
  time: number;
  /** What everything that writes answers, instead of writing. */
  failure: (FileWrite & { readonly written: false }) | null;
  /** Waited for before every step, so that others come between. */
  pause: () => Promise<void>;
}

export function createMemoryFiles(): MemoryFiles {
  const files = new Map<string, Buffer>();
  const disk: MemoryFiles = {
    environment: environmentWith({
      now: () => disk.time,
      log: (message) => disk.log.push(message),
      readFile: async (path) => {
        await begin('read', path);
        const bytes = files.get(path.toLowerCase());
        return bytes
          ? { found: true, bytes }
          : { found: false, reason: 'absent', detail: 'There is no such file or folder.' };
      },
      writeFileAtomic: async (path, bytes, expected) => {
        await begin('write', path);
        if (disk.failure) return disk.failure;
        const before = files.get(path.toLowerCase());
        if (expected && !before) return ABSENT;
        if (expected && !before?.equals(expected))
          return { written: false, reason: 'changed', detail: 'The file has changed meanwhile.' };
        // As on a real disk, where nothing makes the comparison and the replacement one.
        await disk.pause();
        files.set(path.toLowerCase(), Buffer.from(bytes));
        return { written: true };
      },
      appendToFile: async (path, text) => {
        await begin('append', path);
        if (disk.failure) return disk.failure;
        const key = path.toLowerCase();
        files.set(key, Buffer.concat([files.get(key) ?? Buffer.alloc(0), Buffer.from(text)]));
        return { written: true };
      },
      renameFile: async (path, name) => {
        await begin('rename', path);
        if (disk.failure) return disk.failure;
        const bytes = files.get(path.toLowerCase());
        if (!bytes) return ABSENT;
        files.delete(path.toLowerCase());
        files.set(join(dirname(path), name).toLowerCase(), bytes);
        return { written: true };
      },
    }),
    files,
    calls: [],
    log: [],
    time: Date.UTC(2026, 0, 1),
    failure: null,
    pause: () => Promise.resolve(),
  };
  const begin = async (call: string, path: string): Promise<void> => {
    disk.calls.push(`${call} ${basename(path)}`);
    await disk.pause();
  };
  return disk;
}

const ABSENT: FileWrite = {
  written: false,
  reason: 'absent',
  detail: 'There is no such file or folder.',
};
