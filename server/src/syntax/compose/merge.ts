import type { Build } from '../dockerfile/build';
import type { BuildOutline, ComposeOutline, Parts, ServiceOutline } from './outline';
import type { ImagePlace, StatedImage } from './statedImage';
import type { ImageVolume, Volume } from './volumes';

/** A service as compose sees it after `extends` and after all files of its project. */
export interface MergedService {
  readonly image: string | null;
  /** What each file says that it is, the one that counts last; what is extended is part of the file that extends it. */
  readonly images: readonly StatedImage[];
  /** Where the one that counts stands, also where a variable in it has no value; null where no file says one. */
  readonly imagePlace: ImagePlace | null;
  /** True where the image that counts is not known here, for a variable in it has no value. */
  readonly hasUnknownImage: boolean;
  readonly build: BuildOutline | null;
  /** True where the image is made on this machine, and not one that a registry has. */
  readonly built: boolean;
  /** True where all its profiles are for development. */
  readonly development: boolean;
  /** What each file adds, the last one last. */
  readonly volumes: Parts<Volume>['parts'];
  /** The images of `pre_start`, likewise. */
  readonly hooks: Parts<string>['parts'];
  /** Null where no file says anything, so that the image decides. */
  readonly healthcheck: 'set' | 'disabled' | null;
  /** How many containers of it there are to be; null where that is not said. */
  readonly replicas: number | null;
  /** What each file adds to `tmpfs`, likewise. */
  readonly tmpfs: Parts<string>['parts'];
}

/** The volumes of a service that are images, by where they are mounted; what a later file mounts there takes the place. */
export function imageVolumesOf({ volumes }: MergedService): ReadonlyMap<string, ImageVolume> {
  const mounted = new Map<string, ImageVolume | null>();
  for (const { target, image } of volumes.flatMap((read) => read())) {
    if (target !== null) mounted.set(target, image);
  }
  return new Map([...mounted].flatMap(([target, image]) => (image ? [[target, image] as const] : [])));
}

/**
 * The documents of another file that a service extends, or null where it cannot be read; `file` is as written, `from`
 * the document that says it.
 */
export type ExtendedFile = (from: ComposeOutline, file: string) => readonly ComposeOutline[] | null;

/** Merges documents in their order. Source: compose specification, "Merge" and "Extends". */
export function mergeServices(
  outlines: readonly ComposeOutline[],
  extendedFile: ExtendedFile,
): Map<string, MergedService> {
  const layers = new Map<string, ServiceOutline[]>();
  for (const outline of outlines) {
    for (const [name, service] of outline.services) {
      if (!service || service.replaces) layers.delete(name);
      if (!service) continue;
      const own = withExtended(outline, service, extendedFile);
      const known = layers.get(name);
      if (known) known.push(own);
      else layers.set(name, [own]);
    }
  }
  return new Map([...layers].map(([name, services]) => [name, merged(services.reduce(merge))]));
}

/** A service with what it extends under it. Who extends himself in a circle stops at the second turn. */
function withExtended(
  outline: ComposeOutline,
  service: ServiceOutline,
  extendedFile: ExtendedFile,
): ServiceOutline {
  const chain: ServiceOutline[] = [];
  const seen = new Set<ServiceOutline>();
  let at = outline;
  let next: ServiceOutline | undefined = service;
  while (next && !seen.has(next) && seen.size < MAX_EXTENSIONS) {
    seen.add(next);
    chain.unshift(next);
    const base: ServiceOutline['extends'] = next.extends;
    if (!base) break;
    const documents: readonly ComposeOutline[] =
      (base.file === null ? [at] : extendedFile(at, base.file)) ?? [];
    const holder: ComposeOutline | undefined = documents.find(({ services }) => services.has(base.service));
    next = holder?.services.get(base.service) ?? undefined;
    at = holder ?? at;
  }
  const extended = chain.reduce(merge);
  return { ...extended, images: extended.images.slice(-1) };
}

