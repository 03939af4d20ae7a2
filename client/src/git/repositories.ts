import { join } from 'node:path';
import type { Environment } from '../environment';
import { gitOutput } from './git';

/** Top folders of the repositories that folders are in; or, for a folder in none, of those directly below it. */
export async function repositories(
  environment: Environment,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = await Promise.all(folders.map((folder) => ofFolder(environment, folder, signal)));
  return [...new Set(found.flat())];
}

/** Null where a folder is in no repository, or git is not there. */
export async function repositoryOf(
  environment: Environment,
  folder: string,
  signal: AbortSignal,
): Promise<string | null> {
  const output = await gitOutput(environment, folder, ['rev-parse', '--show-toplevel'], { signal });
  // Of a bare repository there is no such folder.
  const top = (output ?? '').replace(/\r?\n$/, '');
  return top === '' ? null : top;
}

async function ofFolder(
  environment: Environment,
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const top = await repositoryOf(environment, folder, signal);
  if (top !== null) return [top];
  const names = (await environment.listFolder(folder)) ?? [];
  const below = names.filter((name) => !name.startsWith('.')).slice(0, MOST);
  const inside = await Promise.all(
    below.map(async (name) => {
      const place = join(folder, name);
      return (await environment.listFolder(place))?.includes('.git') ? place : null;
    }),
  );
  return inside.filter((place) => place !== null);
}

/** Of a folder that holds many things, the first ones. */
const MOST = 100;
