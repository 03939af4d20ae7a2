import { readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import type { Environment } from './environment';
import { MAX_BYTES } from './syntax/parseDocument';

/**
 * The small files beside those that are judged, read at once and from memory while they stay the same. Only regular
 * files of this machine: a pipe would never end, and to look for one of another machine would tell it who asks.
 */
export function createNeighbours(): Pick<Environment, 'readText' | 'fileNames'> {
  const texts = new Map<string, Remembered<string | null>>();
  const names = new Map<string, Remembered<readonly string[]>>();
  return {
    readText: (path) => {
      const status = isOfOtherMachine(path) ? null : statusOf(path);
      if (status?.isFile() !== true || status.size > MAX_BYTES) return null;
      // What has no size may be none that ends: files of the system's own say 0 and are read from its state.
      if (status.size === 0) return '';
      return remembered(texts, path, status, () => decode(readFileSync(path)));
    },
    fileNames: (folder) => {
      const status = isOfOtherMachine(folder) ? null : statusOf(folder);
      if (status?.isDirectory() !== true) return NO_NAMES;
      const entries = () => readdirSync(folder, { withFileTypes: true });
      return (
        remembered(names, folder, status, () =>
          entries()
            .filter((entry) => entry.isFile() || entry.isSymbolicLink())
            .map(({ name }) => name)
            .sort(),
        ) ?? NO_NAMES
      );
    },
  };
}

interface Remembered<Value> {
  readonly stamp: string;
  readonly value: Value;
}

function remembered<Value>(
  memory: Map<string, Remembered<Value>>,
  path: string,
  { mtimeMs, ctimeMs, size, ino }: Stats,
  read: () => Value,
): Value | null {
  const stamp = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  const known = memory.get(path);
  if (known?.stamp === stamp) return known.value;
  try {
    const value = read();
    memory.set(path, { stamp, value });
    return value;
  } catch {
    // Gone or forbidden since it was looked at.
    return null;
  }
}

function statusOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** Windows asks the machine that such a path names, and shows it the user's name. */
function isOfOtherMachine(path: string): boolean {
  return /^[\\/]{2}/.test(path);
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const NO_NAMES: readonly string[] = [];
