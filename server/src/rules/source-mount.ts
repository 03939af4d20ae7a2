import { dockerfileOf } from '../project/builds';
import { removeEntry, removeItem } from '../syntax/compose/edits';
import type { Mount } from '../syntax/compose/mounts';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { Facts } from './facts';
import type { Problem, Rule, Scaffold } from './rule';

export const sourceMount: Rule = {
  id: 'source-mount',
  tenet: 'Nothing changes a running container',
  summary: "A folder of the repository is mounted over the image's own code.",
  why:
    'The container runs what lies on the host, not what is in its image: a `git pull` there changes a running release, its ' +
    'digest says nothing about it, and going back to the previous image changes nothing.\n\n' +
    'Copy the code into the image when it is built. For development keep the mount in `compose.override.yaml`, or use ' +
    '`develop.watch`.',
  severity: { production: 'warning', development: 'off' },
  subject: 'mount',
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    volumes:\n      - ./src:/app/src\n      - uploads:/app/uploads\n',
      good: 'services:\n  web:\n    build: .\n    volumes:\n      - uploads:/app/uploads\n',
    },
  ],
  compose: findSourceMounts,
};

function* findSourceMounts({ services, text }: ComposeFile, facts: Facts): Iterable<Problem> {
  for (const service of services) {
    const folders = service.mounts.length === 0 ? [] : codeFoldersOf(service, facts);
    for (const mount of service.mounts) {
      const [source, target] = [mount.source?.written ?? '', mount.target?.written ?? ''];
      if (mount.type !== 'bind' || !isOfProject(source) || !coversCode(source, target, folders)) continue;
      yield {
        span: mount.span,
        message: `'${source}' of the host takes the place of the image's own '${target}'. Copy it into the image, or move the mount to an override for development.`,
        development: service.development,
        image: service.image,
        related: mount.value.related,
        ...(mount.isReadOnly && { atMost: 'information' }),
        scaffolds: removal(service, mount, text),
      };
    }
  }
}

/** Below the folder of the project, or the one above it. */
function isOfProject(source: string): boolean {
  return /^(?:\.{1,2}(?:[/\\]|$)|\$\{?PWD\b)/.test(source);
}

function coversCode(source: string, target: string, folders: readonly string[]): boolean {
  const path = target.replace(/\/+$/, '');
  const folder = folders.find((each) => path === each || path.startsWith(`${each}/`));
  if (folder === undefined) return false;
  const name = lastPart(source);
  if (source.split(/[/\\]/).some((part) => KEPT.test(part))) return false;
  if (DATA.test(name) || CONFIGURATION_FILE.test(name)) return false;
  return path === folder || !DATA.test(lastPart(path));
}

function lastPart(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) ?? ''
  );
}

/** Where images keep code, and the working directory of this one where its Dockerfile can be read. */
function codeFoldersOf({ merged }: ComposeService, { surroundings }: Facts): readonly string[] {
  const path = merged ? dockerfileOf(merged) : null;
  const dockerfile = path === null ? null : (surroundings?.dockerfile(path) ?? null);
  const own = dockerfile ? workingDirectory(dockerfile) : null;
  return own === null || own === '/' ? CODE_FOLDERS : [...CODE_FOLDERS, own];
}

function workingDirectory({ statements }: Dockerfile): string | null {
  const last = statements.lists.findLast(
    ({ keyword, stage }) => keyword === 'workdir' && stage?.isExported === true,
  );
  const path = last?.words[0]?.text ?? null;
  return path?.startsWith('/') === true ? path.replace(/\/+$/, '') || '/' : null;
}

function removal(service: ComposeService, { value }: Mount, text: string): Scaffold[] {
  const volumes = service.field('volumes');
  const entry = service.entry('volumes');
  const edit =
    volumes && volumes.items().length > 1
      ? removeItem(text, volumes, value)
      : entry && removeEntry(text, service.map, entry);
  return edit ? [{ kind: 'scaffold', title: 'Remove the mount', edits: [edit] }] : [];
}

const CODE_FOLDERS = [
  '/app',
  '/application',
  '/code',
  '/go/src',
  '/home/app',
  '/home/node/app',
  '/opt/app-root/src',
  '/opt/app',
  '/project',
  '/rails',
  '/site',
  '/src',
  '/srv',
  '/usr/local/apache2/htdocs',
  '/usr/share/nginx/html',
  '/usr/src',
  '/usr/local/app',
  '/usr/local/tomcat/webapps',
  '/var/task',
  '/var/www',
  '/workdir',
  '/workspace',
  '/workspaces',
];
/** Folders in which people gather what containers keep. */
const KEPT = /^\.?(?:volumes?|data|docker-data|storage|persist(?:ent|ence)?)$/i;
/** What a container keeps or is configured by, and no code. */
const DATA =
  /^\.?(?:data|datadir|db|database|databases|sqlite|storage|uploads?|media|logs?|caches?|tmp|temp|run|backups?|dumps?|certs?|certificates|ssl|tls|keys?|secrets?|config|configs|conf|conf\.d|etc|env|settings|volumes?|downloads?|files|output|outputs?|results?|reports?|artifacts?|models?|library|documents?|images|photos|music|videos|node_modules|venv|persist(?:ent|ence)?|state|wp-content|custom|extensions|dags|plugins|provisioning|dashboards?|input|imports?|exports?|inbox|consume)(?:[-_.].*)?$|[-_.](?:data|logs?|db|storage|uploads|config|conf|cache|certs)$/i;
const CONFIGURATION_FILE =
  /\.(?:conf|cfg|cnf|ini|ya?ml|json|toml|xml|properties|env|pem|crt|key|sql|txt|md|htpasswd|template|tmpl|list|csv)$|^\.env/i;
