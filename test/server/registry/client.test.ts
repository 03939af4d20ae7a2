import assert from 'node:assert/strict';
import { createRegistryClient, type Registries } from '../../../server/src/registry/client';
import type { Credentials } from '../../../server/src/registry/login/credentials';
import { createFetch } from '../../../server/src/registry/network/http';
import type { Failure } from '../../../server/src/registry/unresolved';
import { basic, FAKE_TOKEN, pushImage, type FakeRegistry } from '../../support/fakeRegistry';
import { fakeRegistries } from '../../support/registryUser';

const NEVER = new AbortController().signal;
const ANONYMOUS: Credentials = { kind: 'anonymous', login: { kind: 'none' } };
const ALICE: Credentials = { kind: 'basic', username: 'alice', password: 's3cret' };
const DIRECT = {
  proxy: null,
  verifyProxy: true,
  systemAuthorities: true,
  authorities: [],
  clientCertificate: null,
};
const REPOSITORIES = Array.from({ length: 20 }, (_, index) => `team/app-${index}`);
const fetch = createFetch();

interface Asker extends Registries {
  /** The status, or the reason. */
  readonly head: (host: string, repository: string, options?: HeadOptions) => Promise<number | string>;
  readonly log: readonly string[];
  /** Lets so many seconds pass. */
  readonly pass: (seconds: number) => void;
  /** The registries whose credentials were to be read anew. */
  readonly forgotten: readonly string[];
}

interface HeadOptions {
  readonly signal?: AbortSignal;
  readonly seconds?: number;
}

interface AskerOptions {
  readonly credentials?: Credentials | ((repository: string) => Credentials);
  readonly plainHttpHosts?: readonly string[];
  /** Origins and the fake registries that answer for them. */
  readonly hosts?: Readonly<Record<string, FakeRegistry>>;
}

/** A client whose waiting takes no time, but moves its clock. */
function asker({ credentials = ANONYMOUS, plainHttpHosts = [], hosts = {} }: AskerOptions = {}): Asker {
  const log: string[] = [];
  const forgotten: string[] = [];
  let time = Date.parse('2020-01-01T00:00:00Z');
  const registries = createRegistryClient({
    environment: {
      fetch: (url, init) => {
        const { origin } = new URL(url);
        const instead = hosts[origin];
        return fetch(instead ? url.replace(origin, `http://${instead.host}`) : url, init);
      },
      now: () => time,
      log: (message) => void log.push(message),
    },
    settings: () => ({ plainHttpHosts }),
    routeTo: () => Promise.resolve(DIRECT),
    credentials: {
      read: ({ repository }) =>
        Promise.resolve(typeof credentials === 'function' ? credentials(repository) : credentials),
      forget: (registry) => void forgotten.push(registry),
    },
    retryDelay: 1,
    wait: (milliseconds, signal) =>
      milliseconds === FIRST_REQUEST_LIMIT
        ? new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
        : new Promise((resolve) => {
            setImmediate(() => {
              time += milliseconds;
              resolve();
            });
          }),
  });
  const place = { method: 'HEAD', kind: 'manifests', target: '1', accept: '*/*', maxBytes: 1000 } as const;
  const head: Asker['head'] = async (host, repository, { signal = NEVER, seconds = 30 } = {}) => {
    const patience = { signal, until: time + seconds * 1000 };
    const answer = await registries.ask({ ...place, registry: host, repository }, patience);
    return 'reason' in answer ? shown(answer) : answer.status;
  };
  const pass = (seconds: number): void => void (time += seconds * 1000);
  return { ...registries, head, pass, log, forgotten };
}

/** Milliseconds for which the first request to a registry holds up the others. */
const FIRST_REQUEST_LIMIT = 5000;

function shown(failure: Failure): string {
  if (failure.reason !== 'rate-limited') return failure.reason;
  return `rate-limited ${failure.retryAfterSeconds ?? 'without end'}`;
}

function count(registry: FakeRegistry, start: string): number {
  return registry.asked().filter((request) => request.startsWith(start)).length;
}

function pushAll(registry: FakeRegistry): void {
  for (const repository of REPOSITORIES) pushImage(registry, repository, '1');
}

const all = (status: number | string): readonly (number | string)[] => REPOSITORIES.map(() => status);

