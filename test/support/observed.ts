import type { EngineFacts } from '../../client/src/docker/engine';
import type { EngineEvent } from '../../client/src/docker/engineEvents';
import type {
  Configuration,
  ContainerDetails,
  ContainerFacts,
  FileChange,
  ImageFacts,
  ListedImage,
  Mount,
} from '../../client/src/docker/engineFacts';
import type { HostReleases, Release } from '../../client/src/docker/releases/model';
import {
  NOTHING_KNOWN,
  type ImageAnswer,
  type Knowledge,
  type Observation,
  type ObservedContainer,
} from '../../client/src/docker/releases/observation';
import type { SwarmFacts, SwarmServiceFacts, SwarmTaskFacts } from '../../client/src/docker/swarmFacts';

/** A digest or an id that is told by one hexadecimal digit. */
export function digest(digit: string): string {
  return `sha256:${digit.repeat(64)}`;
}

export const ENGINE: EngineFacts = {
  endpoint: 'unix:///a.sock',
  origin: { kind: 'usual' },
  version: '26.1.0',
  machine: 'here',
  store: 'classic',
  swarm: 'none',
  time: null,
};

/** What of a container matters to a test; a container of `node:20` that runs where nothing is said. */
export interface Given extends Partial<ContainerFacts> {
  readonly details?: Partial<ContainerDetails> | null;
  readonly configuration?: Partial<Configuration>;
  readonly changes?: readonly FileChange[];
}

export function container({ details, configuration, changes, ...given }: Given = {}): ObservedContainer {
  const facts: ContainerFacts = {
    id: given.id ?? given.name ?? 'id',
    name: 'name',
    image: 'node:20',
    imageId: digest('1'),
    manifest: null,
    created: 0,
    state: 'running',
    status: '',
    labels: {},
    mounts: [],
    ...given,
  };
  return {
    facts,
    details:
      details === null ? null : { ...detailsOf(facts), ...details, configuration: configured(configuration) },
    changes: changes ? { ok: true, measured: 7, changes } : null,
  };
}

export function configured(given: Partial<Configuration> = {}): Configuration {
  return {
    environment: [],
    entrypoint: [],
    command: [],
    user: '',
    workingDirectory: '',
    labels: {},
    healthcheck: null,
    shell: [],
    volumes: [],
    exposedPorts: [],
    ...given,
  };
}

export function listed(given: Partial<ListedImage> = {}): ListedImage {
  return { id: digest('1'), tags: [], repositoryDigests: [], labels: {}, size: 0, created: 0, ...given };
}

export function imageFacts({
  configuration,
  ...given
}: Partial<Omit<ImageFacts, 'configuration'>> & {
  readonly configuration?: Partial<Configuration>;
} = {}): ImageFacts {
  return {
    id: digest('1'),
    tags: [],
    repositoryDigests: [],
    descriptor: null,
    manifests: [],
    platform: null,
    created: 0,
    size: 0,
    layers: [],
    signedSource: null,
    configuration: configured(configuration),
    ...given,
  };
}

export interface GivenObservation extends Partial<Omit<Observation, 'engine' | 'listed' | 'images'>> {
  readonly engine?: Partial<EngineFacts>;
  readonly listed?: readonly ListedImage[];
  readonly images?: readonly ImageFacts[];
  /** Images that could not be looked at, by id. */
  readonly missing?: Readonly<Record<string, ImageAnswer>>;
}

export function observation({
  engine,
  listed: list,
  images,
  missing,
  ...given
}: GivenObservation = {}): Observation {
  return {
    containers: [],
    swarm: null,
    execs: [],
    remembersSince: null,
    engine: { ...ENGINE, ...engine },
    listed: new Map((list ?? []).map((image) => [image.id, image])),
    images: new Map<string, ImageAnswer>([
      ...(images ?? []).map((image) => [image.id, image] as const),
      ...Object.entries(missing ?? {}),
    ]),
    ...given,
  };
}

export function knowledge(given: Partial<Knowledge> = {}): Knowledge {
  return { ...NOTHING_KNOWN, ...given };
}

export function composeLabels(
  project: string,
  service: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const own = Object.entries(more).map(([name, value]) => [`com.docker.compose.${name}`, value] as const);
  return {
    'com.docker.compose.project': project,
    'com.docker.compose.service': service,
    ...Object.fromEntries<string>(own),
  };
}

export function mount(given: Partial<Mount>): Mount {
  return { kind: 'bind', source: '', target: '/data', readOnly: false, ...given };
}

export function exec(id: string, detail: string, given: Partial<EngineEvent> = {}): EngineEvent {
  return { kind: 'container', action: 'exec_create', detail, id, time: 1, attributes: {}, ...given };
}

export function swarmFacts(given: Partial<SwarmFacts>): SwarmFacts {
  return { services: [], tasks: [], nodes: [], ...given };
}

export function swarmService(given: Partial<SwarmServiceFacts> = {}): SwarmServiceFacts {
  return {
    id: 'service',
    name: 'web',
    version: 1,
    image: `node:20@${digest('a')}`,
    labels: {},
    replicas: 1,
    mode: 'replicated',
    previousImage: null,
    update: null,
    created: 0,
    updated: 0,
    ...given,
  };
}

export function swarmTask(given: Partial<SwarmTaskFacts> = {}): SwarmTaskFacts {
  return {
    id: 'task',
    serviceId: 'service',
    slot: 1,
    nodeId: 'node1',
    image: `node:20@${digest('a')}`,
    state: 'running',
    desiredState: 'running',
    message: '',
    containerId: null,
    created: 0,
    changed: 0,
    ...given,
  };
}

/** Digests by their digit: `sha256:aaa…` as `a`. */
export function short(text: string): string {
  return text.replace(/sha256:([0-9a-f])\1{63}/g, '$1');
}

/** Projects, services, releases and containers, each indented below the other. */
export function treePicture({ projects }: HostReleases): string {
  return projects
    .flatMap(({ kind, name, services }) => [
      name === '' ? kind : `${kind} ${name}`,
      ...services.flatMap((service) => [
        `  ${service.name}${service.rollout === null ? '' : `: ${service.rollout}`}`,
        ...service.releases.map((release) => `    ${releasePicture(release)}`),
      ]),
    ])
    .join('\n');
}

function releasePicture({ version, digest: runs, containers, tasksElsewhere }: Release): string {
  const id = runs.known ? `@${short(runs.digest)}` : runs.reason;
  const names = containers.map(({ name }) => name);
  return `${version ?? '?'} ${id}: ${[...names, ...tasksElsewhere.map((task) => `${task.id} on ${task.node}`)].join(', ')}`;
}

function detailsOf(facts: ContainerFacts): ContainerDetails {
  return {
    id: facts.id,
    manifest: null,
    image: facts.image,
    imageId: facts.imageId,
    started: null,
    finished: null,
    exitCode: 0,
    outOfMemory: false,
    error: null,
    restarts: 0,
    health: null,
    healthOutput: null,
    configuration: configured(),
    mounts: facts.mounts,
    readOnlyRoot: false,
  };
}
