import { Minimatch } from 'minimatch';

export type PathTest = (path: string) => boolean;

/**
 * Whether a path is one of those that glob patterns name: a pattern with a slash at its start is for whole paths, another
 * for the end of a path; and what lies below a folder that is named is named too.
 */
export function scratchPattern(patterns: readonly string[]): PathTest {
  const matchers = patterns.filter(isCheap).flatMap(matchersOf);
  if (matchers.length === 0) return () => false;
  return (path) => matchers.some((matcher) => matcher.match(path));
}

function matchersOf(pattern: string): readonly Minimatch[] {
  const text = pattern.replace(/\/+$/, '');
  const below = text.startsWith('/') || text.startsWith('**/') ? text : `**/${text}`;
  const options = { dot: true, nocomment: true, nonegate: true, platform: 'linux' } as const;
  return [new Minimatch(below, options), new Minimatch(`${below}/**`, options)];
}

/** A workspace may bring a pattern that would take long: many stars between two slashes, braces and parentheses. */
function isCheap(pattern: string): boolean {
  if (pattern.trim() === '' || pattern.length > LONGEST || /[()]|\.\./.test(pattern)) return false;
  if ((pattern.match(/\{/g) ?? []).length > MOST_BRACES) return false;
  const parts = pattern.split('/');
  if (parts.filter((part) => part === '**').length > MOST_STARS) return false;
  return parts.every((part) => part === '**' || (part.match(/\*/g) ?? []).length <= MOST_STARS);
}

const LONGEST = 200;
const MOST_BRACES = 2;
const MOST_STARS = 3;
