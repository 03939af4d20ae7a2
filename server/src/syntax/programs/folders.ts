import { posix } from 'node:path';
import type { ShellCommand } from '../shell/command';

/**
 * A path as it is written, from the folder in which a command runs. What begins with a variable or `~` stands for
 * itself, so that two that are written alike are the same.
 */
export function pathFrom(folder: string, written: string): string {
  const path = written.length > MAX_LENGTH ? written : posix.normalize(written);
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  if (/^[/$~]/.test(trimmed)) return trimmed;
  return folder.length > MAX_LENGTH ? trimmed : posix.join(folder, trimmed);
}

/** The folder in which what follows a command runs. */
export function folderAfter(folder: string, { name, words }: ShellCommand): string {
  if (name !== 'cd' && name !== 'pushd') return folder;
  const target = words.slice(1).find(({ written }) => !/^-[LPe@n]*$/.test(written) || written === '-');
  if (!target) return name === 'cd' ? '~' : folder;
  return target.written === '-' ? folder : pathFrom(folder, target.written);
}

/** Nobody has longer paths. */
const MAX_LENGTH = 1024;
