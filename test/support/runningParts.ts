import type { EngineFacts } from '../../client/src/docker/engine';
import type { ContainerDetails, ContainerFacts } from '../../client/src/docker/engineFacts';
import type { Answers, Drift, Freshness, Health, Risk, Sync } from '../../client/src/docker/releases/answers';
import type { RunningDigest } from '../../client/src/docker/releases/identity';
import type {
  HostReleases,
  Project,
  Release,
  RunningContainer,
  Service,
  SwarmTask,
} from '../../client/src/docker/releases/model';
import type { HostSight, HostState, Inspection } from '../../client/src/docker/watch/inspection';
import type { TreeNode } from '../../client/src/views/treeNode';

/** Parts of what runs, each as ordinary as can be beside what a test says of it. */

/** A Friday. */
export const NOW = Date.UTC(2026, 10, 27, 12, 0, 0);
export const HOUR = 3_600_000;
export const A = `sha256:${'1a2b3c4d'.repeat(8)}`;
export const B = `sha256:${'b'.repeat(64)}`;

export const ENGINE: EngineFacts = {
  endpoint: 'unix:///a.sock',
  origin: { kind: 'usual' },
  version: '26.1.4',
  machine: 'box',
  store: 'classic',
  swarm: 'none',
  time: NOW,
};

export interface GivenAnswers {
  readonly sync?: Partial<Sync>;
  readonly freshness?: Partial<Freshness>;
  readonly health?: Partial<Health>;
  readonly drift?: Partial<Drift>;
  readonly risks?: readonly Risk[];
}

export function answers(given: GivenAnswers = {}): Answers {
  return {
    sync: { status: 'synced', reasons: [], ...given.sync },
    freshness: {
      status: 'unknown',
      reason: 'not-asked',
      newDigest: null,
      asked: null,
      detail: null,
      ...given.freshness,
    },
    health: { status: 'healthy', details: [], ...given.health },
    drift: {
      status: 'none',
      changes: { code: [], data: [], scratch: [] },
      measured: NOW - HOUR,
      problem: null,
      touches: [],
      touchesSince: NOW - 24 * HOUR,
      ...given.drift,
    },
    risks: given.risks ?? [],
  };
}

export function digest(text: string): RunningDigest {
  return { known: true, digest: text, manifest: null, others: [], source: 'repository' };
}

export interface GivenContainer extends Partial<Omit<RunningContainer, 'answers' | 'facts' | 'details'>> {
  readonly answers?: GivenAnswers;
  readonly facts?: Partial<ContainerFacts>;
  readonly details?: Partial<ContainerDetails>;
}

export function container(name: string, given: GivenContainer = {}): RunningContainer {
  const { answers: says, facts, details, ...rest } = given;
  return {
    id: name,
    name,
    reference: 'ghcr.io/acme/web:1.4.0',
    imageId: 'sha256:id',
    digest: digest(A),
    platform: { os: 'linux', architecture: 'amd64', variant: null },
    revision: { known: false, reason: 'none' },
    facts: {
      id: name,
      name,
      image: 'ghcr.io/acme/web:1.4.0',
      imageId: 'sha256:id',
      manifest: null,
      created: NOW - 3 * HOUR,
      state: 'running',
      status: 'Up 3 hours',
      labels: {},
      mounts: [],
      ...facts,
    },
    details: {
      id: name,
      manifest: null,
      image: 'ghcr.io/acme/web:1.4.0',
      imageId: 'sha256:id',
      started: NOW - 3 * HOUR,
      finished: null,
      exitCode: 0,
      outOfMemory: false,
      error: null,
      restarts: 0,
      health: null,
      healthOutput: null,
      configuration: {
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
      },
      mounts: [],
      readOnlyRoot: false,
      ...details,
    },
    environment: [],
    mounts: [],
    answers: answers(says),
    ...rest,
  };
}

export function release(
  containers: readonly RunningContainer[],
  given: Partial<Omit<Release, 'answers'>> & { readonly answers?: Answers } = {},
): Release {
  const [first] = containers;
  return {
    key: `release/${first?.name ?? 'none'}`,
    version: '1.4.0',
    repository: 'ghcr.io/acme/web',
    digest: first?.digest ?? digest(A),
    platform: null,
    revision: first?.revision ?? { known: false, reason: 'none' },
    built: null,
    size: null,
    containers,
    tasksElsewhere: [],
    answers: first?.answers ?? answers(),
    ...given,
  };
}

export function service(
  name: string,
  releases: readonly Release[],
  given: Partial<Omit<Service, 'releases'>> = {},
): Service {
  return {
    key: `service/${name}`,
    project: { key: 'shop', kind: 'compose', name: 'shop' },
    name,
    releases,
    rollout: null,
    swarm: null,
    declaration: { kind: 'unknown', path: null },
    answers: releases[0]?.answers ?? answers(),
    ...given,
  };
}

export function project(
  services: readonly Service[],
  name = 'shop',
  kind: Project['kind'] = 'compose',
): Project {
  const own = { key: name, kind, name };
  return {
    ...own,
    services: services.map((each) => ({ ...each, key: `${name}/${each.name}`, project: own })),
  };
}

export function host(projects: readonly Project[], given: Partial<HostSight> = {}, live = true): HostSight {
  const releases: HostReleases = { engine: ENGINE, projects };
  return sight({ kind: 'running', releases, live }, given);
}

export function sight(state: HostState, given: Partial<HostSight> = {}): HostSight {
  return { id: 'usual', name: 'This machine', origin: { kind: 'usual' }, state, ...given };
}

export function inspection(...hosts: readonly HostSight[]): Inspection {
  return { hosts };
}

export function task(given: Partial<SwarmTask>): SwarmTask {
  return {
    id: 'task',
    serviceId: 'service',
    slot: 1,
    nodeId: 'node',
    node: 'node-2',
    image: `ghcr.io/acme/web:1.4.0@${A}`,
    state: 'running',
    desiredState: 'running',
    message: '',
    containerId: null,
    created: NOW - HOUR,
    changed: NOW - HOUR,
    ...given,
  };
}

/** A tree as indented text; `~` before what is closed at first. */
export function drawn(nodes: readonly TreeNode[]): string {
  return lines(nodes, () => true).join('\n');
}

/** The same without the facts of containers. */
export function outline(nodes: readonly TreeNode[]): string {
  return lines(nodes, ({ kinds }) => !kinds.includes('container')).join('\n');
}

function lines(nodes: readonly TreeNode[], goesOn: (node: TreeNode) => boolean): readonly string[] {
  return nodes.flatMap((node) => {
    const sign = node.children.length > 0 && !node.opened ? '~' : '';
    const words = node.description === '' ? '' : ` — ${node.description}`;
    const below = goesOn(node) ? lines(node.children, goesOn).map((line) => `  ${line}`) : [];
    return [`${sign}${node.label}${words} [${node.icon.id}]`, ...below];
  });
}
