import { basename, dirname } from 'node:path';
import { addAtTop, addEntry, addItem } from '../syntax/compose/edits';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeFile } from '../syntax/document';
import { parseImageReference } from '../syntax/imageReference';
import { familiarRepository } from '../syntax/knownImages';
import { dataPathOf } from './dataPaths';
import type { Facts } from './facts';
import type { Problem, Rule, Scaffold } from './rule';

export const stateInContainer: Rule = {
  id: 'state-in-container',
  tenet: 'State lives outside',
  summary: 'A database, or another program that keeps data, runs without a volume for it.',
  why:
    'What a container writes without a volume goes with the container, or into a volume without a name that the next one ' +
    'does not find. A container that may not be replaced is the opposite of immutable: nobody dares to update it.\n\n' +
    'Mount a named volume where the image keeps its data. Where losing it is intended, as in a test, mount `tmpfs` there.',
  severity: { production: 'warning', development: 'off' },
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres:17.2@{digest}\n',
      good:
        'services:\n  db:\n    image: postgres:17.2@{digest}\n    volumes:\n      - db-data:/var/lib/postgresql/data\n\n' +
        'volumes:\n  db-data:\n',
    },
  ],
  compose: findStateInContainers,
};

function* findStateInContainers(file: ComposeFile, facts: Facts): Iterable<Problem> {
  if (isListOfImages(file) || hasVariants(facts)) return;
  for (const service of file.services) {
    const { origin, merged, image, development } = service;
    if (!origin || image === null || merged?.built === true) continue;
    const lost = lostPath(service, image, facts);
    if (!lost) continue;
    yield {
      span: origin.span,
      message: `'${image.split('@')[0] ?? image}' keeps its data in '${lost.path}', which goes with the container. Mount a named volume there.`,
      development,
      image,
      related: origin.related,
      ...(!lost.isDatabase && { atMost: 'information' }),
      scaffolds: volumeScaffold(file, service, lost.path),
    };
  }
}

/** Whether a file for production stands beside it, which adds to it by `-f`, as `docker-compose.prod.yml` does to `docker-compose.yml`. */
function hasVariants({ surroundings }: Facts): boolean {
  if (!surroundings) return false;
  const [, stem] = /^(.*)\.ya?ml$/i.exec(basename(surroundings.path)) ?? [];
  if (stem === undefined) return false;
  const names = surroundings.fileNames(dirname(surroundings.path));
  return names.some((name) => name.startsWith(`${stem}.`) && RELEASE_VARIANT.test(name.slice(stem.length)));
}

/** A file that is there to pull images, and runs nothing. */
function isListOfImages({ services }: ComposeFile): boolean {
  return (
    services.length > 2 && services.every(({ map }) => map.entries().every(({ key }) => key === 'image'))
  );
}

/** Where data is kept and nothing is mounted: as the image declares it, else as it is known of such images. */
function lostPath(
  service: ComposeService,
  image: string,
  facts: Facts,
): { readonly path: string; readonly isDatabase: boolean } | null {
  const repository = familiarRepository(image);
  const reference = parseImageReference(image);
  if (repository === null || reference.kind !== 'reference') return null;
  const name = repository.split('/').at(-1) ?? '';
  if (isElsewhere(service) || /windows|nanoserver/.test(reference.tag ?? '')) return null;
  if (/^(?:redis|valkey|keydb|redis-stack(?:-server)?)$/.test(name)) {
    const path = /(?:^|\/)bitnami/.test(repository) ? `/bitnami/${name}` : '/data';
    return keepsData(service) && !isCovered(service, path) ? { path, isDatabase: true } : null;
  }
  const known = dataPathOf(repository);
  const declared = facts.image?.(reference)?.volumes;
  if (declared && declared.length > 0) {
    const path = declared.find((each) => !isCovered(service, each));
    return path === undefined ? null : { path, isDatabase: known?.isDatabase ?? false };
  }
  if (!known || isCovered(service, known.path)) return null;
  return { ...known, path: documentedPath(known.path, reference.tag) };
}

/** Until 17 PostgreSQL's image declares the folder below. */
function documentedPath(path: string, tag: string | null): string {
  const major = Number(/pg(\d+)/.exec(tag ?? '')?.[1] ?? /^\d+/.exec(tag ?? '')?.[0] ?? 18);
  return path === '/var/lib/postgresql' && major < 18 ? `${path}/data` : path;
}

