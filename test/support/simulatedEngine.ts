import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineHost } from '../../client/src/docker/engineHost';

/** A busy Docker Engine over real HTTP: many containers, an answer time, a memory of events, and a log. */
export interface SimulatedEngine {
  readonly host: EngineHost;
  readonly containerIds: readonly string[];
  /** What was asked since it was last read, by kind: `GET /containers/{id}/json` → 200. */
  readonly requests: () => ReadonlyMap<string, number>;
  /** Has a container restarted: it says so in three events. */
  readonly restart: (container: string) => void;
  readonly emit: (event: SimulatedEvent) => void;
  /** Resolves when somebody follows the events. */
  readonly followed: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export interface SimulatedEvent {
  readonly Type: 'container' | 'image';
  readonly Action: string;
  readonly id: string;
}

export interface SimulatedSize {
  readonly name: string;
  readonly services: number;
  readonly containers: number;
  /** Milliseconds that every answer takes. */
  readonly delay: number;
}

export async function startSimulatedEngine(size: SimulatedSize): Promise<SimulatedEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'simulated-'));
  const windows = process.platform === 'win32';
  const path = windows
    ? `\\\\.\\pipe\\simulated-${process.pid}-${folder.slice(-6)}`
    : join(folder, 'docker.sock');
  const state: State = {
    size,
    containers: new Map(containersOf(size).map((container) => [container.id, container])),
    images: new Map(imagesOf(size).map((image) => [image.Id, image])),
    past: [],
    followers: new Set(),
    waiting: [],
    requests: new Map(),
    tick: 0,
  };
  const server = createServer((request, response) => answer(state, request, response));
  server.listen({ path });
  await once(server, 'listening');
  const emit = (event: SimulatedEvent) => tell(state, event);
  return {
    host: hostAt(path, size.name),
    containerIds: [...state.containers.keys()],
    requests: () => {
      const counted = new Map(state.requests);
      state.requests.clear();
      return counted;
    },
    restart: (id) => {
      const container = state.containers.get(id)!;
      state.containers.set(id, { ...container, started: new Date().toISOString() });
      for (const Action of ['die', 'start', 'restart']) emit({ Type: 'container', Action, id });
    },
    emit,
    followed: () =>
      state.followers.size > 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            state.waiting.push(resolve);
          }),
    dispose: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface State {
  readonly size: SimulatedSize;
  readonly containers: Map<string, SimulatedContainer>;
  readonly images: ReadonlyMap<string, SimulatedImage>;
  /** Lines, the last few hundred as Docker has them. */
  readonly past: { readonly nanoseconds: bigint; readonly line: string }[];
  readonly followers: Set<ServerResponse>;
  readonly waiting: (() => void)[];
  readonly requests: Map<string, number>;
  /** Of the clock of events: no two are the same. */
  tick: number;
}

interface SimulatedContainer {
  readonly id: string;
  readonly name: string;
  readonly service: number;
  readonly started: string;
}

type SimulatedImage = ReturnType<typeof imagesOf>[number];

function containersOf({ name, containers, services }: SimulatedSize): readonly SimulatedContainer[] {
  return Array.from({ length: containers }, (_, index) => {
    const service = index % services;
    return {
      id: digest(`${name} container ${index}`),
      name: `shop-service-${service}-${Math.floor(index / services) + 1}`,
      service,
      started: '2026-01-01T00:00:00Z',
    };
  });
}

function imagesOf({ services }: SimulatedSize) {
  return Array.from({ length: services }, (_, service) => ({
    Id: imageId(service),
    RepoTags: [`registry.example/service-${service}:1.${service}`],
    RepoDigests: [`registry.example/service-${service}@sha256:${digest(`digest ${service}`)}`],
    Labels: { 'org.opencontainers.image.revision': digest(`commit ${service}`).slice(0, 40) },
    Size: 100_000_000,
    Created: 1_767_225_600,
  }));
}

function answer(state: State, { url = '', method = '' }: IncomingMessage, response: ServerResponse): void {
  const [path = '', query = ''] = url.replace(/^\/v1\.\d+/, '').split('?');
  const kind = `${method} ${path.replace(/^\/(containers|images)\/[^/]+\/(json|changes)$/, '/$1/{id}/$2')}`;
  state.requests.set(kind, (state.requests.get(kind) ?? 0) + 1);
  if (path === '/events') {
    follow(state, new URLSearchParams(query), response);
    return;
  }
  setTimeout(() => {
    const body = answerTo(state, path);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { message: 'no such thing' }));
  }, state.size.delay);
}

function answerTo({ size, containers, images }: State, path: string): unknown {
  if (path === '/info') return info(size);
  if (path === '/containers/json') return [...containers.values()].map(listed);
  if (path === '/images/json') return [...images.values()];
  const [, room, id = '', what] = path.split('/');
  const container = containers.get(id);
  if (room === 'containers' && what === 'changes') return container ? CHANGES : undefined;
  if (room === 'containers') return container ? inspected(container) : undefined;
  const image = images.get(decodeURIComponent(id));
  return image ? { ...image, ...IMAGE } : undefined;
}

