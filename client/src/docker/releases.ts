import type { ContainerFacts, EngineFacts, ImageFacts } from './engine';
import { isDigest, isImageId, startedReference } from './reference';

/** All that runs on one engine, as people think of it. */
export interface Releases {
  readonly engine: EngineFacts;
  readonly projects: readonly Project[];
  /** Containers that no compose project owns. */
  readonly standalone: readonly RunningContainer[];
}

export interface Project {
  readonly name: string;
  readonly services: readonly Service[];
}

export interface Service {
  readonly name: string;
  readonly containers: readonly RunningContainer[];
}

export interface RunningContainer {
  readonly id: string;
  readonly name: string;
  /** The reference at its start, null when it was started by an image's id or cannot be told any more. */
  readonly reference: string | null;
  readonly imageId: string;
  readonly digest: RunningDigest;
  /** `running`, `paused`, `restarting`, … */
  readonly state: string;
  readonly health: Health;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

export type RunningDigest =
  | {
      readonly known: true;
      readonly digest: string;
      /** More digests of the same repository for the same image: an index, a platform's manifest. */
      readonly others: readonly string[];
      readonly source: DigestSource;
    }
  | { readonly known: false; readonly reason: UnknownDigest; readonly elsewhere: readonly string[] };

/** Who says so: the reference that it was started with, the engine's record of pulls and pushes, or its image store. */
export type DigestSource = 'reference' | 'repository' | 'store';

export type UnknownDigest =
  /** The engine knows of no registry that has the image: built or imported here, or its tag has moved on. */
  | 'none'
  /** It knows the image in repositories other than that of the reference: `elsewhere`. */
  | 'other-repository'
  /** The image has been removed from the engine. */
  | 'image-removed'
  /** The engine did not answer. */
  | 'unanswered';

export type Health = 'healthy' | 'unhealthy' | 'starting' | 'unknown';

/** One container with what else was asked about it. */
export interface Observation {
  readonly container: ContainerFacts;
  /** `Config.Image`, asked for only where the list shows an image's id. */
  readonly startedFrom: string | null;
  readonly image: ImageAnswer;
}

export type ImageAnswer = ImageFacts | 'removed' | 'unanswered';

/** Orders what was observed by project, service and name. */
export function releases(engine: EngineFacts, observations: readonly Observation[]): Releases {
  const standalone: RunningContainer[] = [];
  const projects = new Map<string, Map<string, RunningContainer[]>>();
  for (const observation of observations) {
    const { [PROJECT]: project, [SERVICE]: service } = observation.container.labels;
    const container = runningContainer(engine, observation);
    if (project && service) member(projects, project, service).push(container);
    else standalone.push(container);
  }
  return {
    engine,
    projects: byName([...projects].map(([name, services]) => ({ name, services: servicesOf(services) }))),
    standalone: byName(standalone),
  };
}

function servicesOf(services: ReadonlyMap<string, readonly RunningContainer[]>): readonly Service[] {
  return byName([...services].map(([name, containers]) => ({ name, containers: byName(containers) })));
}

function member(
  projects: Map<string, Map<string, RunningContainer[]>>,
  project: string,
  service: string,
): RunningContainer[] {
  const services = projects.get(project) ?? new Map<string, RunningContainer[]>();
  projects.set(project, services);
  const containers = services.get(service) ?? [];
  services.set(service, containers);
  return containers;
}

function runningContainer(engine: EngineFacts, observation: Observation): RunningContainer {
  const { container } = observation;
  const reference = referenceOf(observation);
  return {
    id: container.id,
    name: container.name,
    reference,
    imageId: container.imageId,
    digest: runningDigest(engine, observation, reference),
    state: container.state,
    health: health(container.status),
    created: container.created,
  };
}

function referenceOf({ container, startedFrom }: Observation): string | null {
  const candidates = [container.image, startedFrom ?? ''];
  return candidates.find((text) => text !== '' && !isImageId(text, container.imageId)) ?? null;
}

function runningDigest(
  engine: EngineFacts,
  { container, image }: Observation,
  reference: string | null,
): RunningDigest {
  const started = reference === null ? null : startedReference(reference);
  const recorded = typeof image === 'string' ? [] : image.repositoryDigests.map(startedReference);
  const same = recorded.filter((entry) => started === null || entry.repository === started.repository);
  const digests = [...new Set(same.flatMap(({ digest }) => digest ?? []))];
  if (started?.digest) return known('reference', started.digest, digests);
  const descriptor = typeof image === 'string' ? null : image.descriptor;
  const first = digests.find((digest) => digest === descriptor) ?? digests[0];
  if (first !== undefined) return known('repository', first, digests);
  // Only this store names images by digest; elsewhere the id is that of the configuration.
  if (engine.store === 'containerd' && isDigest(container.imageId)) {
    return known('store', container.imageId, descriptor === null ? [] : [descriptor]);
  }
  const elsewhere = recorded.map(({ text }) => text);
  return { known: false, reason: unknownDigest(image, elsewhere), elsewhere };
}

function known(source: DigestSource, digest: string, all: readonly string[]): RunningDigest {
  return { known: true, digest, others: all.filter((other) => other !== digest), source };
}

function unknownDigest(image: ImageAnswer, elsewhere: readonly string[]): UnknownDigest {
  if (image === 'removed') return 'image-removed';
  if (image === 'unanswered') return 'unanswered';
  return elsewhere.length > 0 ? 'other-repository' : 'none';
}

/** The list has the health only inside its status text; an engine that leaves it out leaves it unknown. */
function health(status: string): Health {
  const said = /\((healthy|unhealthy|health: starting)\)$/.exec(status)?.[1];
  switch (said) {
    case 'healthy':
    case 'unhealthy':
      return said;
    case 'health: starting':
      return 'starting';
    case undefined:
    default:
      return 'unknown';
  }
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => ORDER.compare(a.name, b.name));
}

const PROJECT = 'com.docker.compose.project';
const SERVICE = 'com.docker.compose.service';
const ORDER = new Intl.Collator('en', { numeric: true });
