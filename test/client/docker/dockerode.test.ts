import assert from 'node:assert/strict';
import type { Environment } from '../../../client/src/environment';
import { connectEngine, type TimeLimits } from '../../../client/src/docker/dockerode';
import type { Engine } from '../../../client/src/docker/engine';
import { readReleases } from '../../../client/src/docker/readReleases';
import { startFakeEngine, type EngineAnswers, type FakeEngine } from '../../support/fakeEngine';

const ID = `sha256:${'1'.repeat(64)}`;
const DIGEST = `sha256:${'a'.repeat(64)}`;
const WEB = {
  Id: 'c1',
  Names: ['/web'],
  Image: 'node:20',
  ImageID: ID,
  Created: 5,
  State: 'running',
  Status: 'Up',
};

describe('an engine over its socket', () => {
  const controller = new AbortController();
  let fake: FakeEngine;
  beforeEach(async () => (fake = await startFakeEngine()));
  afterEach(() => fake.dispose());
  after(() => controller.abort());

  it('is read: containers, their images, and the reference at the start', async () => {
    fake.set({
      containers: [WEB, { ...WEB, Id: 'c2', Names: ['/old'], Image: ID }],
      inspected: { c2: { Config: { Image: 'node:20' } } },
      images: { [ID]: { RepoDigests: [`node@${DIGEST}`] } },
    });
    const engine = await connected(fake);
    const answer = await readReleases(engine, controller.signal);
    assert.ok(answer.ok);
    assert.deepEqual(answer.value.engine, {
      endpoint: fake.host,
      origin: { kind: 'variable', name: 'DOCKER_HOST' },
      version: '20.10.24',
      store: 'classic',
    });
    assert.deepEqual(
      answer.value.standalone.map(({ name, reference, digest }) => [
        name,
        reference,
        digest.known && digest.digest,
      ]),
      [
        ['old', 'node:20', DIGEST],
        ['web', 'node:20', DIGEST],
      ],
    );
    assert.equal(
      fake.requests.filter((path) => path.startsWith('/images/')).length,
      1,
      'one image, asked for once',
    );
  });

  it('is read over TCP too', async () => {
    const far = await startFakeEngine({ containers: [WEB] }, 'tcp');
    const answer = await (await connected(far)).containers(controller.signal);
    await far.dispose();
    assert.deepEqual(answer.ok && answer.value.map(({ name }) => name), ['web']);
  });

  it('may answer null for an empty list', async () => {
    fake.set({ containers: null });
    const answer = await (await connected(fake)).containers(controller.signal);
    assert.deepEqual(answer, { ok: true, value: [] });
  });

  it('may have removed the image of a running container', async () => {
    fake.set({ containers: [WEB] });
    const engine = await connected(fake);
    assert.deepEqual(await engine.image(ID, controller.signal), { ok: true, value: null });
    const answer = await readReleases(engine, controller.signal);
    assert.deepEqual(answer.ok && answer.value.standalone[0]?.digest, {
      known: false,
      reason: 'image-removed',
      elsewhere: [],
    });
  });

  it('may fail on one image, which leaves the others as they are', async () => {
    fake.set({
      containers: [WEB, { ...WEB, Id: 'c2', Names: ['/bad'], ImageID: 'sha256:bad' }],
      images: { [ID]: { RepoDigests: [`node@${DIGEST}`] } },
      troubles: { '/images/sha256:bad': { status: 500, body: '{"message":"layer store is broken"}' } },
    });
    const answer = await readReleases(await connected(fake), controller.signal);
    assert.deepEqual(answer.ok && answer.value.standalone.map(({ name, digest }) => [name, digest.known]), [
      ['bad', false],
      ['web', true],
    ]);
  });

  it('may not tell about itself', async () => {
    fake.set({ troubles: { '/info': { status: 403, body: '{"message":"forbidden"}' } } });
    const { facts } = await connected(fake);
    assert.deepEqual([facts.version, facts.store], [null, 'unknown']);
  });
});

