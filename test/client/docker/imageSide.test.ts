import assert from 'node:assert/strict';
import type { Answer, Engine, EngineFailure, FileAnswer } from '../../../client/src/docker/engine';
import type { ContainerFacts } from '../../../client/src/docker/engineFacts';
import { imageSide, type ImageFile } from '../../../client/src/docker/imageSide';
import { platformName } from '../../../client/src/docker/releases/platformName';
import { removeAbandoned } from '../../../client/src/docker/temporaryContainers';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const LIMIT = 1024;

describe('a file of an image', () => {
  it('comes from a container that is removed at once', async () => {
    const world = fakeWorld();
    const file = await imageSide('window-a', () => NOW).file(place(world, '/etc/app.conf'), LIMIT, open());
    assert.equal(told(file), 'file a=1');
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
read t1 /etc/app.conf
remove t1
left: nothing`,
    );
  });

  it('is read from one container by all who ask at once', async () => {
    const world = fakeWorld();
    const reader = imageSide('window-a', () => NOW);
    const files = await Promise.all(
      ['/etc/app.conf', '/etc/other', '/etc/app.conf'].map((path) =>
        reader.file(place(world, path), LIMIT, open()),
      ),
    );
    assert.deepEqual(files.map(told), ['file a=1', 'absent', 'file a=1']);
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
read t1 /etc/app.conf
read t1 /etc/other
read t1 /etc/app.conf
remove t1
left: nothing`,
    );
  });

  it('comes from a container of its own for each image, with a mark of its own', async () => {
    const world = fakeWorld();
    const reader = imageSide('window-a', () => NOW);
    await Promise.all([
      reader.file(place(world, '/etc/app.conf'), LIMIT, open()),
      reader.file(place(world, '/etc/app.conf', 'sha256:db'), LIMIT, open()),
    ]);
    assert.equal(new Set(world.marks).size, 2);
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
create sha256:db as t2 for window-a
read t1 /etc/app.conf
read t2 /etc/app.conf
remove t1
remove t2
left: nothing`,
    );
  });

  it('is of the platform that runs, where the store may have several', async () => {
    const arm = { os: 'linux', architecture: 'arm', variant: 'v7' };
    const intel = { os: 'linux', architecture: 'amd64', variant: null };
    const world = fakeWorld();
    const containerd = { ...world.engine, facts: { ...world.engine.facts, store: 'containerd' as const } };
    const reader = imageSide('window-a', () => NOW);
    await Promise.all(
      [arm, intel].map((platform) =>
        reader.file({ ...place(world, '/etc/app.conf'), engine: containerd, platform }, LIMIT, open()),
      ),
    );
    await reader.file({ ...place(world, '/etc/app.conf'), platform: arm }, LIMIT, open());
    assert.deepEqual(
      world.log
        .filter((line) => line.startsWith('create'))
        .map((line) => line.replace(/ as .* for /, ' for ')),
      [
        'create sha256:app for window-a on linux/arm/v7',
        'create sha256:app for window-a on linux/amd64',
        'create sha256:app for window-a',
      ],
    );
  });

  it('is not read from a container that is about to go', async () => {
    const world = fakeWorld();
    const reader = imageSide('window-a', () => NOW);
    const removing = world.pause('remove t1');
    const first = reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    await removing.reached;
    const second = reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    removing.resume();
    assert.deepEqual([await first, await second].map(told), ['file a=1', 'file a=1']);
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
read t1 /etc/app.conf
remove t1
create sha256:app as t2 for window-a
read t2 /etc/app.conf
remove t2
left: nothing`,
    );
  });

  it('cannot be read when the image is gone', async () => {
    const world = fakeWorld({ 'create sha256:app': { status: 404 } });
    const file = await imageSide('window-a', () => NOW).file(place(world, '/etc/app.conf'), LIMIT, open());
    assert.equal(told(file), 'image-gone');
    assertLog(world, 'list\ncreate sha256:app: 404\nleft: nothing');
  });

  it('cannot be read where the engine makes no containers', async () => {
    const world = fakeWorld({ 'create sha256:app': { status: 403 } });
    const file = await imageSide('window-a', () => NOW).file(place(world, '/etc/app.conf'), LIMIT, open());
    assert.equal(told(file), 'not-created: 403 refused');
    assertLog(world, 'list\ncreate sha256:app: 403\nleft: nothing');
  });

  it('leaves nothing when reading fails', async () => {
    const world = fakeWorld({ 'read t1': { status: 500 } });
    const file = await imageSide('window-a', () => NOW).file(place(world, '/etc/app.conf'), LIMIT, open());
    assert.equal(told(file), 'not-read: 500 refused');
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
read t1 /etc/app.conf: 500
remove t1
left: nothing`,
    );
  });
});

describe('a file of an image that goes wrong half-way', () => {
  it('leaves nothing when the engine made the container and did not say so', async () => {
    const world = fakeWorld({ 'create sha256:app': { status: undefined, happens: true } });
    const file = await imageSide('window-a', () => NOW).file(place(world, '/etc/app.conf'), LIMIT, open());
    assert.equal(told(file), 'not-created: silent');
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a: cut
list
remove t1
left: nothing`,
    );
  });

  it('removes at once again what could not be removed', async () => {
    const world = fakeWorld({ 'remove t1': { status: 500, times: 1 } });
    await imageSide('window-a', () => NOW).file(place(world, '/etc/app.conf'), LIMIT, open());
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
read t1 /etc/app.conf
remove t1: 500
list
remove t1
left: nothing`,
    );
  });

  it('removes before the next reading what could not be removed twice', async () => {
    const world = fakeWorld({ 'remove t1': { status: 500, times: 2 } });
    const reader = imageSide('window-a', () => NOW);
    await reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
read t1 /etc/app.conf
remove t1: 500
list
remove t1: 500
left: t1`,
    );
    await reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    assertLog(
      world,
      `list
remove t1
create sha256:app as t2 for window-a
read t2 /etc/app.conf
remove t2
left: nothing`,
    );
  });

  it('asks what is left once only where all goes well', async () => {
    const world = fakeWorld();
    const reader = imageSide('window-a', () => NOW);
    await reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    world.log.length = 0;
    await reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    assertLog(
      world,
      `create sha256:app as t2 for window-a
read t2 /etc/app.conf
remove t2
left: nothing`,
    );
  });

  it('reads all the same when it cannot be asked what is left', async () => {
    const world = fakeWorld({ list: { status: 500, times: 1 } });
    const file = await imageSide('window-a', () => NOW).file(place(world, '/etc/app.conf'), LIMIT, open());
    assert.equal(told(file), 'file a=1');
  });
});