describe('many repositories of one registry', () => {
  const start = fakeRegistries();
  const askAll = ({ head }: Asker, { host }: FakeRegistry) =>
    Promise.all(REPOSITORIES.map((repository) => head(host, repository)));

  it('cost one request each where no login is wanted', async () => {
    const registry = await start();
    pushAll(registry);
    assert.deepEqual(await askAll(asker(), registry), all(200));
    assert.equal(registry.requests.length, 20);
  });

  it('cost one request each, the one that was refused, and one token for all', async () => {
    const registry = await start({ kind: 'bearer', grants: () => true });
    pushAll(registry);
    const user = asker();
    assert.deepEqual(await askAll(user, registry), all(200));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [21, 1]);
    const url = new URL(registry.requests[1]!.path, 'http://fake');
    assert.deepEqual(url.searchParams.getAll('service'), ['fake']);
    assert.deepEqual(
      url.searchParams.getAll('scope').sort(),
      REPOSITORIES.map((repository) => `repository:${repository}:pull`).sort(),
    );
    assert.deepEqual(await askAll(user, registry), all(200));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [41, 1]);
  });

  it('are asked for with a token from the start once the registry is known', async () => {
    const registry = await start({ kind: 'bearer', grants: () => true });
    pushAll(registry);
    pushImage(registry, 'first', '1');
    const user = asker();
    assert.equal(await user.head(registry.host, 'first'), 200);
    assert.deepEqual(await askAll(user, registry), all(200));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [22, 2]);
  });

  it('get one token by POST where there is an identity token', async () => {
    const registry = await start({ kind: 'bearer' });
    pushAll(registry);
    const user = asker({ credentials: { kind: 'identity-token', token: 'identity' } });
    assert.deepEqual(await askAll(user, registry), all(200));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'POST /token')], [21, 1]);
    const scope = new URLSearchParams(registry.requests[1]!.body).get('scope');
    assert.equal(scope?.split(' ').length, 20);
  });

  it('ask for a token of their own where they are left out of the common one', async () => {
    const registry = await start({
      kind: 'bearer',
      grants: (scope, asked) => asked.length === 1 || !scope.includes('app-7:'),
    });
    pushAll(registry);
    const user = asker();
    assert.deepEqual(await askAll(user, registry), all(200));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [22, 2]);
    assert.deepEqual(await askAll(user, registry), all(200));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [42, 2]);
  });

  it('are refused, and never missing, where no token is good for them', async () => {
    const registry = await start({ kind: 'bearer', grants: (scope) => !scope.includes('app-7:') });
    pushAll(registry);
    const answers = await askAll(asker(), registry);
    assert.deepEqual(
      answers,
      REPOSITORIES.map((repository) => (repository === 'team/app-7' ? 'unauthorised' : 200)),
    );
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [22, 2]);
  });

  for (const status of [400, 403, 414]) {
    it(`each ask for themselves where the token for all is refused with ${status}`, async () => {
      const registry = await start({ kind: 'bearer', grants: () => true });
      pushAll(registry);
      registry.misbehave({ kind: 'status', status }, { path: /^\/token.*scope=.*scope=/ });
      assert.deepEqual(await askAll(asker(), registry), all(200));
      assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [21, 21]);
    });
  }

  it('do not try a wrong password once each', async () => {
    const registry = await start({ kind: 'bearer', authorization: basic('alice', 'right') });
    const user = asker({ credentials: ALICE });
    assert.deepEqual(await askAll(user, registry), all('unauthorised'));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [1, 2]);
    assert.ok(user.forgotten.length > 0);
  });

  describe('of one that takes passwords', () => {
    const own = { kind: 'basic', username: 'alice', password: 's3cret' } as const;
    const withPassword = ({ requests }: FakeRegistry): number =>
      requests.filter(({ headers }) => headers.authorization !== undefined).length;

    it('send a wrong one three times at most, and again when some time is over', async () => {
      const registry = await start(own);
      pushAll(registry);
      const user = asker({ credentials: { ...ALICE, password: 'wrong' } });
      assert.deepEqual(await askAll(user, registry), all('unauthorised'));
      assert.equal(withPassword(registry), 3);
      assert.deepEqual(await askAll(user, registry), all('unauthorised'));
      assert.equal(withPassword(registry), 3);
      user.pass(11);
      assert.deepEqual(await askAll(user, registry), all('unauthorised'));
      assert.equal(withPassword(registry), 6);
    });

    it('send a right one once each, also where some of them are forbidden', async () => {
      for (const forbidden of [[], REPOSITORIES.slice(0, 5)]) {
        const registry = await start(own);
        pushAll(registry);
        const path = new RegExp(`^/v2/(?:${forbidden.join('|')})/manifests`);
        if (forbidden.length > 0) registry.misbehave({ kind: 'status', status: 403 }, { path });
        const statuses = await askAll(asker({ credentials: ALICE }), registry);
        const expected = REPOSITORIES.map((name) => (forbidden.includes(name) ? 'unauthorised' : 200));
        assert.deepEqual(statuses, expected);
        assert.ok(registry.requests.length <= 2 * REPOSITORIES.length);
      }
    });
  });

  it('share no token where their logins differ', async () => {
    const registry = await start({ kind: 'bearer', grants: () => true });
    pushAll(registry);
    const bob: Credentials = { kind: 'basic', username: 'bob', password: 'other' };
    const user = asker({ credentials: (repository) => (repository.endsWith('7') ? bob : ALICE) });
    assert.deepEqual(await askAll(user, registry), all(200));
    const tokens = registry.requests.filter(({ path }) => path.startsWith('/token'));
    assert.equal(tokens.length, 2);
    for (const { path, headers } of tokens) {
      const isBob = headers.authorization === basic('bob', 'other');
      assert.equal(path.includes('app-7%3Apull'), isBob);
      assert.equal(path.includes('app-17%3Apull'), isBob);
      assert.equal(path.includes('app-8%3Apull'), !isBob);
    }
  });

  it('are spread over addresses of at most 7,000 characters', async () => {
    const registry = await start({ kind: 'bearer', grants: () => true });
    const names = Array.from({ length: 100 }, (_, index) => `${'long/'.repeat(30)}app-${index}`);
    for (const name of names) pushImage(registry, name, '1');
    const user = asker();
    const answers = await Promise.all(names.map((name) => user.head(registry.host, name)));
    assert.deepEqual(new Set(answers), new Set([200]));
    assert.equal(count(registry, 'HEAD'), 101);
    const tokens = registry.requests.filter(({ path }) => path.startsWith('/token'));
    assert.ok(tokens.length > 1 && tokens.length < 6);
    assert.ok(tokens.every(({ path }) => path.length < 7000));
  });

  it('meet a connection that fails once for all, and not one after the other', async () => {
    const registry = await start();
    registry.misbehave({ kind: 'hang-up' });
    assert.deepEqual(await askAll(asker(), registry), all('unreachable'));
    assert.equal(registry.requests.length, 3);
  });

  it('go on where only the first of them fails', async () => {
    const registry = await start();
    pushAll(registry);
    registry.misbehave({ kind: 'status', status: 500 }, { path: /app-0\// });
    const [first, ...others] = await askAll(asker(), registry);
    assert.equal(first, 'server-error');
    assert.deepEqual(others, all(200).slice(1));
  });

  it('send another ahead when the first is cancelled, and leave at once when they are', async () => {
    const registry = await start({ kind: 'bearer', grants: () => true });
    pushAll(registry);
    registry.misbehave({ kind: 'held' }, { times: 1 });
    const { head } = asker();
    const [first, second] = [new AbortController(), new AbortController()];
    const [one = '', two = '', ...rest] = REPOSITORIES;
    const answers = [
      head(registry.host, one, { signal: first.signal }),
      head(registry.host, two, { signal: second.signal }),
      ...rest.map((repository) => head(registry.host, repository)),
    ];
    await registry.arrived(1);
    second.abort();
    assert.equal(await answers[1], 'cancelled');
    assert.equal(registry.requests.length, 1);
    first.abort();
    assert.equal(await answers[0], 'cancelled');
    assert.deepEqual(await Promise.all(answers.slice(2)), all(200).slice(2));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [20, 1]);
  });

  it('end where every token is refused', async () => {
    const registry = await start({ kind: 'bearer', grants: () => false });
    assert.deepEqual(await askAll(asker(), registry), all('unauthorised'));
    assert.deepEqual([count(registry, 'HEAD'), count(registry, 'GET /token')], [41, 21]);
  });
});

