import { basename, relative } from 'node:path';
import { pathMatcher } from '../syntax/pathPattern';

/** What the files are for whose paths a glob pattern names. */
export interface ProfilePattern {
  readonly glob: string;
  readonly profile: 'production' | 'development';
}

/**
 * Whether a file is only for development: the last of the patterns that names it says so, else a whole word of its path
 * does. The path counts from `root`, its repository's, or the folder that was opened or given; of a file that stands
 * alone, or has no root, only the name counts.
 */
export function isDevelopmentFile(
  path: string,
  root: string | null,
  profiles: readonly ProfilePattern[] = [],
): boolean {
  const below = (root === null ? basename(path) : relative(root, path)).replaceAll('\\', '/');
  // A pattern that starts with a slash starts at the root.
  const chosen = profiles.findLast(({ glob }) => pathMatcher(glob)(`/${below}`));
  return chosen ? chosen.profile === 'development' : isDevelopmentPath(below);
}

/** Whether a file is in a folder that holds what others wrote, below `root`. */
export function isVendored(path: string, root: string | null): boolean {
  const below = root === null ? '' : relative(root, path).replaceAll('\\', '/');
  return below
    .split('/')
    .slice(0, -1)
    .some((name) => VENDORED.has(name));
}

/** Folders of what others wrote, which is not judged here. */
export const VENDORED: ReadonlySet<string> = new Set(['node_modules', 'third_party', 'vendor']);

function isDevelopmentPath(relativePath: string): boolean {
  return relativePath.split(/[/._-]/).some((word) => DEVELOPMENT_WORDS.has(word.toLowerCase()));
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
  'devenv',
  'integration',
  'testdata',
]);
