import assert from 'node:assert/strict';
import { connectCurrentEngine, connectEngine } from '../../../client/src/docker/dockerode';
import type { Answer, Engine, EngineAddress } from '../../../client/src/docker/engine';
import type { EngineHost } from '../../../client/src/docker/engineHost';
import { clientEnvironment } from '../../support/clientEnvironment';
import { connected, SHORT } from '../../support/engineConnection';
import { startFakeEngine, type EngineAnswers, type FakeEngine } from '../../support/fakeEngine';

const ID = `sha256:${'1'.repeat(64)}`;
const DIGEST = `sha256:${'a'.repeat(64)}`;
const WEB = { Id: 'c1', Names: ['/web'], Image: 'node:20', ImageID: ID, Created: 5, State: 'running' };

describe('an engine over its socket', () => {
  const { signal } = new AbortController();
  let fake: FakeEngine;
  beforeEach(async () => (fake = await startFakeEngine()));
  afterEach(() => fake.dispose());

  it('is asked who it is, and nothing else', async () => {
    fake.set({
      info: {
        Name: 'builder',
        ServerVersion: '20.10.24',
        Driver: 'overlay2',
        SystemTime: '2026-11-27T09:48:06Z',
        Swarm: { LocalNodeState: 'active', ControlAvailable: true },
      },
    });
    const { facts } = await connected(fake);
    assert.deepEqual(facts, {
      endpoint: fake.host,
      origin: { kind: 'variable', name: 'DOCKER_HOST' },
      version: '20.10.24',
      machine: 'builder',
      store: 'classic',
      swarm: 'manager',
      time: Date.UTC(2026, 10, 27, 9, 48, 6),
    });
    assert.deepEqual(fake.log, ['GET /info']);
  });

  it('is asked for one thing with one request', async () => {
    fake.set({
      containers: [WEB],
      inspected: { c1: { Id: 'c1', Config: { Image: 'node:20' } } },
      changes: { c1: [{ Path: '/etc', Kind: 0 }] },
      imageList: [{ Id: ID, RepoTags: ['node:20'] }],
      images: { [ID]: { Id: ID, RepoDigests: [`node@${DIGEST}`] } },
      distributions: { 'node:20': { Descriptor: { digest: DIGEST } } },
    });
    const engine = await connected(fake);
    const answers = [
      (await told(engine.containers(signal))).map(({ name }) => name),
      (await told(engine.images(signal))).map(({ tags }) => tags[0]),
      (await told(engine.container('c1', signal)))?.image,
      (await told(engine.image(ID, signal)))?.repositoryDigests[0],
      (await told(engine.changes('c1', signal)))?.map(({ path }) => path),
      (await told(engine.distribution('node:20', signal)))?.digest,
    ];
    assert.deepEqual(answers, [['web'], ['node:20'], 'node:20', `node@${DIGEST}`, ['/etc'], DIGEST]);
    assert.deepEqual(fake.log, [
      'GET /info',
      'GET /containers/json?all=1',
      'GET /images/json',
      'GET /containers/c1/json',
      `GET /images/${ID}/json?manifests=1`,
      'GET /containers/c1/changes',
      'GET /distribution/node:20/json',
    ]);
  });

  it('is read over TCP too', async () => {
    const far = await startFakeEngine({ containers: [WEB] }, 'tcp');
    const containers = await told((await connected(far)).containers(signal));
    await far.dispose();
    assert.deepEqual(
      containers.map(({ name }) => name),
      ['web'],
    );
  });

  it('may answer null for what is empty', async () => {
    fake.set({ containers: null, imageList: null, changes: { c1: null }, inspected: { c1: {} } });
    const engine = await connected(fake);
    assert.deepEqual(await told(engine.containers(signal)), []);
    assert.deepEqual(await told(engine.images(signal)), []);
    assert.deepEqual(await told(engine.changes('c1', signal)), []);
  });

  it('may have neither the container nor the image any more', async () => {
    const engine = await connected(fake);
    assert.equal(await told(engine.container('c1', signal)), null);
    assert.equal(await told(engine.changes('c1', signal)), null);
    assert.equal(await told(engine.image(ID, signal)), null);
    assert.equal(await told(engine.distribution('node:20', signal)), null);
  });

  it('may have lost the container in the words of podman', async () => {
    const body = '{"cause":"layer not known","message":"c1 not found: layer not known","response":500}';
    fake.set({ troubles: { '/containers/c1/changes': { status: 500, body } } });
    assert.equal(await told((await connected(fake)).changes('c1', signal)), null);
  });

  it('may be behind a proxy that does not let it tell about itself', async () => {
    fake.set({ containers: [WEB], troubles: { '/info': { status: 403, body: '<html>' } } });
    const engine = await connected(fake);
    const { version, machine, store, swarm, time } = engine.facts;
    assert.deepEqual([version, machine, store, swarm, time], [null, null, 'unknown', 'none', null]);
    assert.equal((await told(engine.containers(signal))).length, 1);
  });

  it('may be slow with one answer while it gives others', async () => {
    fake.set({ containers: [WEB], troubles: { '/images': 'hang' } });
    const engine = await connected(fake);
    const controller = new AbortController();
    const images = engine.images(controller.signal);
    await fake.asked('/images');
    assert.equal((await told(engine.containers(signal))).length, 1);
    controller.abort();
    assert.equal(reason(await images), 'silent');
  });
});

