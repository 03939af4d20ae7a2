import assert from 'node:assert/strict';
import { connectEngine } from '../../client/src/docker/dockerode';
import { readReleases } from '../../client/src/docker/readReleases';
import type { Releases, RunningContainer } from '../../client/src/docker/releases';
import { watchEngine } from '../../client/src/docker/watch';
import type { EngineSight, Watch, WatchOptions } from '../../client/src/docker/watch';
import { nodeEnvironment, systemClock } from '../../client/src/environment';
import type { Clock } from '../../client/src/environment';
import { removeContainers, runContainer } from './containers';
import { laboratory } from './hooks';
import { pushImage } from './images';
import type { Repository } from './images';

describe('the releases of a real engine', () => {
  let repository: Repository;
  let first: string;

  before(async () => {
    repository = { registry: laboratory().registries.anonymous, name: 'releases/web' };
    first = await pushImage(repository, 'stable', '1');
  });
  afterEach(async () => {
    await removeContainers(laboratory().engine);
  });

  it('are grouped by project and service, each with reference, digest and state', async () => {
    const { engine } = laboratory();
    const stable = `${repository.registry}/releases/web:stable`;
    await runContainer(engine, { name: 'shop-web-1', image: stable, project: 'shop', service: 'web' });
    await runContainer(engine, {
      name: 'shop-web-2',
      image: `${stable}@${first}`,
      project: 'shop',
      service: 'web',
    });
    await runContainer(engine, { name: 'shop-db-1', image: stable, project: 'shop', service: 'db' });
    await runContainer(engine, { name: 'alone', image: stable });
    await engine.docker('pause', 'shop-db-1');

    const releases = await readNow();

    const described = releases.projects.map(({ name, services }) => ({
      name,
      services: services.map((service) => ({
        name: service.name,
        containers: service.containers.map(describeContainer),
      })),
    }));
    assert.deepEqual(described, [
      {
        name: 'shop',
        services: [
          { name: 'db', containers: [`shop-db-1 ${stable} ${first} paused`] },
          {
            name: 'web',
            containers: [
              `shop-web-1 ${stable} ${first} running`,
              `shop-web-2 ${stable}@${first} ${first} running`,
            ],
          },
        ],
      },
    ]);
    assert.deepEqual(releases.standalone.map(describeContainer), [`alone ${stable} ${first} running`]);
  });

  it('keep the reference and digest of their start when the tag moves', async () => {
    const { engine } = laboratory();
    const moving = { ...repository, name: 'releases/moving' };
    const reference = `${moving.registry}/${moving.name}:latest`;
    const before = await pushImage(moving, 'latest', '1');
    await runContainer(engine, { name: 'web', image: reference });
    await pushImage(moving, 'latest', '2');
    await engine.docker('pull', reference);
    assert.deepEqual((await readNow()).standalone.map(describeContainer), [
      `web ${reference} ${before} running`,
    ]);
  });

  it('do not take the id of an image that no registry has for a digest', async () => {
    const { engine } = laboratory();
    await runContainer(engine, { name: 'source', image: `${repository.registry}/releases/web:stable` });
    await engine.docker('commit', 'source', 'local/only:1');
    await engine.docker('rm', '--force', 'source');
    await runContainer(engine, { name: 'web', image: 'local/only:1' });
    const [container] = (await readNow()).standalone;
    assert.equal(container?.reference, 'local/only:1');
    assert.deepEqual(container.digest, { known: false, reason: 'none', elsewhere: [] });
  });

  it('show a change that comes while nothing else happens', async () => {
    const { engine } = laboratory();
    await runContainer(engine, { name: 'web', image: `${repository.registry}/releases/web:stable` });
    const sights = watchSights();
    try {
      await sights.next('the container', running(['web'], 'running'));
      await sights.quiet();
      await engine.docker('pause', 'web');
      await sights.next('the paused container', running(['web'], 'paused'));
    } finally {
      sights.watch.setVisible(false);
    }
  });

  it('follow what starts and stops, and an engine that goes away and comes back', async () => {
    const { engine } = laboratory();
    const sights = watchSights();
    try {
      await sights.next('an empty engine', running([]));
      await runContainer(engine, { name: 'web', image: `${repository.registry}/releases/web:stable` });
      await sights.next('the container', running(['web']));
      await engine.kill();
      await sights.next('the failure', ({ kind }) => kind === 'failed');
      await engine.restart();
      await sights.next('the container again', running(['web']));
      await engine.docker('rm', '--force', 'web');
      await sights.next('an empty engine again', running([]));
    } finally {
      sights.watch.setVisible(false);
    }
  });
});

function environment(): ReturnType<typeof nodeEnvironment> {
  return { ...nodeEnvironment(), variables: { DOCKER_HOST: laboratory().engine.host } };
}

async function readNow(): Promise<Releases> {
  const { signal } = new AbortController();
  const connection = await connectEngine(signal, environment());
  assert.ok(connection.connected);
  const answer = await readReleases(connection.engine, signal);
  assert.ok(answer.ok);
  return answer.value;
}

function describeContainer({ name, reference, digest, state }: RunningContainer): string {
  return [name, reference, digest.known ? digest.digest : digest.reason, state].join(' ');
}

function running(names: readonly string[], state = 'running'): (sight: EngineSight) => boolean {
  return (sight) => {
    if (sight.kind !== 'running') return false;
    const { standalone } = sight.releases;
    return (
      standalone.map(({ name }) => name).join() === names.join() &&
      standalone.every((each) => each.state === state)
    );
  };
}

interface Sights {
  readonly watch: Watch;
  /** Resolves when the view would show what is expected, now or later. */
  readonly next: (title: string, expected: (sight: EngineSight) => boolean) => Promise<void>;
  /** Resolves when the watch asks nothing more and waits for events. */
  readonly quiet: () => Promise<void>;
}

function watchSights(): Sights {
  let current: EngineSight | undefined;
  let failure: Error | undefined;
  let look: () => void = () => undefined;
  let reads = 0;
  let atRest: () => void = () => undefined;
  const options: WatchOptions = {
    connect: (signal) => connectEngine(signal, environment()),
    read: (engine, signal) => {
      reads++;
      return readReleases(engine, signal);
    },
    show: (sight) => {
      current = sight;
      look();
    },
    report: (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
      look();
    },
  };
  const clock: Clock = {
    ...systemClock,
    wait: async (milliseconds, signal) => {
      await systemClock.wait(milliseconds, signal);
      const before = reads;
      setImmediate(() => {
        if (reads === before) atRest();
      });
    },
  };
  const watch = watchEngine(options, clock);
  watch.setVisible(true);
  const next: Sights['next'] = (title, expected) =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`No ${title}: ${JSON.stringify(current)}`)), 20_000);
      look = () => {
        if (failure !== undefined) reject(failure);
        if (current === undefined || !expected(current)) return;
        clearTimeout(limit);
        resolve();
      };
      look();
    });
  return { watch, next, quiet: () => new Promise((resolve) => (atRest = resolve)) };
}
