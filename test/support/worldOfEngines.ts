import type {
  Answer,
  Connection,
  Engine,
  EngineFailure,
  EventListener,
} from '../../client/src/docker/engine';
import type { EngineEvent } from '../../client/src/docker/engineEvents';
import type {
  Configuration,
  ContainerDetails,
  ContainerFacts,
  FileChange,
  ImageFacts,
  ListedImage,
} from '../../client/src/docker/engineFacts';
import type { SwarmFacts } from '../../client/src/docker/swarmFacts';
import type { TestClock } from './testClock';

/** An engine in this process, as its adapter would show it: what it has, what happens to it, and what it was asked. */
export interface EngineInWorld {
  /** By name, which is the id too. */
  readonly containers: Map<string, ContainerInWorld>;
  readonly images: Map<string, ImageInWorld>;
  swarm: SwarmFacts | null;
  isManager: boolean;
  /** Why it cannot be reached; null where it can. */
  absent: EngineFailure | null;
  /** Requests that begin so fail, are never answered, or fail when the client has waited for long enough. */
  readonly troubles: Map<string, EngineFailure | 'hang' | 'silent'>;
  /** What is done the moment that a request which begins so is answered. */
  readonly meanwhile: Map<string, () => void>;
  events: 'told' | 'refused' | 'cut at once';
  /** Milliseconds that every answer takes. */
  delay: number;
  /** Milliseconds by which its clock is ahead of ours. */
  skew: number;
  /** Whether it says what its clock shows. */
  tellsTime: boolean;
  /** Asked since it was last read, each as `list`, `inspect web-1`. */
  readonly asked: string[];
  /** Everything since the last reading of it, `GET`s of one kind counted: `list, inspect ×2`. */
  readonly requests: () => string;
  /** What somebody still waits for: neither answered nor cancelled. */
  readonly awaited: () => readonly string[];
  readonly emit: (...events: readonly Partial<EngineEvent>[]) => void;
  /** Ends the streams of events. */
  readonly cut: () => void;
  /** As `kill -9` does: what it remembers of events is lost too. */
  readonly kill: () => void;
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
}

export interface ContainerInWorld {
  readonly image: string;
  /** Null for its id. */
  readonly name: string | null;
  readonly state: string;
  readonly health: ContainerDetails['health'];
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck: readonly string[] | null;
  readonly started: number;
  readonly changes: readonly FileChange[];
}

export interface ImageInWorld {
  readonly tags: readonly string[];
}

export function engineInWorld(clock: TestClock): EngineInWorld {
  const past: EngineEvent[] = [];
  const followers = new Map<EventListener, () => void>();
  const awaited = new Set<Awaited>();
  let serial = 0;
  const world: EngineInWorld = {
    containers: new Map(),
    images: new Map(),
    swarm: null,
    isManager: false,
    absent: null,
    troubles: new Map(),
    meanwhile: new Map(),
    events: 'told',
    delay: 0,
    skew: 0,
    tellsTime: true,
    asked: [],
    requests: () => counted(world.asked.splice(0)),
    awaited: () => [...awaited].filter(({ signal }) => !signal.aborted).map(({ request }) => request),
    emit: (...events) => {
      const whole = events.map((event) => eventOf(event, clock.date() + world.skew + ++serial / 1e3));
      past.push(...whole);
      past.splice(0, past.length - REMEMBERED);
      for (const listener of followers.keys()) listener.heard(whole);
    },
    cut: () => {
      for (const end of followers.values()) end();
    },
    kill: () => {
      past.length = 0;
      world.cut();
    },
    connect: async (signal) => {
      world.asked.push('info');
      if (world.delay > 0) await clock.wait(world.delay, signal);
      return world.absent
        ? { connected: false, failure: world.absent }
        : { connected: true, engine: adapter(world, { clock, past, followers, awaited }) };
    },
  };
  return world;
}

interface Inside {
  readonly clock: TestClock;
  readonly past: readonly EngineEvent[];
  readonly followers: Map<EventListener, () => void>;
  readonly awaited: Set<Awaited>;
}

interface Awaited {
  readonly request: string;
  readonly signal: AbortSignal;
}

