import type { ComposeFile } from '../syntax/document';
import { addEntry } from '../syntax/compose/edits';
import type { Mount } from '../syntax/compose/mounts';
import type { Edit } from '../text/span';
import type { EditFix, Problem, Rule } from './rule';

export const writableConfiguration: Rule = {
  id: 'writable-configuration',
  tenet: 'Configuration and secrets arrive at start',
  summary: 'A configuration file of the host that the container may change.',
  why:
    'What a container writes into its configuration outlives it: the next release starts with a file that nobody ' +
    'reviewed, and the file on the host no longer is the one in the repository. A replaced file may not even be seen, ' +
    'for a mount of one file holds on to the old one.\n\n' +
    "Mount it with `:ro`, or declare it under `configs:`, which is read-only, and which belongs to the service's " +
    'definition, so that a change of it replaces the container.',
  severity: { production: 'hint', development: 'off' },
  subject: 'mount',
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf\n',
      good: 'services:\n  web:\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf:ro\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    volumes:\n      - type: bind\n        source: ./app.yaml\n        target: /etc/app.yaml\n',
      good: 'services:\n  web:\n    volumes:\n      - type: bind\n        source: ./app.yaml\n        target: /etc/app.yaml\n        read_only: true\n',
    },
  ],
  compose: findWritableConfigurations,
};

function* findWritableConfigurations(file: ComposeFile): Iterable<Problem> {
  for (const service of file.services) {
    for (const mount of service.mounts) {
      const { source, target } = mount;
      if (mount.type !== 'bind' || mount.isReadOnly || !source || !target) continue;
      if (!isConfiguration(source.written, target.written)) continue;
      const fix = fixOf(file, mount);
      yield {
        span: mount.span,
        message: `The container may change '${source.written}' on the host. Mount it read-only.`,
        development: service.development,
        image: service.image,
        related: mount.value.related,
        ...(fix && { fix }),
      };
    }
  }
}

/** Both are files: a folder of that name would have another. */
function isConfiguration(source: string, target: string): boolean {
  const name = nameOf(source);
  if (!CONFIGURATION.test(name) || STATE.test(name) || BUILD_FILE.test(name)) return false;
  return FILE.test(nameOf(target)) && !SYSTEM.test(source);
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** A variable at the end may hold a mode of its own. */
function fixOf({ text }: ComposeFile, mount: Mount): EditFix | null {
  const edit =
    mount.value.related.length > 0 ? null : mount.form === 'long' ? longEdit(text, mount) : shortEdit(mount);
  return edit && { kind: 'edits', title: 'Mount it read-only', edits: [edit] };
}

function longEdit(text: string, { value }: Mount): Edit | null {
  return value.field('read_only') ? null : addEntry(text, value, ['read_only: true']);
}

function shortEdit({ value, options, target }: Mount): Edit | null {
  if (!value.isVerbatim || target?.text == null) return null;
  const { end } = value.span;
  if (options.length === 0) return { span: { start: end, end }, newText: ':ro' };
  // The mode is what stands last.
  const mode = options.indexOf('rw');
  if (mode < 0) return { span: { start: end, end }, newText: ',ro' };
  const start = end - options.slice(mode).join(',').length;
  return { span: { start, end: start + 2 }, newText: 'ro' };
}

const CONFIGURATION =
  /^[^*]*\.(?:conf|config|cnf|cfg|ini|ya?ml|json|toml|properties|xml|hcl|rules|vcl|cf|env|tmpl|template|ctmpl|lua|htaccess|htpasswd)$|^(?:Caddyfile|Corefile|\.htpasswd|\.htaccess|\.env|Procfile|pg_hba\.conf)$/i;
/** Files that programs write themselves. */
const STATE =
  /^acme.*\.json$|(?:data|db|database|state|store|storage|cache|session|sessions|lock|backup)\.(?:json|xml|ya?ml)$/i;
/** What belongs to the source, which another rule judges. */
const BUILD_FILE =
  /^(?:package(?:-lock)?|tsconfig[\w.-]*|composer|angular|nx|jsconfig|lerna|turbo|deno|components)\.json$|^pnpm-[\w-]+\.yaml$|^(?:pyproject|Cargo|Pipfile|poetry)\.toml$|^pom\.xml$/i;
const FILE = /\.\w+$|^(?:Caddyfile|Corefile)$/i;
const SYSTEM = /^\/(?:proc|sys|dev|run)\/|localtime|timezone|resolv\.conf$/;
