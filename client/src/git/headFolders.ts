import { dirname, join, resolve } from 'node:path';
import type { Environment } from '../environment';

/**
 * Folders in which git keeps HEAD of the repositories that these folders are in, or of those directly below a folder that
 * is in none: `.git` itself, or what it names where it is a file, as in worktrees and submodules.
 */
export async function headFolders(
  environment: Pick<Environment, 'listFolder' | 'readFile'>,
  folders: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const around = await above(environment, folder);
      return around === null ? below(environment, folder) : [around];
    }),
  );
  return [...new Set(found.flat())];
}

type Files = Pick<Environment, 'listFolder' | 'readFile'>;

async function above(files: Files, folder: string): Promise<string | null> {
  const own = await headFolder(files, folder);
  if (own !== null) return own;
  const parent = dirname(folder);
  return parent === folder ? null : above(files, parent);
}

async function below(files: Files, folder: string): Promise<readonly string[]> {
  const names = ((await files.listFolder(folder)) ?? []).filter((name) => !name.startsWith('.'));
  const found = await Promise.all(names.slice(0, MOST).map((name) => headFolder(files, join(folder, name))));
  return found.filter((place) => place !== null);
}

async function headFolder(files: Files, folder: string): Promise<string | null> {
  const place = join(folder, '.git');
  if ((await files.listFolder(place)) !== null) return place;
  const file = await files.readFile(place);
  const named = file.found ? /^gitdir: ([^\r\n]+)/.exec(file.text)?.[1] : undefined;
  return named === undefined ? null : resolve(folder, named);
}

/** Of a folder that holds many things, the first ones. */
const MOST = 100;
