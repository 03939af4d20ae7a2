import { join } from 'node:path';
import type { Environment } from '../environment';
import type { Document } from '../syntax/document';
import { VENDORED } from './profile';

/** A Dockerfile or compose file. */
export interface FoundFile {
  /** The absolute path. */
  readonly location: string;
  /** The path as it is reported: below the one that was given. */
  readonly path: string;
  readonly kind: Document['kind'];
}

/** A path at which nothing could be looked for. */
export interface LostPath {
  readonly path: string;
  readonly message: string;
}

export interface FileSearch {
  readonly environment: Pick<Environment, 'readFolder'>;
  readonly kindOf: (location: string) => Document['kind'] | null;
  readonly signal: AbortSignal;
}

/**
 * The Dockerfiles and compose files of a folder and those below it, except in `.git` and where others' files are kept; a file that is
 * given itself is one whatever its name. `location` is absolute, `path` how it was given. Ends early when cancelled.
 */
export async function* findFiles(
  search: FileSearch,
  location: string,
  path: string,
): AsyncIterable<FoundFile | LostPath> {
  const folder = await search.environment.readFolder(location);
  if (folder.found) {
    yield* filesBelow(search, location, path);
  } else if (folder.reason === 'not-a-folder') {
    const kind = search.kindOf(location) ?? (/\.ya?ml$/i.test(path) ? 'compose' : 'dockerfile');
    yield { location, path, kind };
  } else {
    const message =
      folder.reason === 'absent' ? 'There is no such file or folder.' : `It cannot be read: ${folder.detail}`;
    yield { path, message };
  }
}

async function* filesBelow(
  search: FileSearch,
  location: string,
  path: string,
): AsyncIterable<FoundFile | LostPath> {
  if (search.signal.aborted) return;
  const folder = await search.environment.readFolder(location);
  if (!folder.found) {
    yield { path, message: `The folder cannot be read: ${folder.detail}` };
    return;
  }
  for (const name of folder.files) {
    const kind = search.kindOf(join(location, name));
    if (kind) yield { location: join(location, name), path: join(path, name), kind };
  }
  for (const name of folder.folders) {
    if (!NEVER_SEARCHED.has(name)) yield* filesBelow(search, join(location, name), join(path, name));
  }
}

const NEVER_SEARCHED: ReadonlySet<string> = new Set([...VENDORED, '.git']);