describe('a host that wants fewer requests', () => {
  const start = fakeRegistries();
  const limited = (retryAfter?: string) =>
    ({
      kind: 'status',
      status: 429,
      headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    }) as const;

  for (const time of ['7', 'Wed, 01 Jan 2020 00:00:07 GMT']) {
    it(`is asked again when it said so: ${time}`, async () => {
      const registry = await start();
      pushAll(registry);
      registry.misbehave(limited(time), { times: 1 });
      const user = asker();
      const answers = await Promise.all(
        REPOSITORIES.map((repository) => user.head(registry.host, repository)),
      );
      assert.deepEqual(answers, all(200));
      assert.equal(registry.requests.length, 21);
      assert.ok(user.log.includes(`${registry.host} wants no more requests for now, and none for 7 s`));
    });
  }

  it('is asked no more while it pauses for longer than anybody waits', async () => {
    const registry = await start();
    pushAll(registry);
    const user = asker();
    const until = Date.parse('2020-01-01T00:02:00Z');
    registry.misbehave(limited('120'), { times: 1 });
    assert.equal(await user.head(registry.host, 'team/app-0'), 'rate-limited 120');
    assert.deepEqual(user.hosts(), [{ host: registry.host, pausedUntil: until, rateLimit: null }]);
    assert.equal(await user.head(registry.host, 'team/app-1'), 'rate-limited 120');
    assert.equal(registry.requests.length, 1);
    assert.equal(await user.head(registry.host, 'team/app-1', { seconds: 200 }), 200);
    assert.deepEqual(user.hosts(), [{ host: registry.host, pausedUntil: null, rateLimit: null }]);
    assert.equal(registry.requests.length, 2);
  });

  it('without a time is not asked again by those that wait, but by those that come later', async () => {
    const registry = await start();
    pushAll(registry);
    const user = asker();
    assert.equal(await user.head(registry.host, 'team/app-0'), 200);
    registry.misbehave(limited());
    const answers = await Promise.all(REPOSITORIES.map((repository) => user.head(registry.host, repository)));
    assert.deepEqual(answers, all('rate-limited without end'));
    assert.equal(registry.requests.length, 5);
    assert.equal(await user.head(registry.host, 'team/app-1'), 'rate-limited without end');
    assert.equal(registry.requests.length, 6);
  });

  it('is asked three times at most', async () => {
    const registry = await start();
    registry.misbehave(limited('0'));
    assert.equal(await asker().head(registry.host, 'app'), 'rate-limited 1');
    assert.equal(registry.requests.length, 3);
  });

  it('with a 503 and a time is left alone likewise', async () => {
    const registry = await start();
    const digest = pushImage(registry, 'app', '1');
    const fault = { kind: 'status', status: 503 } as const;
    registry.misbehave({ ...fault, headers: { 'retry-after': '60' } }, { times: 1 });
    registry.misbehave({ ...fault, headers: { 'retry-after': '7' } }, { times: 1 });
    const user = asker();
    assert.equal(await user.head(registry.host, 'app'), 'rate-limited 60');
    assert.equal(await user.head(registry.host, 'app'), 'rate-limited 60');
    assert.equal(registry.requests.length, 2);
    assert.ok(digest);
  });

  it('may be a token service', async () => {
    const registry = await start({ kind: 'bearer', realm: 'https://auth.example/token' });
    const service = await start({ kind: 'bearer' });
    pushImage(registry, 'app', '1');
    service.misbehave(limited('90'), { path: /^\/token/, times: 1 });
    const user = asker({
      hosts: { 'https://registry.example': registry, 'https://auth.example': service },
    });
    assert.equal(await user.head('registry.example', 'app'), 'rate-limited 90');
    assert.equal(await user.head('registry.example', 'app'), 'rate-limited 90');
    assert.deepEqual([registry.requests.length, service.requests.length], [1, 1]);
  });

  it('gets no retry that patience has no time for', async () => {
    const registry = await start();
    registry.misbehave({ kind: 'status', status: 500 });
    assert.equal(await asker().head(registry.host, 'app', { seconds: 0.0001 }), 'server-error');
    assert.equal(registry.requests.length, 1);
  });

  it('says how much it still gives, also to HEAD', async () => {
    const registry = await start();
    pushImage(registry, 'app', '1');
    const headers = {
      'ratelimit-limit': '100;w=21600',
      'ratelimit-remaining': '87;w=21600',
      'docker-ratelimit-source': '192.0.2.1',
    };
    registry.misbehave({ kind: 'changed', headers });
    const user = asker();
    await user.head(registry.host, 'app');
    assert.deepEqual(user.hosts()[0]?.rateLimit, {
      limit: 100,
      remaining: 87,
      windowSeconds: 21_600,
      source: '192.0.2.1',
    });
  });
});

