import { resolve } from 'node:path';
import type { Environment } from '../environment';
import { findFiles, type FoundFile } from '../project/findFiles';
import { isDevelopmentFile } from '../project/profile';
import { readDocument } from '../project/readDocument';
import { surroundingsOf } from '../project/surroundings';
import { createWorkspace, type Workspace } from '../project/workspace';
import type { FileError, SourceFile } from '../reports/report';
import { isTooLarge, MAX_BYTES } from '../syntax/parseDocument';
import type { FileArguments } from './arguments';
import type { Console } from './console';

export interface SourceFiles {
  readonly files: readonly SourceFile[];
  readonly errors: readonly FileError[];
  /** What stands around them, as it was read. */
  readonly workspace: Workspace;
}

/** Finds and reads the Dockerfiles and compose files at and below the given paths, each once. */
export async function readSourceFiles(
  console: Console,
  { paths, processVariables, names }: FileArguments,
): Promise<SourceFiles> {
  const { environment, workingDirectory, signal } = console;
  const folders = paths.map((path) => resolve(workingDirectory, path));
  const workspace = createWorkspace(surroundingsOf(environment, { folders, names, processVariables }));
  const { kindOf } = workspace;
  const files = new Map<string, SourceFile>();
  const errors: FileError[] = [];
  for (const given of paths) {
    const folder = resolve(workingDirectory, given);
    for await (const found of findFiles({ environment, kindOf, signal }, folder, given)) {
      if ('location' in found && files.has(found.location)) continue;
      const read =
        'message' in found
          ? { file: slashed(found.path), message: found.message }
          : await readSourceFile({ environment, workspace }, found, folder);
      if ('message' in read) errors.push(read);
      else files.set(read.location, read);
    }
  }
  return { files: [...files.values()], errors, workspace };
}

async function readSourceFile(
  { environment, workspace }: { readonly environment: Environment; readonly workspace: Workspace },
  { location, path, kind }: FoundFile,
  folder: string,
): Promise<SourceFile | FileError> {
  const file = slashed(path);
  const content = await environment.readFile(location);
  if (!content.found) return { file, message: `The file cannot be read: ${content.detail}` };
  const { bytes } = content;
  if (bytes.length > MAX_BYTES) return { file, message: TOO_LARGE };
  const text = decode(bytes);
  if (text === null) return { file, message: NOT_UTF8 };
  if (isTooLarge(text)) return { file, message: TOO_LARGE };
  const development = isDevelopmentFile(location, environment.repositoryRoot(location), [folder]);
  const document = readDocument({ kind, path: location, text }, workspace);
  return { path: file, location, bytes, document, development };
}

/** The text without a byte order mark; null where it is not UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

const TOO_LARGE = 'The file is over 1 MB and is not judged.';
const NOT_UTF8 = 'The file is not UTF-8, so neither Docker nor this program can read it. Save it as UTF-8.';

/** Says on the error stream what could not be read. */
export function complainOf({ complain }: Console, errors: readonly FileError[]): void {
  for (const { file, message } of errors) complain(`${file}: ${message}\n`);
}
