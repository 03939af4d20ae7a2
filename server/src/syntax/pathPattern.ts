import { Minimatch } from 'minimatch';

/**
 * Tells whether a path, with slashes, is one of those that a glob pattern names: a pattern with a slash is for the end of
 * a path, or from its beginning where it starts with one; a pattern without is for a file's name.
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const below = pattern.startsWith('/') || pattern.startsWith('**/') ? pattern : `**/${pattern}`;
  const matcher = new Minimatch(below, { dot: true, nocomment: true, nonegate: true });
  return (path) => matcher.match(path);
}

/**
 * Whether a pattern takes little time whatever it is matched with. One that a repository brings may be made to take much:
 * the time grows with the power of the stars between two slashes, and without limit in braces and parentheses.
 */
export function isCheapPattern(pattern: string): boolean {
  if (pattern.length > MAX_LENGTH || /[()]|\.\./.test(pattern)) return false;
  if ((pattern.match(/\{/g) ?? []).length > MAX_BRACES) return false;
  return pattern.split('/').every((part) => part === '**' || (part.match(/\*/g) ?? []).length <= MAX_STARS);
}

const MAX_LENGTH = 200;
const MAX_BRACES = 2;
const MAX_STARS = 3;
