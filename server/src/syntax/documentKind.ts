import type { Document } from './document';
import { pathMatcher } from './pathPattern';

/**
 * What the file of that name is, as people name them; null where it is none of ours. A file that a template engine
 * fills in first is none either.
 */
export function documentKindOf(path: string): Document['kind'] | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const lower = name.toLowerCase();
  if (COMPOSE.test(lower)) return 'compose';
  const isDockerfile = DOCKERFILE.test(lower) ? !OTHER_ENDING.test(lower) : DOCKERFILE_RUN_ON.test(name);
  return isDockerfile || DOCKERFILE_OF_LANGUAGE.test(name) ? 'dockerfile' : null;
}

/** Glob patterns of files that people name otherwise: one with a slash is for the end of a path, else for a file's name. */
export type MoreNames = Readonly<Record<Document['kind'], readonly string[]>>;

export const NO_MORE_NAMES: MoreNames = { dockerfile: [], compose: [] };

/** What a file is by its path where a person has named more; what they say wins over what a name says by itself. */
export function kindReader(names: MoreNames): (path: string) => Document['kind'] | null {
  const known = READERS.get(names);
  if (known) return known;
  const matchers = (['dockerfile', 'compose'] as const).flatMap((kind) =>
    names[kind].map((pattern) => ({ kind, matches: pathMatcher(pattern) })),
  );
  const reader = (path: string) => {
    const slashed = path.replaceAll('\\', '/');
    return matchers.find(({ matches }) => matches(slashed))?.kind ?? documentKindOf(path);
  };
  READERS.set(names, reader);
  return reader;
}

/** Patterns are read once, and asked for each file of a folder. */
const READERS = new WeakMap<MoreNames, (path: string) => Document['kind'] | null>();

const COMPOSE = /^(?:.*[._-])?(?:compose(?:[._\d-].*)?|docker[._-]?compose.*)\.ya?ml$/;
const DOCKERFILE = /^(?:docker|container)file(?:[._-].*)?$|\.(?:docker|container)file$/;
/** `DockerfileAlpine`, `dockerfile2`. */
const DOCKERFILE_RUN_ON = /^(?:[Dd]ocker|[Cc]ontainer)file[A-Z0-9][\w-]*$/;
/** Templates, ignore files, and programs, data and texts about Dockerfiles that begin with their name. */
const OTHER_ENDING =
  /\.(?:dockerignore|j2|jinja2?|tmpl|tpl|in|erb|mustache|hbs|md|markdown|rst|adoc|txt|html?|css|xml|ya?ml|json5?|jsonc|toml|ini|cfg|csv|tf|hcl|lock|m?[jt]sx?|cjs|vue|py|rb|go|rs|java|kt|cs|php|lua|swift|scala|c|cc|cpp|h|sh|ps1|bat|bak|orig|rej|swp|patch|diff|log|snap|golden|zip|gz|pdf|png|svg)$/;
/** With a capital, what follows is what it is for: `Dockerfile.go`, where `dockerfile.go` is a program. */
const DOCKERFILE_OF_LANGUAGE =
  /^(?:Docker|Container)file\.(?:[jt]s|py|rb|go|rs|java|kt|cs|php|lua|swift|scala|c|cpp)$/;
