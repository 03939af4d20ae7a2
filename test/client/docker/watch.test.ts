import assert from 'node:assert/strict';
import type { Clock } from '../../../client/src/environment';
import { systemClock } from '../../../client/src/environment';
import { connectEngine } from '../../../client/src/docker/dockerode';
import type { ChangeListener, Connection, Engine, EngineFailure } from '../../../client/src/docker/engine';
import { readReleases } from '../../../client/src/docker/readReleases';
import { watchEngine, type EngineSight, type Watch } from '../../../client/src/docker/watch';
import { startFakeEngine } from '../../support/fakeEngine';

describe('watching an engine', () => {
  it('asks nothing before it is seen, nor after', async () => {
    const scene = watched();
    await scene.settle();
    assert.equal(scene.log(), '');
    scene.watch.setVisible(true);
    await scene.settle();
    scene.watch.setVisible(false);
    scene.world.containers = ['b'];
    scene.world.listener?.changed();
    await scene.advance(60_000);
    assert.equal(scene.log(), '0 connect, 0 a');
  });

  it('repaints soon after a quiet time, then at most twice a second, and misses nothing', async () => {
    const scene = await visible(watched());
    await scene.advance(1_000);
    for (const name of ['b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      scene.world.containers = [name];
      scene.world.listener?.changed();
      await scene.advance(200);
    }
    await scene.advance(1_000);
    assert.equal(scene.log(), '0 connect, 0 a, 1200 b, 1800 e, 2400 h');
  });

  it('does not repaint what is as it was', async () => {
    const scene = await visible(watched());
    scene.world.listener?.changed();
    await scene.advance(2_000);
    assert.equal(scene.log(), '0 connect, 0 a');
    assert.ok(scene.world.reads >= 2);
  });

  it('waits longer and longer for an engine that is not there, and finds it by itself', async () => {
    const scene = watched();
    scene.world.failure = FAILURE;
    await visible(scene);
    await scene.advance(17_000);
    scene.world.failure = null;
    await scene.advance(5_000);
    assert.equal(
      scene.log(),
      '0 connect, 0 absent, 500 connect, 1500 connect, 3500 connect, 7500 connect, 12500 connect, 17500 connect, 17500 a',
    );
  });

  it('looks at once when it is seen again, or asked to', async () => {
    const scene = watched();
    scene.world.failure = FAILURE;
    await visible(scene);
    await scene.advance(10_000);
    scene.world.failure = null;
    scene.watch.refresh();
    await scene.settle();
    assert.match(scene.log(), /, 10000 connect, 10000 a$/);
    scene.watch.setVisible(false);
    await scene.advance(1_000);
    scene.world.containers = ['b'];
    await visible(scene);
    assert.match(scene.log(), /, 11000 connect, 11000 b$/);
  });

  it('does not look for a refresh while it is not seen', async () => {
    const scene = watched();
    scene.watch.refresh();
    await scene.advance(1_000);
    assert.equal(scene.log(), '');
  });

  it('connects again when the events are cut, without a repaint', async () => {
    const scene = await visible(watched());
    await scene.advance(10_000);
    scene.world.cut(null);
    await scene.advance(600);
    scene.world.containers = ['b'];
    scene.world.listener?.changed();
    await scene.advance(600);
    assert.equal(scene.log(), '0 connect, 0 a, 10500 connect, 11100 b');
  });

  it('does not run in circles when the events are cut at once, each time', async () => {
    const scene = watched();
    scene.world.cutAtOnce = 'cut';
    await visible(scene);
    await scene.advance(20_000);
    assert.equal(scene.log().match(/connect/g)?.length, 6);
  });

  it('goes on without events where they are refused, and says so', async () => {
    const scene = watched();
    scene.world.cutAtOnce = 'refused';
    await visible(scene);
    await scene.advance(1_000);
    assert.equal(scene.log(), '0 connect, 0 a, 1000 connect, 1000 a without events');
  });

  it('shows the failure when reading fails', async () => {
    const scene = await visible(watched());
    await scene.advance(1_000);
    scene.world.readFailure = { ...FAILURE, reason: 'unexpected' };
    scene.world.listener?.changed();
    await scene.advance(200);
    scene.world.readFailure = null;
    await scene.advance(1_000);
    assert.equal(scene.log(), '0 connect, 0 a, 1200 unexpected, 1700 connect, 1700 a');
  });

  it('reports a mistake of ours, and can be started anew', async () => {
    const scene = watched();
    scene.world.broken = new Error('a mistake');
    await visible(scene);
    scene.world.broken = null;
    await scene.advance(10_000);
    assert.equal(scene.log(), '0 connect, 0 reported: a mistake');
    scene.watch.refresh();
    await scene.settle();
    assert.match(scene.log(), /10000 connect, 10000 a$/);
  });
});

describe('watching an engine over its socket', () => {
  it('sees it stop, and come back with other containers', async () => {
    const fake = await startFakeEngine({ containers: [container('before')] });
    const sights = sightings();
    const watch = watchEngine({ ...overSocket(fake.host), show: sights.show, report: sights.report }, FAST);
    watch.setVisible(true);
    assert.equal(await sights.next(), 'before');
    await fake.followed();
    fake.set({ containers: [container('before'), container('started')] });
    fake.emit({ Type: 'container', Action: 'start' });
    assert.equal(await sights.next(), 'before, started');
    await fake.stop();
    assert.equal(await sights.next(), 'unreachable');
    fake.set({ containers: [container('after')] });
    await fake.start();
    assert.equal(await sights.next(), 'after');
    watch.setVisible(false);
    await fake.dispose();
  });

  it('takes up the events again when a proxy cuts them', async () => {
    const fake = await startFakeEngine({ containers: [container('one')] });
    const sights = sightings();
    const watch = watchEngine({ ...overSocket(fake.host), show: sights.show, report: sights.report }, FAST);
    watch.setVisible(true);
    assert.equal(await sights.next(), 'one');
    await fake.followed();
    fake.cutEvents();
    await fake.followed();
    fake.set({ containers: [container('two')] });
    fake.emit({ Type: 'container', Action: 'start' });
    assert.equal(await sights.next(), 'two');
    watch.setVisible(false);
    await fake.dispose();
  });
});

/** What the engine of a scene does; tests change it as they go. */
interface World {
  containers: readonly string[];
  failure: EngineFailure | null;
  readFailure: EngineFailure | null;
  broken: Error | null;
  cutAtOnce: 'cut' | 'refused' | null;
  reads: number;
  listener: ChangeListener | null;
  cut: (failure: EngineFailure | null) => void;
}

interface Scene {
  readonly world: World;
  readonly watch: Watch;
  readonly settle: () => Promise<void>;
  readonly advance: (milliseconds: number) => Promise<void>;
  /** What happened, each with its time in milliseconds. */
  readonly log: () => string;
}

function watched(): Scene {
  const world: World = {
    containers: ['a'],
    failure: null,
    readFailure: null,
    broken: null,
    cutAtOnce: null,
    reads: 0,
    listener: null,
    cut: () => undefined,
  };
  const time = manualClock();
  const log: string[] = [];
  const note = (text: string) => log.push(`${time.clock.now()} ${text}`);
  const watch = watchEngine(
    {
      connect: () => {
        note('connect');
        return Promise.resolve(connection(world));
      },
      read: readReleases,
      show: (sight) => note(sightText(sight)),
      report: (error) => note(`reported: ${(error as Error).message}`),
    },
    time.clock,
  );
  return { world, watch, settle: time.settle, advance: time.advance, log: () => log.join(', ') };
}

async function visible(scene: Scene): Promise<Scene> {
  scene.watch.setVisible(true);
  await scene.settle();
  return scene;
}

function connection(world: World): Connection {
  return world.failure
    ? { connected: false, failure: world.failure }
    : { connected: true, engine: engine(world) };
}

function engine(world: World): Engine {
  return {
    facts: { endpoint: 'unix:///a.sock', origin: { kind: 'usual' }, version: null, store: 'classic' },
    containers: () => {
      if (world.broken) throw world.broken;
      world.reads++;
      return Promise.resolve(
        world.readFailure
          ? { ok: false, failure: world.readFailure }
          : { ok: true, value: world.containers.map((name) => facts(name)) },
      );
    },
    startedFrom: () => Promise.resolve({ ok: true, value: null }),
    image: () => Promise.resolve({ ok: true, value: { repositoryDigests: [], descriptor: null } }),
    distribution: () => Promise.resolve({ ok: true, value: null }),
    follow: (listener) => {
      if (world.cutAtOnce === 'refused') return Promise.resolve({ ...FAILURE, reason: 'unexpected' });
      world.listener = listener;
      listener.opened();
      if (world.cutAtOnce === 'cut') return Promise.resolve(null);
      return new Promise((resolve) => (world.cut = resolve));
    },
  };
}

function facts(name: string) {
  return {
    id: name,
    name,
    image: 'node:20',
    imageId: 'sha256:1',
    created: 0,
    state: 'running',
    status: '',
    labels: {},
  };
}

function container(name: string): object {
  return { Id: name, Names: [`/${name}`], Image: 'node:20', ImageID: 'sha256:1', State: 'running' };
}

function sightText(sight: EngineSight): string {
  if (sight.kind === 'failed') return sight.failure.reason;
  const names = sight.releases.standalone.map(({ name }) => name).join(', ');
  return `${names}${sight.live ? '' : ' without events'}`;
}

/** A clock that stands still until it is told to go on. */
function manualClock() {
  let now = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        sleepers.push({ at: now + milliseconds, wake: resolve });
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const advance = async (milliseconds: number) => {
    const end = now + milliseconds;
    for (;;) {
      await settle();
      const next = Math.min(...sleepers.map(({ at }) => at));
      if (next > end) break;
      now = next;
      const due = sleepers.filter(({ at }) => at <= now);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
    }
    now = end;
    await settle();
  };
  return { clock, settle, advance };
}

function overSocket(host: string) {
  const environment = {
    variables: { DOCKER_HOST: host },
    homeDirectory: '/home/ann',
    system: 'unix' as const,
    readFile: () => Promise.resolve({ found: false, reason: 'absent', detail: '' } as const),
  };
  return { connect: (signal: AbortSignal) => connectEngine(signal, environment), read: readReleases };
}

function sightings() {
  const seen: string[] = [];
  let wake: () => void = () => undefined;
  const add = (text: string) => {
    seen.push(text);
    wake();
  };
  return {
    show: (sight: EngineSight) => add(sightText(sight)),
    report: (error: unknown) => add(String(error)),
    next: async (): Promise<string> => {
      while (seen.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return seen.shift()!;
    },
  };
}

/** Real time, a hundred times as fast. */
const FAST: Clock = {
  now: () => systemClock.now() * 100,
  wait: (milliseconds, signal) => systemClock.wait(milliseconds / 100, signal),
};
const FAILURE: EngineFailure = { reason: 'absent', endpoint: null, detail: '' };