/** What a service tells the build of its Dockerfile; null for one that builds nothing. */
export function buildOf(service: string, { build }: MergedService, file: string | null): Build | null {
  if (!build) return null;
  const { target, args, contexts, labels, inline } = build;
  const known = [...args.value].flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  );
  return {
    service,
    file,
    context: null,
    target: target ?? null,
    args: new Map(known),
    contexts: contexts.value,
    labels: labels.value,
    isOnly: inline,
  };
}

/** What a later layer does not say stays; what it resets is gone. */
function merge(before: ServiceOutline, after: ServiceOutline): ServiceOutline {
  return {
    replaces: before.replaces,
    extends: after.extends,
    image: after.image === undefined ? before.image : after.image,
    images: after.image === null ? [] : [...before.images, ...after.images],
    imagePlace: said(before.imagePlace, after.imagePlace),
    hasUnknownImage: after.hasUnknownImage || (after.image === undefined && before.hasUnknownImage),
    build:
      after.build && before.build ? mergeBuilds(before.build, after.build) : said(before.build, after.build),
    pullPolicy: after.pullPolicy === undefined ? before.pullPolicy : after.pullPolicy,
    profiles:
      after.profiles && before.profiles && !after.profiles.replaces
        ? { names: [...before.profiles.names, ...after.profiles.names], replaces: before.profiles.replaces }
        : said(before.profiles, after.profiles),
    volumes: mergeParts(before.volumes, after.volumes),
    hooks: mergeParts(before.hooks, after.hooks),
    healthcheck: said(before.healthcheck, after.healthcheck),
    replicas: said(before.replicas, after.replicas),
    tmpfs: mergeParts(before.tmpfs, after.tmpfs),
  };
}

function mergeParts<Item>(
  before: Parts<Item> | null | undefined,
  after: Parts<Item> | null | undefined,
): Parts<Item> | null | undefined {
  if (!after || !before || after.replaces) return said(before, after);
  return { parts: [...before.parts, ...after.parts], replaces: before.replaces };
}

function said<Value>(
  before: Value | null | undefined,
  after: Value | null | undefined,
): Value | null | undefined {
  return after === undefined ? before : after;
}

function mergeBuilds(before: BuildOutline, after: BuildOutline): BuildOutline {
  if (after.replaces) return after;
  return {
    replaces: before.replaces,
    folder: before.folder,
    context: after.context ?? before.context,
    dockerfile: after.dockerfile ?? before.dockerfile,
    inline: after.inline || (before.inline && after.dockerfile === undefined),
    target: after.target ?? before.target,
    args: {
      value: after.args.replaces ? after.args.value : new Map([...before.args.value, ...after.args.value]),
      replaces: before.args.replaces,
    },
    contexts: {
      value: after.contexts.replaces
        ? after.contexts.value
        : new Set([...before.contexts.value, ...after.contexts.value]),
      replaces: before.contexts.replaces,
    },
    labels: {
      value: after.labels.replaces
        ? after.labels.value
        : new Set([...before.labels.value, ...after.labels.value]),
      replaces: before.labels.replaces,
    },
    tags: [...before.tags, ...after.tags],
  };
}

function merged(service: ServiceOutline): MergedService {
  const { image, images, build, pullPolicy, profiles, volumes, hooks, hasUnknownImage } = service;
  const { healthcheck, replicas, tmpfs } = service;
  const names = profiles?.names ?? [];
  return {
    image: image ?? null,
    images,
    imagePlace: service.imagePlace ?? null,
    hasUnknownImage,
    build: build ?? null,
    built: build != null || pullPolicy === 'build' || pullPolicy === 'never',
    development: names.length > 0 && names.every((name) => DEVELOPMENT_PROFILES.has(name)),
    volumes: volumes?.parts ?? [],
    hooks: hooks?.parts ?? [],
    healthcheck: healthcheck ?? null,
    replicas: replicas ?? null,
    tmpfs: tmpfs?.parts ?? [],
  };
}

const DEVELOPMENT_PROFILES: ReadonlySet<string> = new Set([
  'dev',
  'development',
  'debug',
  'test',
  'tests',
  'testing',
  'e2e',
  'ci',
]);
/** Nobody extends what extends further than a few times. */
const MAX_EXTENSIONS = 20;
