import { dirname, join, relative, resolve } from 'node:path';
import { composeFileIn, lockBeside, lockedProject, type LockedProject } from '../project/lockedProject';
import type { FileArguments } from './arguments';
import type { Console } from './console';
import { decode, projectFileErrors, slashed, workspaceOf } from './files';

/** A compose project, and the digest lock that it has or gets. */
export interface LockTarget extends LockedProject {
  /** The absolute path of the lock, and how it is reported. */
  readonly location: string;
  readonly name: string;
  /** What stands there; null where nothing does. */
  readonly lock: { readonly bytes: Uint8Array; readonly text: string } | null;
}

export interface LockArguments extends FileArguments {
  /** The path of the lock; null for the one beside the compose file. */
  readonly lock: string | null;
}

/** Finds the project of a compose file or of a folder with one; says what is in the way. */
export async function lockTarget(
  console: Console,
  options: LockArguments,
): Promise<LockTarget | { readonly problem: string }> {
  const { environment, workingDirectory } = console;
  const {
    paths: [given = '.'],
    lock,
  } = options;
  const path = resolve(workingDirectory, given);
  const folder = await environment.readFolder(path);
  if (!folder.found && folder.reason !== 'not-a-folder') {
    return { problem: `${given}: ${folder.detail}` };
  }
  const folders = [folder.found ? path : dirname(path)];
  const workspace = workspaceOf(console, folders, options);
  const file = folder.found ? composeFileIn(path, workspace) : path;
  const [wrong] = projectFileErrors(console, [{ location: file ?? join(path, 'any') }], {
    workspace,
    config: options.config,
  });
  if (wrong) return { problem: `${wrong.file}: ${wrong.message}` };
  if (file === null) return { problem: `${given}: There is no compose file. Name the file itself.` };
  const location = lock === null ? lockBeside(file) : resolve(workingDirectory, lock);
  if (location === file) return { problem: `${given}: A file cannot be the lock of itself.` };
  const name = slashed(relative(workingDirectory, location));
  const content = await environment.readFile(location);
  if (!content.found && content.reason === 'unreadable') return { problem: `${name}: ${content.detail}` };
  const text = content.found ? decode(content.bytes) : null;
  if (content.found && text === null) return { problem: `${name}: It is not UTF-8, and so no digest lock.` };
  return {
    ...lockedProject(file, location, workspace),
    location,
    name,
    lock: content.found && text !== null ? { bytes: content.bytes, text } : null,
  };
}