describe('what is secret', () => {
  const start = fakeRegistries();

  it('goes to the registry and its token service alone, whatever they redirect to', async () => {
    const registry = await start({ kind: 'bearer', realm: 'https://auth.example/token', grants: () => true });
    const service = await start({ kind: 'bearer', grants: () => true });
    const [storage, other] = [await start(), await start()];
    pushAll(registry);
    pushAll(storage);
    registry.misbehave(
      { kind: 'redirect', to: 'https://storage.example/v2/team/app-3/manifests/1' },
      { path: /app-3\// },
    );
    service.misbehave(
      { kind: 'redirect', to: 'https://other.example/token' },
      { path: /^\/token.*base/, times: 1 },
    );
    const user = asker({
      credentials: ALICE,
      hosts: {
        'https://registry.example': registry,
        'https://auth.example': service,
        'https://storage.example': storage,
        'https://other.example': other,
      },
    });
    await Promise.all([...REPOSITORIES, 'base'].map((name) => user.head('registry.example', name)));
    const sent = (host: FakeRegistry) => [
      ...new Set(host.requests.map(({ headers }) => headers.authorization?.split('.')[0])),
    ];
    assert.deepEqual(sent(registry), [undefined, `Bearer ${FAKE_TOKEN}`]);
    assert.deepEqual(sent(service), [basic('alice', 's3cret')]);
    for (const outside of [storage, other]) {
      assert.equal(outside.requests.length, 1);
      const everything = JSON.stringify(outside.requests);
      assert.doesNotMatch(everything, new RegExp(`s3cret|alice|${FAKE_TOKEN}|authorization|cookie`, 'i'));
    }
    assert.doesNotMatch(user.log.join(), new RegExp(`s3cret|alice|${FAKE_TOKEN}`));
  });

  it('is not sent to the registry again once another has led back to it', async () => {
    const [registry, other] = [
      await start({ kind: 'basic', username: 'alice', password: 's3cret' }),
      await start(),
    ];
    pushImage(registry, 'private', '1');
    registry.misbehave({ kind: 'redirect', to: 'https://other.example/v2/' }, { path: /public/ });
    other.misbehave({ kind: 'redirect', to: 'https://registry.example/v2/private/manifests/1' });
    const hosts = { 'https://registry.example': registry, 'https://other.example': other };
    const user = asker({ credentials: ALICE, hosts });
    assert.equal(await user.head('registry.example', 'private'), 200);
    await user.head('registry.example', 'public');
    const led = registry.requests.slice(3).filter(({ path }) => path.includes('private'));
    assert.ok(led.length > 0);
    for (const { headers } of led) assert.equal(headers.authorization, undefined);
    for (const { headers } of other.requests) assert.equal(headers.authorization, undefined);
  });

  it('goes in plain text only to a host that is named for it', async () => {
    const registry = await start({ kind: 'basic', username: 'alice', password: 's3cret' });
    pushImage(registry, 'app', '1');
    const hosts = { 'http://registry.corp.example:5000': registry };
    const named = asker({ credentials: ALICE, hosts, plainHttpHosts: ['registry.corp.example:5000'] });
    assert.equal(await named.head('Registry.corp.example:5000', 'app'), 200);
    const secure = { 'https://registry.corp.example:5000': registry };
    const other = asker({ credentials: ALICE, hosts: secure, plainHttpHosts: ['registry.corp.example'] });
    assert.equal(await other.head('registry.corp.example:5000', 'app'), 200);
  });
});

describe('the way to log in', () => {
  const start = fakeRegistries();

  it('is the challenge of several that is known, in one header or in two', async () => {
    const registry = await start({ kind: 'basic', username: 'alice', password: 's3cret' });
    pushImage(registry, 'app', '1');
    for (const challenge of ['Negotiate, Basic realm="x"', ['Negotiate abc==', 'Basic realm="x"']]) {
      const headers = { 'www-authenticate': challenge };
      registry.misbehave({ kind: 'status', status: 401, headers }, { times: 1 });
      assert.equal(await asker({ credentials: ALICE }).head(registry.host, 'app'), 200);
    }
  });

  it('asks for what a 403 says is missing', async () => {
    const registry = await start({ kind: 'bearer' });
    pushImage(registry, 'app', '1');
    const user = asker();
    await user.head(registry.host, 'app');
    const challenge = `Bearer realm="http://${registry.host}/token",service="fake",scope="repository:app:pull,metadata",error="insufficient_scope"`;
    registry.misbehave(
      { kind: 'status', status: 403, headers: { 'www-authenticate': challenge } },
      { times: 1 },
    );
    assert.equal(await user.head(registry.host, 'app'), 200);
    assert.match(registry.asked().at(-2) ?? '', /scope=repository%3Aapp%3Apull%2Cmetadata$/);
  });

  it('is a scope for all repositories where the registry wants that one', async () => {
    const registry = await start({ kind: 'bearer', scope: 'aws' });
    pushAll(registry);
    const user = asker();
    const answers = await Promise.all(REPOSITORIES.map((repository) => user.head(registry.host, repository)));
    assert.deepEqual(answers, all(200));
    assert.deepEqual(
      registry.asked().filter((request) => request.startsWith('GET')),
      ['GET /token?service=fake&scope=aws'],
    );
  });

  it('is another password where the one that served before is refused', async () => {
    const registry = await start({ kind: 'basic', username: 'alice', password: 's3cret' });
    pushImage(registry, 'app', '1');
    let password = 's3cret';
    const user = asker({ credentials: () => ({ kind: 'basic', username: 'alice', password }) });
    assert.equal(await user.head(registry.host, 'app'), 200);
    password = 'wrong';
    assert.equal(await user.head(registry.host, 'app'), 'unauthorised');
    assert.equal(registry.requests.length, 3);
    assert.deepEqual(user.forgotten, [registry.host]);
    password = 's3cret';
    assert.equal(await user.head(registry.host, 'app'), 200);
    assert.equal(registry.requests.length, 4);
  });

  /** Seconds after the first request, and how many tokens there were by then. */
  const LIVES: readonly (readonly [
    name: string,
    answer: object,
    tokens: Readonly<Record<number, number>>,
  ])[] = [
    ['60 s where it says less', { expires_in: 5 }, { 0: 1, 47: 1, 49: 2 }],
    ['what it says', { expires_in: 100 }, { 0: 1, 79: 1, 81: 2 }],
    ['what is left since it was issued', issued('2019-12-31T23:59:30Z', 100), { 0: 1, 49: 1, 51: 2 }],
    ['all of it where it was issued tomorrow', issued('2020-01-02T00:00:00Z', 100), { 0: 1, 79: 1, 81: 2 }],
    ['all of it where it was issued long ago', issued('2019-01-01T00:00:00Z', 100), { 0: 1, 79: 1, 81: 2 }],
    ['all of it where the date is none', issued('recently', 100), { 0: 1, 79: 1, 81: 2 }],
    ['10 s at least', issued('2019-12-31T23:59:05Z', 60), { 0: 1, 9: 1, 11: 2 }],
  ];
  for (const [name, answer, tokens] of LIVES) {
    it(`is a token that lives for ${name}`, async () => {
      const registry = await start({ kind: 'bearer', answer: (token) => ({ token, ...answer }) });
      pushImage(registry, 'app', '1');
      const user = asker();
      const counts: Record<number, number> = {};
      let passed = 0;
      for (const seconds of Object.keys(tokens).map(Number)) {
        user.pass(seconds - passed);
        passed = seconds;
        assert.equal(await user.head(registry.host, 'app'), 200);
        counts[seconds] = count(registry, 'GET /token');
      }
      assert.deepEqual(counts, tokens);
    });
  }

  it('is learnt anew when the token service is another one', async () => {
    const registry = await start({ kind: 'bearer' });
    pushImage(registry, 'app', '1');
    pushImage(registry, 'base', '1');
    registry.misbehave({ kind: 'status', status: 404 }, { path: /^\/token/, times: 1 });
    const user = asker();
    assert.equal(await user.head(registry.host, 'app'), 'invalid-response');
    assert.equal(await user.head(registry.host, 'base'), 200);
  });
});

function issued(issued_at: string, expires_in: number): object {
  return { issued_at, expires_in };
}
