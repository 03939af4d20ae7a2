import { Minimatch } from 'minimatch';
import type { Document } from './document';

/**
 * What the file of that name is, as people name them; null where it is none of ours. A file that a template engine
 * fills in first is none either.
 */
export function documentKindOf(path: string): Document['kind'] | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  if (OTHER_ENDING.test(name)) return null;
  if (DOCKERFILE.test(name)) return 'dockerfile';
  return COMPOSE.test(name) ? 'compose' : null;
}

/** Glob patterns of files that people name otherwise: one with a slash is for the end of a path, else for a file's name. */
export type MoreNames = Readonly<Record<Document['kind'], readonly string[]>>;

export const NO_MORE_NAMES: MoreNames = { dockerfile: [], compose: [] };

/** What a file is by its path where a person has named more; what they say wins over what a name says by itself. */
export function kindReader(names: MoreNames): (path: string) => Document['kind'] | null {
  const matchers = (['dockerfile', 'compose'] as const).flatMap((kind) =>
    names[kind].map((pattern) => ({ kind, matcher: matcherOf(pattern) })),
  );
  return (path) => {
    const slashed = path.replaceAll('\\', '/');
    return matchers.find(({ matcher }) => matcher.match(slashed))?.kind ?? documentKindOf(path);
  };
}

function matcherOf(pattern: string): Minimatch {
  const below = pattern.startsWith('/') || pattern.startsWith('**/') ? pattern : `**/${pattern}`;
  return new Minimatch(below, { dot: true, nocomment: true, nonegate: true });
}

const DOCKERFILE = /^(?:docker|container)file(?:[._-].*)?$|\.(?:docker|container)file$/;
const COMPOSE = /^(?:.*[._-])?(?:compose(?:[._-].*)?|docker[._-]?compose.*)\.ya?ml$/;
/** Templates, ignore files, and programs and texts about Dockerfiles that begin with their name. */
const OTHER_ENDING =
  /\.(?:dockerignore|j2|jinja2?|tmpl|tpl|in|erb|mustache|hbs|md|markdown|rst|txt|html?|json5?|toml|lock|m?[jt]sx?|cjs|py|rb|go|rs|java|kt|cs|php|sh|ps1|bat|bak|orig|rej|swp|patch|diff|log|snap|golden|zip|gz|pdf|png|svg)$/;