function info({ name }: SimulatedSize): object {
  return {
    ServerVersion: '26.1.5',
    Name: name,
    Driver: 'overlay2',
    DriverStatus: [['Backing Filesystem', 'extfs']],
    SystemTime: new Date().toISOString(),
    Swarm: { LocalNodeState: 'inactive', ControlAvailable: false },
  };
}

function listed(container: SimulatedContainer): object {
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: `registry.example/service-${container.service}:1.${container.service}`,
    ImageID: imageId(container.service),
    Created: 1_767_225_600,
    State: 'running',
    Status: 'Up 8 minutes',
    Labels: labels(container),
    Mounts: [MOUNT],
  };
}

function inspected(container: SimulatedContainer): object {
  return {
    Id: container.id,
    Name: `/${container.name}`,
    Image: imageId(container.service),
    RestartCount: 0,
    State: {
      Status: 'running',
      StartedAt: container.started,
      FinishedAt: '0001-01-01T00:00:00Z',
      ExitCode: 0,
    },
    HostConfig: { ReadonlyRootfs: false },
    Mounts: [MOUNT],
    Config: {
      ...CONFIGURATION,
      Image: `registry.example/service-${container.service}:1.${container.service}`,
      Env: [...CONFIGURATION.Env, `SERVICE=${container.service}`],
      Labels: labels(container),
    },
  };
}

/** Ten services a project, as compose labels them. */
function labels({ service }: SimulatedContainer): Readonly<Record<string, string>> {
  return {
    'com.docker.compose.project': `shop-${Math.floor(service / 10)}`,
    'com.docker.compose.service': `service-${service}`,
    'com.docker.compose.config-hash': digest(`configuration ${service}`),
    'com.docker.compose.project.working_dir': `/srv/shop-${Math.floor(service / 10)}`,
    'com.docker.compose.project.config_files': `/srv/shop-${Math.floor(service / 10)}/compose.yaml`,
    'com.docker.compose.version': '2.30.0',
    'org.opencontainers.image.revision': digest(`commit ${service}`).slice(0, 40),
  };
}

function follow(state: State, query: URLSearchParams, response: ServerResponse): void {
  const since = BigInt(Math.floor(Number(query.get('since') ?? '0'))) * 1_000_000_000n;
  response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  for (const { nanoseconds, line } of state.past) if (nanoseconds >= since) response.write(line);
  state.followers.add(response);
  response.on('close', () => state.followers.delete(response));
  for (const resolve of state.waiting.splice(0)) resolve();
}

function tell(state: State, { Type, Action, id }: SimulatedEvent): void {
  const nanoseconds = BigInt(Date.now()) * 1_000_000n + BigInt(++state.tick % 1_000_000);
  const time = Number(nanoseconds / 1_000_000_000n);
  const event = { Type, Action, Actor: { ID: id, Attributes: {} }, scope: 'local', time };
  // A number of nanoseconds is more than JSON.stringify can write exactly.
  const line = `${JSON.stringify(event).slice(0, -1)},"timeNano":${nanoseconds}}\n`;
  state.past.push({ nanoseconds, line });
  if (state.past.length > REMEMBERED) state.past.shift();
  for (const follower of state.followers) follower.write(line);
}

function hostAt(path: string, name: string): EngineHost {
  const origin = { kind: 'context', name } as const;
  const endpoint = process.platform === 'win32' ? `npipe://${path}` : `unix://${path}`;
  const addresses = [{ endpoint, origin, transport: { kind: 'socket', path } as const }];
  return { id: `context:${name}`, name, origin, addresses, isCurrent: false };
}

function imageId(service: number): string {
  return `sha256:${digest(`image ${service}`)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const REMEMBERED = 256;
const MOUNT = {
  Type: 'volume',
  Name: 'data',
  Source: '/var/lib/docker/volumes/data',
  Destination: '/data',
  RW: true,
};
const CONFIGURATION = {
  Env: Array.from({ length: 20 }, (_, index) => `VARIABLE_${index}=value ${index}`),
  Cmd: ['serve'],
  Entrypoint: ['/entrypoint.sh'],
  WorkingDir: '/app',
  User: 'app',
};
const IMAGE = {
  Os: 'linux',
  Architecture: 'amd64',
  RootFS: { Layers: Array.from({ length: 10 }, (_, index) => `sha256:${digest(`layer ${index}`)}`) },
  Config: CONFIGURATION,
  Created: '2026-01-01T00:00:00Z',
};
const CHANGES = Array.from({ length: 30 }, (_, index) => ({ Path: `/app/cache/file-${index}`, Kind: 1 }));
