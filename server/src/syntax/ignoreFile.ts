import { Minimatch } from 'minimatch';

/**
 * Reads a `.dockerignore`: tells whether a path below the context is left out. The last pattern decides that matches the
 * path or a folder above it. Sources: Docker's build context, ".dockerignore files"; moby's patternmatcher.
 */
export function readIgnoreFile(text: string): (path: string) => boolean {
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && line.length <= MAX_LENGTH)
    .slice(0, MAX_PATTERNS)
    .map(patternOf);
  return (path) => {
    const parts = path.split('/');
    const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    const last = patterns.findLast(({ matches }) => paths.some(matches));
    return last !== undefined && !last.keeps;
  };
}

interface Pattern {
  /** `!pattern`: what it matches is not left out after all. */
  readonly keeps: boolean;
  readonly matches: (path: string) => boolean;
}

function patternOf(line: string): Pattern {
  const keeps = line.startsWith('!');
  const path = (keeps ? line.slice(1).trim() : line).replace(/^(?:\.?\/)+/, '').replace(/\/+(?:\.)?$/, '');
  const pattern = new Minimatch(path, {
    dot: true,
    nobrace: true,
    noext: true,
    nonegate: true,
    nocomment: true,
  });
  return { keeps, matches: (each) => path === '.' || pattern.match(each) };
}

const MAX_PATTERNS = 1000;
const MAX_LENGTH = 500;
