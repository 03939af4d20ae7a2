import type { Mount } from '../syntax/compose/mounts';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeFile } from '../syntax/document';
import type { Problem, Rule, Scaffold } from './rule';

export const sharedWritableVolume: Rule = {
  id: 'shared-writable-volume',
  tenet: 'State lives outside',
  summary: 'Several services may write into one volume, so that none of them can be replaced by itself.',
  why:
    'Services that write into the same files must agree on what is in them: a new release of one meets what the old ' +
    'release of another writes. One owner and readers can be replaced on their own.\n\n' +
    'Let one service write, and mount the volume with `:ro` in the others.',
  severity: { production: 'hint', development: 'off' },
  examples: [
    {
      kind: 'compose',
      bad:
        'services:\n  web:\n    build: .\n    volumes: ["shared:/data"]\n  worker:\n    build: ./worker\n' +
        '    volumes: ["shared:/data"]\nvolumes:\n  shared:\n',
      good:
        'services:\n  web:\n    build: .\n    volumes: ["shared:/data"]\n  worker:\n    build: ./worker\n' +
        '    volumes: ["shared:/data:ro"]\nvolumes:\n  shared:\n',
    },
  ],
  compose: findSharedVolumes,
};

interface Writer {
  readonly service: ComposeService;
  readonly mount: Mount;
}

function* findSharedVolumes({ services }: ComposeFile): Iterable<Problem> {
  const writers = new Map<string, Writer[]>();
  const finished = finishedServices(services);
  for (const service of services) {
    // What has ended before the others start writes beside nobody.
    if (finished.has(service.name)) continue;
    for (const mount of service.mounts) {
      const name = mount.type === 'volume' ? (mount.source?.text ?? null) : null;
      if (name === null || mount.isReadOnly || LIBRARY.test(name)) continue;
      const known = writers.get(name);
      if (!known) writers.set(name, [{ service, mount }]);
      else if (known.at(-1)?.service !== service) known.push({ service, mount });
    }
  }
  for (const [name, found] of writers) {
    const [first, ...others] = found;
    if (!first || others.length === 0) continue;
    const names = found.map(({ service }) => `'${service.name}'`);
    const listed =
      names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
    yield {
      span: first.mount.span,
      message: `${listed} may all write into '${name}', so that none can be replaced by itself. Mount it with ':ro' in those that only read.`,
      development: found.every(({ service }) => service.development),
      related: others.map(({ mount }) => ({ span: mount.span, message: `'${name}' is writable here too.` })),
      scaffolds: found.slice(0, MAX_SCAFFOLDS).flatMap((writer) => readOnly(name, writer)),
    };
  }
}

/** Services that others wait for until they have ended. */
function finishedServices(services: readonly ComposeService[]): ReadonlySet<string> {
  const waits = services.flatMap((service) => service.field('depends_on')?.entries() ?? []);
  const ended = waits.filter(
    ({ value }) => value.field('condition')?.text === 'service_completed_successfully',
  );
  return new Set(ended.map(({ key }) => key));
}

function readOnly(name: string, { service, mount }: Writer): Scaffold[] {
  const { form, value, options, span } = mount;
  if (form !== 'short' || options.length > 0 || !value.isVerbatim || value.related.length > 0) return [];
  const edits = [{ span: { start: span.end, end: span.end }, newText: ':ro' }];
  return [{ kind: 'scaffold', title: `Mount '${name}' read-only in '${service.name}'`, edits }];
}

const MAX_SCAFFOLDS = 4;
/** Collections of files that several programs look after. */
const LIBRARY = /(?:^|[-_])(?:media|library|downloads?|music|movies|tv|photos|books|torrents?)(?:$|[-_])/i;
