import { join, resolve } from 'node:path';
import type { Environment } from '../environment';
import { isDevelopmentFile } from '../project/profile';
import type { FileError, SourceFile } from '../reports/report';
import type { Document } from '../syntax/document';
import { documentKindOf } from '../syntax/documentKind';
import { isTooLarge, MAX_BYTES, parseDocument } from '../syntax/parseDocument';
import type { Console } from './console';

export interface SourceFiles {
  readonly files: readonly SourceFile[];
  readonly errors: readonly FileError[];
}

/** Finds and reads the Dockerfiles and compose files at and below the given paths, each once. */
export async function readSourceFiles(console: Console, paths: readonly string[]): Promise<SourceFiles> {
  const { environment, workingDirectory } = console;
  const files = new Map<string, SourceFile>();
  const errors: FileError[] = [];
  for (const given of paths) {
    const folder = resolve(workingDirectory, given);
    for await (const found of findFiles(environment, folder, given)) {
      if ('location' in found && files.has(found.location)) continue;
      const read = 'message' in found ? found : await readSourceFile(environment, found, folder);
      if ('message' in read) errors.push(read);
      else files.set(read.location, read);
    }
  }
  return { files: [...files.values()], errors };
}

interface FoundFile {
  /** The absolute path. */
  readonly location: string;
  /** The path as it is reported: below the one that was given. */
  readonly path: string;
  readonly kind: Document['kind'];
}

async function* findFiles(
  environment: Environment,
  location: string,
  path: string,
): AsyncIterable<FoundFile | FileError> {
  const folder = await environment.readFolder(location);
  if (folder.found) {
    yield* filesBelow(environment, location, path);
  } else if (folder.reason === 'not-a-folder') {
    yield {
      location,
      path,
      kind: documentKindOf(path) ?? (/\.ya?ml$/i.test(path) ? 'compose' : 'dockerfile'),
    };
  } else {
    const reason =
      folder.reason === 'absent' ? 'There is no such file or folder.' : `It cannot be read: ${folder.detail}`;
    yield { file: slashed(path), message: reason };
  }
}

async function* filesBelow(
  environment: Environment,
  location: string,
  path: string,
): AsyncIterable<FoundFile | FileError> {
  const folder = await environment.readFolder(location);
  if (!folder.found) {
    yield { file: slashed(path), message: `The folder cannot be read: ${folder.detail}` };
    return;
  }
  for (const name of folder.files) {
    const kind = documentKindOf(name);
    if (kind) yield { location: join(location, name), path: join(path, name), kind };
  }
  for (const name of folder.folders) {
    if (!NEVER_SEARCHED.has(name)) yield* filesBelow(environment, join(location, name), join(path, name));
  }
}

async function readSourceFile(
  environment: Environment,
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
  return { path: file, location, bytes, document: parseDocument(kind, text), development };
}

/** The text without a byte order mark; null where it is not UTF-8. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

const TOO_LARGE = 'The file is over 1 MB and is not judged.';
const NOT_UTF8 = 'The file is not UTF-8, so neither Docker nor this program can read it. Save it as UTF-8.';
const NEVER_SEARCHED: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** Says on the error stream what could not be read. */
export function complainOf({ complain }: Console, errors: readonly FileError[]): void {
  for (const { file, message } of errors) complain(`${file}: ${message}\n`);
}