/** Whereto a proxy may lead. */
const LOCATIONS = [
  'http://localhost/login',
  'https://localhost/login',
  'ftp://localhost/login',
  'mailto:somebody',
  '//localhost/login',
  '/login',
  'login',
  'http://[',
  '',
] as const;

describe('an engine that does not do as it should', () => {
  const cases: readonly (readonly [string, Partial<EngineAnswers>, string])[] = [
    ['hangs', { troubles: { '/containers': 'hang' } }, 'silent'],
    ['hangs in the midst of an answer', { troubles: { '/containers': 'stall' } }, 'silent'],
    ['hangs in the midst of an error', { troubles: { '/containers': 'stalled error' } }, 'silent'],
    ['breaks off in the midst of an answer', { troubles: { '/containers': 'break' } }, 'unreachable'],
    [
      'answers with an error',
      { troubles: { '/containers': { status: 500, body: '{"message":"no"}' } } },
      'unexpected HTTP 500: no',
    ],
    [
      'answers with an error that says nothing',
      { troubles: { '/containers': { status: 502, body: '' } } },
      'unexpected HTTP 502',
    ],
    [
      'answers with a web page',
      { troubles: { '/containers': { status: 200, body: '<html>' } } },
      'unexpected The answer is not JSON.',
    ],
    [
      'answers with nothing',
      { troubles: { '/containers': { status: 200, body: '' } } },
      'unexpected The answer is not what the Engine API describes.',
    ],
    [
      'answers with something else',
      { containers: { message: 'hello' } },
      'unexpected The answer is not what the Engine API describes.',
    ],
  ];
  for (const [title, answers, expected] of cases) {
    it(title, async () => {
      const fake = await startFakeEngine(answers);
      const answer = await (await connected(fake, SHORT)).containers(new AbortController().signal);
      await fake.dispose();
      assert.ok(!answer.ok);
      assert.ok(
        `${answer.failure.reason} ${answer.failure.detail}`.startsWith(expected),
        JSON.stringify(answer),
      );
      assert.equal(answer.failure.endpoint, fake.host);
    });
  }

  for (const transport of ['socket', 'tcp'] as const) {
    for (const location of LOCATIONS) {
      it(`leads to '${location}' and is not followed there: ${transport}`, async () => {
        const fake = await startFakeEngine({}, transport);
        const elsewhere = { status: 307, body: '{"message":"over there"}', location };
        fake.set({ troubles: { '/containers': elsewhere } });
        const engine = await connected(fake, SHORT);
        const asked = fake.requests.length;
        const answer = await engine.containers(new AbortController().signal);
        await fake.dispose();
        assert.ok(!answer.ok);
        const { reason, detail, status } = answer.failure;
        assert.deepEqual([reason, detail, status], ['unexpected', 'HTTP 307: over there', 307]);
        assert.equal(fake.requests.length, asked + 1);
      });
    }
  }

  const first: readonly (readonly [string, Partial<EngineAnswers>, string])[] = [
    ['hangs from the first word', { troubles: { '/info': 'hang' } }, 'silent'],
    ['breaks off at the first word', { troubles: { '/info': 'break' } }, 'unreachable'],
    ['is a web server', { troubles: { '/info': { status: 404, body: '<html>' } } }, 'unexpected'],
    [
      'is a web server that knows everything',
      { troubles: { '/info': { status: 200, body: '<html>' } } },
      'unexpected',
    ],
    ['is another program', { info: ['hello'] }, 'unexpected'],
    ['is too old', { info: { ServerVersion: '1.12.6' } }, 'too-old'],
  ];
  for (const [title, answers, expected] of first) {
    it(title, async () => {
      const fake = await startFakeEngine(answers);
      const connection = await connectTo(fake.host);
      await fake.dispose();
      assert.ok(!connection.connected);
      assert.deepEqual([connection.failure.reason, connection.failure.endpoint], [expected, fake.host]);
    });
  }

  it('says for how long it has been too old', async () => {
    const fake = await startFakeEngine({ info: { ServerVersion: '1.12.6' } });
    const connection = await connectTo(fake.host);
    await fake.dispose();
    assert.ok(!connection.connected);
    assert.equal(connection.failure.detail, 'It is version 1.12.6.');
  });

  it('is not there', async () => {
    const fake = await startFakeEngine();
    await fake.dispose();
    const connection = await connectTo(fake.host);
    assert.ok(!connection.connected);
    assert.equal(connection.failure.reason, 'unreachable');
    assert.equal(connection.failure.endpoint, fake.host);
  });

  it('is gone after it was there, and comes back', async () => {
    const fake = await startFakeEngine({ containers: [WEB] });
    const engine = await connected(fake);
    const { signal } = new AbortController();
    assert.ok((await engine.containers(signal)).ok);
    await fake.stop();
    assert.equal(reason(await engine.containers(signal)), 'unreachable');
    await fake.start();
    assert.ok((await engine.containers(signal)).ok);
    await fake.dispose();
  });

  it('is left alone when nobody waits any more', async () => {
    const fake = await startFakeEngine({ troubles: { '/info': 'hang' } });
    const controller = new AbortController();
    const environment = clientEnvironment({ variables: { DOCKER_HOST: fake.host } });
    const connecting = connectCurrentEngine(controller.signal, environment);
    await fake.asked('/info');
    controller.abort();
    const connection = await connecting;
    await fake.dispose();
    assert.equal(connection.connected, false);
  });

  it('has settings that do not say where it is', async () => {
    const connection = await connectTo('gopher://x');
    assert.ok(!connection.connected);
    assert.equal(connection.failure.reason, 'misconfigured');
  });

  it('has certificates that are none', async () => {
    const files: Readonly<Record<string, string>> = {
      '/certs/ca.pem': 'CA',
      '/certs/cert.pem': 'C',
      '/certs/key.pem': 'K',
    };
    const environment = clientEnvironment({
      variables: { DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' },
      readFile: (path) =>
        Promise.resolve(
          files[path] === undefined
            ? { found: false, reason: 'absent', detail: 'ENOENT' }
            : { found: true, text: files[path] },
        ),
    });
    const connection = await connectCurrentEngine(new AbortController().signal, environment, SHORT);
    assert.ok(!connection.connected);
    assert.ok(['misconfigured', 'untrusted'].includes(connection.failure.reason), JSON.stringify(connection));
  });
});

describe('the addresses of a host', () => {
  const host = (addresses: EngineHost['addresses']): EngineHost => ({
    id: 'usual',
    name: 'This machine',
    origin: { kind: 'usual' },
    addresses,
    isCurrent: true,
  });
  const at = ({ host: endpoint }: FakeEngine): EngineAddress => ({
    endpoint,
    origin: { kind: 'usual' },
    transport: { kind: 'socket', path: endpoint.replace(/^\w+:\/\//, '') },
  });
  const connect = (addresses: EngineHost['addresses']) =>
    connectEngine(host(addresses), new AbortController().signal, clientEnvironment(), SHORT);

  it('are tried until one answers', async () => {
    const [gone, here] = [await startFakeEngine(), await startFakeEngine()];
    await gone.dispose();
    const connection = await connect([at(gone), at(here)]);
    await here.dispose();
    assert.equal(connection.connected && connection.engine.facts.endpoint, here.host);
  });

  it('fail with the failure that tells most', async () => {
    const [gone, hung] = [await startFakeEngine(), await startFakeEngine({ troubles: { '/info': 'hang' } })];
    await gone.dispose();
    const connection = await connect([at(gone), at(hung), at(gone)]);
    await hung.dispose();
    assert.ok(!connection.connected);
    assert.deepEqual([connection.failure.reason, connection.failure.endpoint], ['silent', hung.host]);
  });

  it('may be none', async () => {
    const connection = await connect([]);
    assert.ok(!connection.connected);
    assert.equal(connection.failure.reason, 'absent');
  });

  it('may be a failure', async () => {
    const failure = { reason: 'unsupported', endpoint: null, detail: 'why' } as const;
    assert.deepEqual(await connect(failure), { connected: false, failure });
  });

  it('of this machine may have nobody behind them', async () => {
    const environment = clientEnvironment({
      homeDirectory: '/nowhere',
      // The places of another system are on no machine.
      system: process.platform === 'win32' ? 'unix' : 'windows',
    });
    const connection = await connectCurrentEngine(new AbortController().signal, environment);
    assert.ok(!connection.connected);
    assert.equal(connection.failure.reason, 'absent');
  });
});

function connectTo(address: string): ReturnType<typeof connectCurrentEngine> {
  const environment = clientEnvironment({ variables: { DOCKER_HOST: address } });
  return connectCurrentEngine(new AbortController().signal, environment, SHORT);
}

async function told<T>(answer: Promise<Answer<T>>): Promise<T> {
  const known = await answer;
  assert.ok(known.ok, JSON.stringify(known));
  return known.value;
}

function reason(
  answer: Awaited<ReturnType<Engine['containers']>> | Awaited<ReturnType<Engine['images']>>,
): string {
  return answer.ok ? 'none' : answer.failure.reason;
}
