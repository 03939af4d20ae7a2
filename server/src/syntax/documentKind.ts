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

const DOCKERFILE = /^(?:docker|container)file(?:[._-].*)?$|\.(?:docker|container)file$/;
const COMPOSE = /^(?:.*[._-])?(?:compose(?:[._-].*)?|docker[._-]?compose.*)\.ya?ml$/;
/** Templates, ignore files, and programs and texts about Dockerfiles that begin with their name. */
const OTHER_ENDING =
  /\.(?:dockerignore|j2|jinja2?|tmpl|tpl|in|erb|mustache|hbs|md|markdown|rst|txt|html?|json5?|toml|lock|m?[jt]sx?|cjs|py|rb|go|rs|java|kt|cs|php|sh|ps1|bat|bak|orig|rej|swp|patch|diff|log|snap|golden|zip|gz|pdf|png|svg)$/;
