import { basename, isAbsolute, relative } from 'node:path';

/**
 * Whether a file is only for development: a whole word of its path says so. The path counts from the repository's
 * root, or, outside one, from the folder that was opened or given; of a file given alone only its name counts.
 */
export function isDevelopmentFile(
  path: string,
  repositoryRoot: string | null,
  folders: readonly string[],
): boolean {
  const roots = repositoryRoot === null ? folders : [repositoryRoot];
  const below = roots
    .map((root) => relative(root, path))
    .find((way) => !way.startsWith('..') && !isAbsolute(way));
  return isDevelopmentPath(below ?? basename(path));
}

function isDevelopmentPath(relativePath: string): boolean {
  return relativePath.split(/[\\/._-]/).some((word) => DEVELOPMENT_WORDS.has(word.toLowerCase()));
}

const DEVELOPMENT_WORDS: ReadonlySet<string> = new Set([
  'dev',
  'development',
  'local',
  'override',
  'test',
  'tests',
  'ci',
  'e2e',
  'devcontainer',
]);
