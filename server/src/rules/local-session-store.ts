import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { Problem, Rule } from './rule';

export const localSessionStore: Rule = {
  id: 'local-session-store',
  tenet: 'State lives outside',
  summary: 'Sessions or uploads that are kept in the container.',
  why:
    'A container that is replaced takes its files and its memory with it: all users are logged out by every release, ' +
    'and what they uploaded is gone. Two containers side by side know nothing of each other, so that a release cannot ' +
    'be introduced step by step.\n\n' +
    'Keep sessions in a store that all containers share, such as Redis or the database, and uploads in an object ' +
    'store, or at least on a volume.',
  severity: { production: 'information', development: 'off' },
  subject: 'value',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM php:8.3.4-apache\nENV SESSION_DRIVER=file\n',
      good: 'FROM php:8.3.4-apache\nENV SESSION_DRIVER=redis\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  app:\n    environment:\n      FILESYSTEM_DISK: local\n',
      good: 'services:\n  app:\n    environment:\n      FILESYSTEM_DISK: s3\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

function* findInDockerfile({ statements, builds }: Dockerfile): Iterable<Problem> {
  const hasVolume = statements.lists.some(({ keyword }) => keyword === 'volume');
  for (const { keyword, name, value, stage, span } of statements.settings) {
    // A service that builds it has volumes that are not known here.
    if (keyword !== 'env' || stage?.isExported !== true || stage.isDevelopment) continue;
    const store = storeOf(name, value?.text ?? null);
    if (store && !(store.isOnDisk && (hasVolume || builds.length > 0)))
      yield { span, message: messageOf(name, value?.text ?? '', store) };
  }
}

function* findInCompose(file: ComposeFile): Iterable<Problem> {
  for (const service of file.services) {
    for (const { name, text, span, value } of service.environment) {
      const store = storeOf(name, text);
      if (!store || (store.isOnDisk && keepsFiles(service))) continue;
      yield {
        span,
        message: messageOf(name, text ?? '', store),
        development: service.development,
        image: service.image,
        related: value.related,
      };
    }
  }
}

/** A volume may be where the files are; a single file or what is read-only is not. */
function keepsFiles({ mounts, merged }: ComposeService): boolean {
  if (mounts.length === 0 && (merged?.volumes ?? []).some((read) => read().length > 0)) return true;
  // `/home/node/.n8n` is a folder.
  return mounts.some(
    ({ type, isReadOnly, target }) =>
      !isReadOnly && type !== 'tmpfs' && type !== 'npipe' && !/[^/]\.\w{1,5}$/.test(target?.written ?? ''),
  );
}

interface Store {
  readonly what: 'sessions' | 'files';
  readonly isOnDisk: boolean;
}

function storeOf(name: string, text: string | null): Store | null {
  const value = text?.trim().toLowerCase() ?? '';
  for (const { what, names, onDisk, inMemory } of STORES) {
    if (!names.test(name)) continue;
    if (onDisk.test(value)) return { what, isOnDisk: true };
    if (inMemory?.test(value)) return { what, isOnDisk: false };
  }
  return null;
}

function messageOf(name: string, value: string, { what, isOnDisk }: Store): string {
  const where = what === 'sessions' ? 'a store that all containers share' : 'an object store or on a volume';
  const lost = isOnDisk ? 'in the container' : "in the container's memory";
  return `'${name}=${value}' keeps ${what} ${lost}, which the next release replaces. Keep them in ${where}.`;
}

const STORES: readonly {
  readonly what: Store['what'];
  readonly names: RegExp;
  readonly onDisk: RegExp;
  readonly inMemory?: RegExp;
}[] = [
  // Laravel, Express, Flask-Session, Django, PHP, Grafana, Gitea.
  {
    what: 'sessions',
    names:
      /^(?:\w+_)?SESSIONS?_?(?:DRIVER|STORE|STORAGE|TYPE|BACKEND|ENGINE|PROVIDER|HANDLER|SAVE_HANDLER|STORE_TYPE)$/i,
    onDisk:
      /^(?:files?|filesystem|file_store|filestore|disk|local|django\.contrib\.sessions\.backends\.file|sqlite)$/,
    inMemory: /^(?:memory|in-?memory|memory_?store|array|local_?memory)$/,
  },
  // Laravel, Rails, Django, Directus and others.
  {
    what: 'files',
    names:
      /^(?:FILESYSTEM_(?:DISK|DRIVER|CLOUD)|ACTIVE_STORAGE_SERVICE|(?:UPLOADS?|FILES?|MEDIA|ATTACHMENTS?|OBJECT|BLOB|DEFAULT_FILE|ASSETS?)_(?:STORAGE|DRIVER|STORE|DISK|BACKEND|STORAGE_TYPE|STORAGE_DRIVER|STORAGE_BACKEND|STORAGE_PROVIDER)|STORAGE_(?:DRIVER|TYPE|BACKEND|PROVIDER)|N8N_DEFAULT_BINARY_DATA_MODE)$/,
    onDisk:
      /^(?:local|public|disk|file|files|fs|filesystem|local[-_]?(?:fs|disk|storage)|(?:django\.core\.files\.storage\.)?filesystemstorage)$/,
  },
];