describe('an engine that does not do as it should', () => {
  const cases: readonly (readonly [string, Partial<EngineAnswers>, string])[] = [
    ['hangs', { troubles: { '/containers': 'hang' } }, 'silent'],
    [
      'breaks off in the midst of an answer',
      { troubles: { '/containers': 'break' } },
      'silent or unreachable',
    ],
    [
      'answers with an error',
      { troubles: { '/containers': { status: 500, body: '{"message":"no"}' } } },
      'unexpected',
    ],
    [
      'answers with a web page',
      { troubles: { '/containers': { status: 200, body: '<html>' } } },
      'unexpected',
    ],
    ['answers with something else', { containers: { message: 'hello' } }, 'unexpected'],
  ];
  for (const [title, answers, expected] of cases) {
    it(title, async () => {
      const fake = await startFakeEngine(answers);
      const answer = await (await connected(fake, SHORT)).containers(new AbortController().signal);
      await fake.dispose();
      assert.ok(!answer.ok && expected.includes(answer.failure.reason), JSON.stringify(answer));
    });
  }

  it('hangs from the first word', async () => {
    const fake = await startFakeEngine({ troubles: { '/_ping': 'hang' } });
    const connection = await connectEngine(new AbortController().signal, environment(fake.host), SHORT);
    await fake.dispose();
    assert.ok(!connection.connected);
    assert.equal(connection.failure.reason, 'silent');
  });

  it('is not there', async () => {
    const fake = await startFakeEngine();
    await fake.dispose();
    const connection = await connectEngine(new AbortController().signal, environment(fake.host));
    assert.ok(!connection.connected);
    assert.equal(connection.failure.reason, 'unreachable');
    assert.equal(connection.failure.endpoint, fake.host);
  });

  it('is at none of the usual places', async () => {
    const nowhere: Environment = {
      ...environment(''),
      homeDirectory: '/nowhere',
      system: 'windows',
      variables: {},
    };
    const connection = await connectEngine(new AbortController().signal, {
      ...nowhere,
      system: process.platform === 'win32' ? 'unix' : 'windows',
    });
    assert.ok(!connection.connected);
    assert.equal(connection.failure.reason, 'absent');
  });

  it('is left alone when nobody waits any more', async () => {
    const fake = await startFakeEngine({ troubles: { '/_ping': 'hang' } });
    const controller = new AbortController();
    const connecting = connectEngine(controller.signal, environment(fake.host));
    controller.abort();
    const connection = await connecting;
    await fake.dispose();
    assert.equal(connection.connected, false);
  });

  it('has settings that do not say where it is', async () => {
    const connection = await connectEngine(new AbortController().signal, environment('gopher://x'));
    assert.ok(!connection.connected);
    assert.equal(connection.failure.reason, 'misconfigured');
  });
});

describe('the events of an engine', () => {
  it('are heard from the moment they open, one call for what arrives at once', async () => {
    const fake = await startFakeEngine();
    const heard = listener();
    const following = (await connected(fake)).follow(heard, heard.signal);
    await heard.next('opened');
    fake.emit({ Type: 'container', Action: 'start' });
    await heard.next('changed');
    fake.emitText('{"Type":"container","Act');
    fake.emitText('ion":"die"}\n');
    await heard.next('changed');
    fake.cutEvents();
    assert.equal(await following, null);
    assert.deepEqual(heard.words, ['opened', 'changed', 'changed']);
    await fake.dispose();
  });

  it('of a health check are not heard', async () => {
    const fake = await startFakeEngine();
    const heard = listener();
    const following = (await connected(fake)).follow(heard, heard.signal);
    await fake.followed();
    await heard.next('opened');
    fake.emit({ Type: 'container', Action: 'exec_create: curl -f localhost' });
    fake.emit({ Type: 'container', Action: 'exec_die' });
    fake.cutEvents();
    await following;
    assert.deepEqual(heard.words, ['opened']);
    await fake.dispose();
  });

  it('end with the engine', async () => {
    const fake = await startFakeEngine();
    const heard = listener();
    const following = (await connected(fake)).follow(heard, heard.signal);
    await heard.next('opened');
    await fake.stop();
    assert.equal(await following, null);
    await fake.dispose();
  });

  it('end when nobody listens any more', async () => {
    const fake = await startFakeEngine();
    const heard = listener();
    const following = (await connected(fake)).follow(heard, heard.signal);
    await heard.next('opened');
    heard.abort();
    assert.equal(await following, null);
    await fake.dispose();
  });

  it('may be refused', async () => {
    const fake = await startFakeEngine({
      troubles: { '/events': { status: 403, body: '{"message":"no"}' } },
    });
    const heard = listener();
    const failure = await (await connected(fake)).follow(heard, heard.signal);
    await fake.dispose();
    assert.equal(failure?.reason, 'unexpected');
    assert.equal(failure.status, 403);
    assert.deepEqual(heard.words, []);
  });
});

interface Heard {
  readonly words: string[];
  readonly opened: () => void;
  readonly changed: () => void;
  /** Resolves at the next such word. */
  readonly next: (word: string) => Promise<void>;
  readonly signal: AbortSignal;
  readonly abort: () => void;
}

function listener(): Heard {
  const controller = new AbortController();
  const words: string[] = [];
  const unread: string[] = [];
  let wake: () => void = () => undefined;
  const hear = (word: string) => () => {
    words.push(word);
    unread.push(word);
    wake();
  };
  return {
    words,
    opened: hear('opened'),
    changed: hear('changed'),
    next: async (word) => {
      while (!unread.includes(word)) await new Promise<void>((resolve) => (wake = resolve));
      unread.splice(0, unread.indexOf(word) + 1);
    },
    signal: controller.signal,
    abort: () => controller.abort(),
  };
}

async function connected(fake: FakeEngine, limits?: TimeLimits): Promise<Engine> {
  const connection = await connectEngine(new AbortController().signal, environment(fake.host), limits);
  assert.ok(connection.connected, JSON.stringify(connection));
  return connection.engine;
}

function environment(host: string): Environment {
  return {
    variables: { DOCKER_HOST: host },
    homeDirectory: '/home/ann',
    system: process.platform === 'win32' ? 'windows' : 'unix',
    readFile: () => Promise.resolve({ found: false, reason: 'absent', detail: 'ENOENT' }),
  };
}

const SHORT: TimeLimits = { connect: 100, answer: 100 };