/** Redis keeps nothing on disk that anybody counts on unless it is told to. */
function keepsData({ runs }: ComposeService): boolean {
  return runs.some(({ commands }) =>
    commands.some(({ words }) => {
      const texts = words.map(({ written }) => written);
      return texts.some(
        (text, index) =>
          (text === '--appendonly' && texts[index + 1] === 'yes') ||
          (text === '--save' && /^\d/.test(texts[index + 1] ?? '')),
      );
    }),
  );
}

/** Whether it runs a client of the database alone, or is told to keep its data where something is mounted or elsewhere. */
function isElsewhere(service: ComposeService): boolean {
  const { environment, runs } = service;
  if (environment.some(({ name }) => KEPT_OUTSIDE.test(name))) return true;
  const commands = runs
    .filter(({ kind }) => kind === 'command' || kind === 'entrypoint')
    .flatMap((run) => run.commands);
  const isClient = commands.some(({ name }) => CLIENT.test(name ?? ''));
  if (isClient && !commands.some(({ words }) => words.some(({ written }) => SERVER.test(written))))
    return true;
  const said = [
    ...environment.map(({ text, written }) => text ?? written ?? ''),
    ...commands.flatMap(({ words }) => words.map(({ written }) => written)),
  ];
  const targets = targetsOf(service).filter((target) => target !== null && !NO_DATA.test(target));
  return targets.some((target) => target !== null && said.some((text) => namesPath(text, target)));
}

function namesPath(text: string, path: string): boolean {
  const at = text.lastIndexOf(path);
  return (
    at >= 0 && /^(?:$|[/\s"',;])/.test(text.slice(at + path.length)) && !/[\w.]$/.test(text.slice(0, at))
  );
}

/** Whether something is mounted at a path, above or below it, in any file of the project. */
function isCovered(service: ComposeService, path: string): boolean {
  if (service.field('volumes_from')) return true;
  return targetsOf(service).some((target) => target === null || isAround(target, path));
}

/** Where anything is mounted; null for a place that is not known. */
function targetsOf({ merged, mounts }: ComposeService): (string | null)[] {
  const targets = [
    ...mounts.map(({ target }) => target?.text ?? null),
    ...(merged?.volumes ?? []).flatMap((read) => read().map(({ target }) => target)),
    ...(merged?.tmpfs ?? []).flatMap((read) => read().map((text) => text.split(':')[0] ?? null)),
  ];
  return targets.map((target) => target?.replace(/\/+$/, '') ?? null);
}

function isAround(target: string, path: string): boolean {
  return target === path || path.startsWith(`${target}/`) || target.startsWith(`${path}/`);
}

function volumeScaffold(file: ComposeFile, service: ComposeService, path: string): Scaffold[] {
  const { text } = file;
  const name = `${service.name}-data`;
  const volumes = service.field('volumes');
  const mount = `${name}:${path}`;
  const edit = volumes
    ? addItem(text, volumes, mount)
    : addEntry(text, service.map, ['volumes:', `  - ${mount}`]);
  const listed = addAtTop(file, 'volumes', [`${name}:`]);
  if (!edit || !listed) return [];
  return [{ kind: 'scaffold', title: `Mount the volume '${name}' at ${path}`, edits: [edit, listed] }];
}

/** Settings of images that can keep what they have in a database or store of somebody else. */
const KEPT_OUTSIDE =
  /^(?:GF_DATABASE_(?:TYPE|URL|HOST)$|REGISTRY_STORAGE_(?:S3|AZURE|GCS|SWIFT|OSS)_|OBJECTSTORE_)/;
const CLIENT =
  /^(?:psql|pg_(?:dump(?:all)?|restore|isready|basebackup)|mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mongo|mongosh|mongodump|mongorestore|mongoimport|sleep|tail)$/;
const SERVER = /(?:^|\/)(?:postgres|mysqld(?:_safe)?|mariadbd|mongod|mongos|docker-entrypoint\.sh)$/;
/** Places of settings and scripts. */
const NO_DATA = /^$|^\/(?:etc|run|var\/run|tmp|docker-entrypoint)(?:$|[-/])|\.\w{1,5}$/;

const RELEASE_VARIANT = /^\.(?:prod|production|live|release|deploy|staging)\.ya?ml$/i;