function adapter(world: EngineInWorld, { clock, past, followers, awaited }: Inside): Engine {
  const ask = async <T>(request: string, signal: AbortSignal, value: () => T): Promise<Answer<T>> => {
    const waiting = { request, signal };
    awaited.add(waiting);
    const answer = await answerTo(request, signal, value);
    awaited.delete(waiting);
    return answer;
  };
  const answerTo = async <T>(request: string, signal: AbortSignal, value: () => T): Promise<Answer<T>> => {
    world.asked.push(request);
    const trouble = [...world.troubles].find(([start]) => request.startsWith(start))?.[1];
    if (trouble === 'hang') await new Promise(() => undefined);
    else if (trouble === 'silent') {
      await clock.wait(ANSWER_LIMIT, signal);
      return { ok: false, failure: { ...ABSENT, reason: 'silent' } };
    } else if (trouble) return { ok: false, failure: trouble };
    const answer = value();
    for (const [start, happens] of world.meanwhile) {
      if (!request.startsWith(start)) continue;
      world.meanwhile.delete(start);
      happens();
    }
    if (world.delay > 0) await clock.wait(world.delay, signal);
    return world.absent ? { ok: false, failure: world.absent } : { ok: true, value: answer };
  };
  const never = () => Promise.reject(new Error('Watching asks no such thing.'));
  return {
    facts: {
      endpoint: 'unix:///a.sock',
      origin: { kind: 'usual' },
      version: '26.1.5',
      machine: 'a',
      store: 'classic',
      swarm: world.isManager ? 'manager' : 'none',
      time: world.tellsTime ? clock.date() + world.skew : null,
    },
    containers: (signal) =>
      ask('list', signal, () => [...world.containers].map(([name, it]) => factsOf(name, it))),
    images: (signal) => ask('images', signal, () => [...world.images].map(([id, it]) => listedOf(id, it))),
    container: (id, signal) =>
      ask(`inspect ${id}`, signal, () => {
        const container = world.containers.get(id);
        return container ? detailsOf(id, container) : null;
      }),
    image: (id, signal) =>
      ask(`image ${id}`, signal, () => {
        const image = world.images.get(id);
        return image ? imageOf(id, image) : null;
      }),
    changes: (id, signal) => ask(`changes ${id}`, signal, () => world.containers.get(id)?.changes ?? null),
    swarm: (signal) => ask('swarm', signal, () => world.swarm),
    file: never,
    createContainer: never,
    removeContainer: never,
    rollBackService: never,
    distribution: never,
    follow: (listener, since, signal) => {
      world.asked.push('events');
      if (world.events === 'refused') return Promise.resolve({ ...ABSENT, reason: 'unexpected' });
      return new Promise((resolve) => {
        const waiting = { request: 'events', signal };
        awaited.add(waiting);
        const end = () => {
          awaited.delete(waiting);
          followers.delete(listener);
          resolve(null);
        };
        followers.set(listener, end);
        signal.addEventListener('abort', end);
        listener.opened();
        const replayed = past.filter(({ time }) => since === null || time > since);
        if (replayed.length > 0) listener.heard(replayed);
        if (world.events === 'cut at once') end();
      });
    },
  };
}

/** `list, inspect ×3, changes web-1`: requests of one kind are counted where there are several. */
function counted(asked: readonly string[]): string {
  const kinds = new Map<string, string[]>();
  for (const request of asked) {
    const kind = request.split(' ')[0]!;
    kinds.set(kind, [...(kinds.get(kind) ?? []), request]);
  }
  return [...kinds.values()]
    .map((all) => (all.length === 1 ? all[0]! : `${all[0]!.split(' ')[0]!} ×${all.length}`))
    .join(', ');
}

export function container(values: Partial<ContainerInWorld> = {}): ContainerInWorld {
  return {
    image: 'sha256:1',
    name: null,
    state: 'running',
    health: null,
    labels: {},
    healthcheck: null,
    started: 0,
    changes: [],
    ...values,
  };
}

function factsOf(id: string, { image, name, state, health, labels }: ContainerInWorld): ContainerFacts {
  const status = `Up 8 minutes${health ? ` (${health})` : ''}`;
  return {
    id,
    name: name ?? id,
    image: 'app:1',
    imageId: image,
    manifest: null,
    created: 0,
    state,
    status,
    labels,
    mounts: [],
  };
}

function detailsOf(id: string, { image, health, healthcheck, started }: ContainerInWorld): ContainerDetails {
  return {
    id,
    manifest: null,
    image: 'app:1',
    imageId: image,
    started,
    finished: null,
    exitCode: 0,
    outOfMemory: false,
    error: null,
    restarts: 0,
    health,
    healthOutput: null,
    configuration: { ...EMPTY, healthcheck },
    mounts: [],
    readOnlyRoot: false,
  };
}

function listedOf(id: string, { tags }: ImageInWorld): ListedImage {
  return { id, tags, repositoryDigests: [], labels: {}, size: 1, created: 0 };
}

function imageOf(id: string, { tags }: ImageInWorld): ImageFacts {
  return {
    ...listedOf(id, { tags }),
    descriptor: null,
    manifests: [],
    platform: null,
    layers: [],
    configuration: EMPTY,
    signedSource: null,
  };
}

function eventOf(event: Partial<EngineEvent>, time: number): EngineEvent {
  return { kind: 'container', action: 'start', detail: '', id: '', time, attributes: {}, ...event };
}

const EMPTY: Configuration = {
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
export const ABSENT: EngineFailure = { reason: 'absent', endpoint: null, detail: 'no such file' };
/** Milliseconds after which the client waits no longer. */
const ANSWER_LIMIT = 10_000;
/** Events, as many as Docker keeps. */
const REMEMBERED = 256;