describe('a file of an image that is not wanted any more', () => {
  it('asks nothing when it was cancelled before', async () => {
    const world = fakeWorld();
    const cancelled = AbortSignal.abort();
    assert.equal(
      told(await imageSide('window-a', () => NOW).file(place(world, '/x'), LIMIT, cancelled)),
      'cancelled',
    );
    assertLog(world, 'left: nothing');
  });

  for (const [step, log] of [
    ['list', 'list\nleft: nothing'],
    ['create sha256:app', 'list\ncreate sha256:app as t1 for window-a\nremove t1\nleft: nothing'],
    [
      'read t1',
      'list\ncreate sha256:app as t1 for window-a\nread t1 /etc/app.conf: cancelled\nremove t1\nleft: nothing',
    ],
    [
      'remove t1',
      'list\ncreate sha256:app as t1 for window-a\nread t1 /etc/app.conf\nremove t1\nleft: nothing',
    ],
  ] as const) {
    it(`leaves nothing when cancelled at: ${step}`, async () => {
      const world = fakeWorld();
      const reader = imageSide('window-a', () => NOW);
      const paused = world.pause(step);
      const controller = new AbortController();
      const reading = reader.file(place(world, '/etc/app.conf'), LIMIT, controller.signal);
      await paused.reached;
      controller.abort();
      assert.equal(told(await reading), 'cancelled');
      paused.resume();
      await reader.idle();
      assertLog(world, log);
    });
  }

  it('is still read for those who share the container', async () => {
    const world = fakeWorld();
    const reader = imageSide('window-a', () => NOW);
    const paused = world.pause('create sha256:app');
    const controller = new AbortController();
    const given = reader.file(place(world, '/etc/app.conf'), LIMIT, controller.signal);
    const wanted = reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    await paused.reached;
    controller.abort();
    paused.resume();
    assert.deepEqual([await given, await wanted].map(told), ['cancelled', 'file a=1']);
    await reader.idle();
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
read t1 /etc/app.conf
remove t1
left: nothing`,
    );
  });
});

describe('after a crash of the editor', () => {
  it('what an earlier life of the window made is removed first', async () => {
    const world = fakeWorld();
    world.add('old', temporary('window-a', NOW - 2 * MINUTE));
    await imageSide('window-a', () => NOW).file(place(world, '/etc/app.conf'), LIMIT, open());
    assertLog(
      world,
      `list
remove old
create sha256:app as t1 for window-a
read t1 /etc/app.conf
remove t1
left: nothing`,
    );
  });

  const cases: readonly [what: string, facts: Partial<ContainerFacts>, left: string][] = [
    ['of this window, from before a crash', temporary('window-a', NOW - 2 * MINUTE), 'removed'],
    ['of this window, that it could not remove', temporary('window-a', NOW - 2_000), 'removed'],
    ['of a window with the same owner, young', temporary('window-a', NOW - 1_000), 'left'],
    ['of this window, in use', temporary('window-a', NOW - 7_000), 'left'],
    ['of another window, young', temporary('window-b', NOW - 9 * MINUTE), 'left'],
    ['of another window, old', temporary('window-b', NOW - 11 * MINUTE), 'removed'],
    [
      'of another window, old by its label and young by the engine',
      { ...temporary('window-b', 0), created: NOW },
      'left',
    ],
    [
      'of another window, with a label that is no time',
      { ...temporary('window-b', NaN), created: NOW - 11 * MINUTE },
      'removed',
    ],
    ['of this window, started by somebody', { ...temporary('window-a', 0), state: 'running' }, 'left'],
    ['without our label', { labels: {}, state: 'created', created: 0 }, 'left'],
    ['with other labels', { labels: { 'com.example': 'window-a' }, state: 'created', created: 0 }, 'left'],
  ];
  for (const [what, facts, left] of cases) {
    it(`a container ${what} is ${left}`, async () => {
      const world = fakeWorld();
      world.add('c', facts);
      const inUse = new Set([String(NOW - 7_000)]);
      const made = new Set([...inUse, String(NOW - 2_000)]);
      const answer = await removeAbandoned(world.engine, { owner: 'window-a', inUse, made }, NOW);
      const spared = what.includes('the same owner') ? 1 : 0;
      assert.deepEqual(answer, { ok: true, value: { removed: left === 'removed' ? 1 : 0, spared } });
      assert.equal(world.there.has('c'), left === 'left');
    });
  }

  it('what was too young to be removed is looked at again before the next reading', async () => {
    const world = fakeWorld();
    world.add('young', temporary('window-a', NOW - 1_000));
    let now = NOW;
    const reader = imageSide('window-a', () => now);
    await reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    now += 2 * MINUTE;
    await reader.file(place(world, '/etc/app.conf'), LIMIT, open());
    assertLog(
      world,
      `list
create sha256:app as t1 for window-a
read t1 /etc/app.conf
remove t1
list
remove young
create sha256:app as t2 for window-a
read t2 /etc/app.conf
remove t2
left: nothing`,
    );
  });

  it('a failure to remove is told', async () => {
    const world = fakeWorld({ 'remove c': { status: 409 } });
    world.add('c', temporary('window-a', 0));
    const answer = await removeAbandoned(
      world.engine,
      { owner: 'window-a', inUse: new Set(), made: new Set() },
      NOW,
    );
    assert.equal(answer.ok, false);
  });
});

interface Trouble {
  readonly status: number | undefined;
  /** It is done all the same. */
  readonly happens?: boolean;
  /** How often; always when absent. */
  readonly times?: number;
}

/** An engine in memory that logs what it is asked. */
function fakeWorld(troubles: Readonly<Record<string, Trouble>> = {}) {
  const log: string[] = [];
  const marks: string[] = [];
  const there = new Map<string, ContainerFacts>();
  const met = new Map<string, number>();
  const pauses = new Map<string, { arrive: () => void; resumed: Promise<void> }>();
  let made = 0;

  /** Runs one request: may pause, may fail. */
  const request = async <T>(line: string, signal: AbortSignal, happen: () => T): Promise<Answer<T>> => {
    const at = log.push(line) - 1;
    const begins = ([start]: readonly [string, unknown]) => line === start || line.startsWith(`${start} `);
    const [paused] = [...pauses].filter(begins);
    if (paused) {
      pauses.delete(paused[0]);
      paused[1].arrive();
      await paused[1].resumed;
    }
    const note = (text: string) => (log[at] = `${line}: ${text}`);
    if (signal.aborted) {
      note('cancelled');
      return { ok: false, failure: failure(undefined, 'cancelled') };
    }
    const [trouble] = Object.entries(troubles).filter(begins);
    const times = met.get(line) ?? 0;
    met.set(line, times + 1);
    if (!trouble || times >= (trouble[1].times ?? Infinity)) return { ok: true, value: happen() };
    if (trouble[1].happens) happen();
    note(String(trouble[1].status ?? 'cut'));
    return { ok: false, failure: failure(trouble[1].status) };
  };

  const add = (id: string, facts: Partial<ContainerFacts>) => there.set(id, container(id, facts));
  const unused = () => assert.fail('not to be asked');
  const engine: Engine = {
    facts: {
      endpoint: 'unix:///fake',
      origin: { kind: 'usual' },
      version: null,
      machine: null,
      store: 'classic',
      swarm: 'none',
      time: null,
    },
    containers: (signal) => request('list', signal, () => [...there.values()]),
    file: ({ container: id, path }, _limit, signal) =>
      request(`read ${id} ${path}`, signal, () => {
        assert.ok(there.has(id), `${id} is gone`);
        return path === '/etc/app.conf' ? content('a=1') : { found: false };
      }),
    createContainer: async (image, labels, signal, platform) => {
      const id = `t${made + 1}`;
      const owner = labels['immutable-infra.temporary'];
      marks.push(labels['immutable-infra.created'] ?? '');
      const refused = troubles[`create ${image}`];
      const plain = refused && !refused.happens ? `create ${image}` : `create ${image} as ${id} for ${owner}`;
      const line = platform ? `${plain} on ${platformName(platform)}` : plain;
      return request(line, signal, () => {
        made++;
        there.set(id, container(id, { labels, image, state: 'created', created: NOW }));
        return id;
      });
    },
    removeContainer: (id, signal) =>
      request(`remove ${id}`, signal, () => {
        there.delete(id);
        return null;
      }),
    images: unused,
    container: unused,
    image: unused,
    changes: unused,
    swarm: unused,
    rollBackService: unused,
    distribution: unused,
    follow: unused,
  };

  /** The next request that begins so waits. */
  const pause = (start: string) => {
    let arrive: () => void = () => undefined;
    let resume: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (arrive = resolve));
    const resumed = new Promise<void>((resolve) => (resume = resolve));
    pauses.set(start, { arrive, resumed });
    return { reached, resume };
  };
  return { engine, log, marks, there, add, pause };
}

type World = ReturnType<typeof fakeWorld>;

/** Compares what was asked since the last time, and what is left on the engine. */
function assertLog(world: World, expected: string): void {
  const left = [...world.there.keys()].join(', ');
  assert.equal([...world.log, `left: ${left || 'nothing'}`].join('\n'), expected);
  world.log.length = 0;
}

function place({ engine }: World, path: string, image = 'sha256:app') {
  return { engine, image, path, platform: null };
}

function open(): AbortSignal {
  return new AbortController().signal;
}

function told(file: ImageFile): string {
  if (file.read) {
    if (!file.file.found) return 'absent';
    return file.file.kind === 'file' ? `file ${new TextDecoder().decode(file.file.content)}` : file.file.kind;
  }
  return 'failure' in file ? `${file.reason}: ${file.failure.detail}` : file.reason;
}

function temporary(owner: string, created: number): Partial<ContainerFacts> {
  return {
    labels: { 'immutable-infra.temporary': owner, 'immutable-infra.created': String(created) },
    state: 'created',
    created: Number.isNaN(created) ? 0 : created,
  };
}

function container(id: string, facts: Partial<ContainerFacts>): ContainerFacts {
  return {
    id,
    name: id,
    image: 'app',
    imageId: 'sha256:app',
    manifest: null,
    created: 0,
    state: 'running',
    status: '',
    labels: {},
    mounts: [],
    ...facts,
  };
}

function content(text: string): FileAnswer {
  return { found: true, kind: 'file', content: new TextEncoder().encode(text), mode: 0o644 };
}

function failure(
  status: number | undefined,
  detail = status === undefined ? 'silent' : `${status} refused`,
): EngineFailure {
  const base = { endpoint: 'unix:///fake', detail };
  return status === undefined ? { ...base, reason: 'silent' } : { ...base, reason: 'unexpected', status };
}
