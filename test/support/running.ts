import type { ContainerDetails, ImageFacts } from '../../client/src/docker/engineFacts';
import type { Answers } from '../../client/src/docker/releases/answers';
import type { Project, Release, RunningContainer, Service } from '../../client/src/docker/releases/model';
import type { EngineFacts } from '../../client/src/docker/engine';
import type { HostSight } from '../../client/src/docker/watch/inspection';

/** A digest of one hexadecimal digit. */
export function digestOf(digit: string): string {
  return `sha256:${digit.repeat(64)}`;
}

/** Nothing is known, and nothing was found. */
export const NO_ANSWERS: Answers = {
  sync: { status: 'unknown', reasons: [{ kind: 'undeclared' }] },
  freshness: { status: 'unknown', reason: 'not-asked', newDigest: null, asked: null, detail: null },
  health: { status: 'unknown', details: [] },
  drift: {
    status: 'unknown',
    changes: null,
    measured: null,
    problem: null,
    touches: [],
    touchesSince: null,
  },
  risks: [],
};

export function containerOf(facts: Partial<RunningContainer>): RunningContainer {
  const id = facts.id ?? 'c1';
  const name = facts.name ?? 'web-1';
  const imageId = facts.imageId ?? digestOf('9');
  return {
    id,
    name,
    reference: 'web:1',
    imageId,
    digest: { known: true, digest: digestOf('a'), manifest: null, others: [], source: 'repository' },
    platform: { os: 'linux', architecture: 'amd64', variant: null },
    revision: { known: false, reason: 'none' },
    facts: {
      id,
      name,
      image: 'web:1',
      imageId,
      manifest: null,
      created: 0,
      state: 'running',
      status: 'Up 8 minutes',
      labels: {},
      mounts: [],
    },
    details: detailsOf({ id }),
    environment: null,
    mounts: [],
    answers: NO_ANSWERS,
    ...facts,
  };
}

export function detailsOf(facts: Partial<ContainerDetails>): ContainerDetails {
  return {
    id: 'c1',
    manifest: null,
    image: 'web:1',
    imageId: digestOf('9'),
    started: 0,
    finished: null,
    exitCode: 0,
    outOfMemory: false,
    error: null,
    restarts: 0,
    health: null,
    healthOutput: null,
    configuration: NO_CONFIGURATION,
    mounts: [],
    readOnlyRoot: false,
    ...facts,
  };
}

export function imageOf(facts: Partial<ImageFacts>): ImageFacts {
  return {
    id: digestOf('9'),
    tags: [],
    repositoryDigests: [],
    descriptor: null,
    manifests: [],
    platform: { os: 'linux', architecture: 'amd64', variant: null },
    created: 0,
    size: 0,
    layers: [],
    configuration: NO_CONFIGURATION,
    signedSource: null,
    ...facts,
  };
}

const NO_CONFIGURATION: ImageFacts['configuration'] = {
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
};

/** One service of one release with these containers, on a host that answers. */
export function hostOf(containers: readonly RunningContainer[], facts: HostFacts = {}): HostSight {
  const project = { key: 'shop', kind: 'compose', name: 'shop', ...facts.project } as const;
  const release: Release = {
    key: 'shop/web/1',
    version: '1.4.0',
    repository: 'web',
    digest: { known: true, digest: digestOf('a'), manifest: null, others: [], source: 'repository' },
    platform: null,
    revision: { known: false, reason: 'none' },
    built: null,
    size: null,
    containers,
    tasksElsewhere: [],
    answers: NO_ANSWERS,
    ...facts.release,
  };
  const service: Service = {
    key: 'shop/web',
    project,
    name: 'web',
    releases: [release],
    rollout: null,
    swarm: null,
    declaration: { kind: 'unknown', path: null },
    answers: NO_ANSWERS,
    ...facts.service,
  };
  const engine: EngineFacts = {
    endpoint: 'unix:///var/run/docker.sock',
    origin: { kind: 'usual' },
    version: '26.1.4',
    machine: 'build-7',
    store: 'containerd',
    swarm: 'none',
    time: null,
  };
  const releases = { engine, projects: [{ ...project, services: [service] }] };
  return {
    id: 'usual',
    name: 'This machine',
    origin: { kind: 'usual' },
    state: { kind: 'running', releases, live: true },
    ...facts.host,
  };
}

export interface HostFacts {
  readonly host?: Partial<Pick<HostSight, 'id' | 'name' | 'origin'>>;
  readonly project?: Partial<Pick<Project, 'key' | 'kind' | 'name'>>;
  readonly service?: Partial<Service>;
  readonly release?: Partial<Release>;
}
