import assert from 'node:assert/strict';
import {
  basic,
  FAKE_TOKEN,
  pushImage,
  type FakeAuthentication,
  type FakeRegistry,
} from '../../../support/fakeRegistry';
import { fakeRegistries, registryUser } from '../../../support/registryUser';

const ALICE = { username: 'alice', password: 's3cret' };
describe('authentication', () => {
  const start = fakeRegistries();

  describe('with tokens', () => {
    it('gets one without a login, for pulling that repository', async () => {
      const registry = await start({ kind: 'bearer' });
      const digest = pushImage(registry, 'shop/web', '1');
      assert.equal(await registryUser().ask(`${registry.host}/shop/web:1`), digest);
      assert.deepEqual(registry.asked(), [
        'HEAD /v2/shop/web/manifests/1',
        'GET /token?service=fake&scope=repository%3Ashop%2Fweb%3Apull',
        'HEAD /v2/shop/web/manifests/1',
      ]);
      assert.equal(registry.requests[1]?.headers.authorization, undefined);
      assert.equal(registry.requests[2]?.headers.authorization, `Bearer ${FAKE_TOKEN}`);
    });

    it('logs in to the token service, and only there', async () => {
      const registry = await start({ kind: 'bearer', authorization: basic('alice', 's3cret') });
      const digest = pushImage(registry, 'app', '1');
      const user = registryUser({ configuration: { auths: { [registry.host]: ALICE } } });
      assert.equal(await user.ask(`${registry.host}/app:1`), digest);
      const sent = registry.requests.map(({ headers }) => headers.authorization);
      assert.deepEqual(sent, [undefined, basic('alice', 's3cret'), `Bearer ${FAKE_TOKEN}`]);
    });

    it('asks once for many callers', async () => {
      const registry = await start({ kind: 'bearer' });
      const tags = ['1', '2', '3', '4', '5', '6'];
      const digests = tags.map((tag) => pushImage(registry, 'app', tag, tag));
      const { ask } = registryUser();
      assert.deepEqual(await Promise.all(tags.map((tag) => ask(`${registry.host}/app:${tag}`))), digests);
      assert.equal(tokenRequests(registry), 1);
      assert.equal(await ask(`${registry.host}/app:1`), digests[0]);
      assert.equal(tokenRequests(registry), 1);
    });

    it('shares a token request that one of its callers leaves', async () => {
      const registry = await start({ kind: 'bearer' });
      pushImage(registry, 'app', '1');
      const digest = pushImage(registry, 'app', '2', 'two');
      registry.misbehave({ kind: 'held' }, { path: /^\/token/ });
      const { ask, resolve } = registryUser();
      const cancel = new AbortController();
      const [first, second] = [
        resolve(`${registry.host}/app:1`, cancel.signal),
        ask(`${registry.host}/app:2`),
      ];
      await registry.arrived(2);
      cancel.abort();
      const left = await first;
      assert.equal(!left.found && left.reason, 'cancelled');
      registry.release();
      assert.equal(await second, digest);
      assert.equal(tokenRequests(registry), 1);
    });

    it('renews it after four fifths of its life', async () => {
      const registry = await start({
        kind: 'bearer',
        answer: (token) => ({ access_token: token, expires_in: 100 }),
      });
      pushImage(registry, 'app', '1');
      let now = 0;
      const { ask } = registryUser({ environment: { now: () => now } });
      const tokensAt = async (seconds: number): Promise<number> => {
        now = seconds * 1000;
        await ask(`${registry.host}/app:1`);
        return tokenRequests(registry);
      };
      assert.deepEqual([await tokensAt(0), await tokensAt(79), await tokensAt(81)], [1, 1, 2]);
    });

    it('takes a life of 60 s where none is said', async () => {
      const registry = await start({ kind: 'bearer' });
      pushImage(registry, 'app', '1');
      let now = 0;
      const { ask } = registryUser({ environment: { now: () => now } });
      for (now of [0, 47_000, 49_000]) await ask(`${registry.host}/app:1`);
      assert.equal(tokenRequests(registry), 2);
    });

    it('replaces one that is refused before its time', async () => {
      const registry = await start({ kind: 'bearer' });
      const digest = pushImage(registry, 'app', '1');
      const { ask } = registryUser();
      await ask(`${registry.host}/app:1`);
      const headers = { 'www-authenticate': `Bearer realm="http://${registry.host}/token",service="fake"` };
      registry.misbehave({ kind: 'status', status: 401, headers }, { times: 1 });
      assert.equal(await ask(`${registry.host}/app:1`), digest);
      registry.misbehave({ kind: 'status', status: 403 }, { times: 1 });
      assert.equal(await ask(`${registry.host}/app:1`), digest);
      assert.equal(tokenRequests(registry), 3);
    });

    it('asks once more where the registry then wants another scope, and no third time', async () => {
      const registry = await start({ kind: 'bearer' });
      const digest = pushImage(registry, 'app', '1');
      const wants = (scope: string) => ({
        'www-authenticate': `Bearer realm="http://${registry.host}/token",service="fake",scope="${scope}"`,
      });
      registry.misbehave(
        { kind: 'status', status: 401, headers: wants('repository:app:pull') },
        { times: 1 },
      );
      registry.misbehave(
        { kind: 'status', status: 401, headers: wants('repository:base:pull') },
        { times: 1 },
      );
      assert.equal(await registryUser().ask(`${registry.host}/app:1`), digest);
      assert.equal(tokenRequests(registry), 2);
      for (const scope of ['a:b:c', 'd:e:f', 'g:h:i']) {
        registry.misbehave({ kind: 'status', status: 401, headers: wants(scope) }, { times: 1 });
      }
      assert.match(await registryUser().ask(`${registry.host}/app:1`), /^unauthorised: /);
      assert.equal(tokenRequests(registry), 4);
    });

    it('exchanges an identity token by POST', async () => {
      const registry = await start({ kind: 'bearer' });
      const digest = pushImage(registry, 'app', '1');
      const user = registryUser({
        configuration: { auths: { [registry.host]: { identitytoken: 'my identity' } } },
      });
      assert.equal(await user.ask(`${registry.host}/app:1`), digest);
      const { method, body, headers } = registry.requests[1]!;
      assert.deepEqual([method, headers.authorization], ['POST', undefined]);
      assert.equal(
        body,
        'grant_type=refresh_token&service=fake&client_id=immutable-infra&scope=repository%3Aapp%3Apull&refresh_token=my+identity',
      );
    });

    it('sends a registry token as it is', async () => {
      const registry = await start({ kind: 'bearer' });
      const digest = pushImage(registry, 'app', '1');
      const user = registryUser({
        configuration: { auths: { [registry.host]: { registrytoken: FAKE_TOKEN } } },
      });
      assert.equal(await user.ask(`${registry.host}/app:1`), digest);
      assert.equal(tokenRequests(registry), 0);
    });

    const NO_TOKEN: readonly (readonly [name: string, answer: unknown])[] = [
      ['nothing', {}],
      ['a token of another type', { token: 1 }],
      ['a token that fits no header', { token: 'a\r\nb: c' }],
      ['no object', []],
    ];
    for (const [name, answer] of NO_TOKEN) {
      it(`refuses ${name} in place of a token`, async () => {
        const registry = await start({ kind: 'bearer', answer: () => answer });
        assert.equal(
          await registryUser().ask(`${registry.host}/app:1`),
          "invalid-response: HOST has a token service that gives no token when asked for 'HOST/app:1'. Check that it is a container registry.",
        );
      });
    }

    it('says what the token service answers', async () => {
      const registry = await start({ kind: 'bearer' });
      registry.misbehave({ kind: 'status', status: 404 }, { path: /^\/token/ });
      assert.match(
        await registryUser().ask(`${registry.host}/app:1`),
        /^invalid-response: HOST has a token service that answers 404/,
      );
      registry.misbehave(
        { kind: 'status', status: 429, headers: { 'retry-after': '90' } },
        { path: /^\/token/ },
      );
      assert.match(
        await registryUser().ask(`${registry.host}/app:1`),
        /^rate-limited: .* Try again in 90 s\.$/,
      );
      registry.misbehave({ kind: 'status', status: 403 }, { path: /^\/token/ });
      assert.match(await registryUser().ask(`${registry.host}/app:1`), /^unauthorised: .* without a login/);
    });
  });

  describe('sends nothing to a token service', () => {
    for (const realm of ['http://elsewhere.example/token', 'file:///etc/passwd', 'http://10.0.0.1/token']) {
      it(`at ${realm}`, async () => {
        const registry = await start({ kind: 'bearer', realm });
        const user = registryUser({ configuration: { auths: { [registry.host]: ALICE } } });
        assert.equal(
          await user.ask(`${registry.host}/app:1`),
          `untrusted-address: HOST wants logins sent to ${realm.replace(/\/(?:token|etc.*)$/, '')}, which is not safe. ` +
            'Ask whoever runs it for a token service with https and a public address.',
        );
        assert.equal(registry.requests.length, 1);
      });
    }

    for (const realm of [
      'http://LOOPBACK/token',
      'https://LOOPBACK/token',
      'https://169.254.169.254/token',
      'http://auth.example/token',
    ]) {
      it(`at ${realm} when a registry outside wants it`, async () => {
        const inside = await start();
        const registry = await start({ kind: 'bearer', realm: realm.replace('LOOPBACK', inside.host) });
        const user = registryUser({
          configuration: { auths: { 'registry.example': ALICE } },
          hosts: { 'https://registry.example': registry },
        });
        assert.match(await user.ask('registry.example/app:1'), /^untrusted-address: /);
        assert.deepEqual(inside.requests, []);
      });
    }
  });

  it('sends the login of a public registry to its own token service elsewhere, and no other login', async () => {
    const registry = await start({ kind: 'bearer', realm: 'https://auth.example/token' });
    const service = await start({ kind: 'bearer' });
    const digest = pushImage(registry, 'app', '1');
    const user = registryUser({
      configuration: {
        auths: { 'registry.example': ALICE, 'auth.example': { username: 'bob', password: 'other' } },
      },
      hosts: { 'https://registry.example': registry, 'https://auth.example': service },
    });
    assert.equal(await user.ask('registry.example/app:1'), digest);
    assert.deepEqual(
      service.requests.map(({ headers }) => headers.authorization),
      [basic('alice', 's3cret')],
    );
  });

  describe('with a name and a password', () => {
    const own: FakeAuthentication = { kind: 'basic', ...ALICE };

    it('sends them when asked, and from then on at once', async () => {
      const registry = await start(own);
      const digest = pushImage(registry, 'app', '1');
      const user = registryUser({ configuration: { auths: { [registry.host]: ALICE } } });
      assert.equal(await user.ask(`${registry.host}/app:1`), digest);
      assert.equal(await user.ask(`${registry.host}/app:1`), digest);
      const sent = registry.requests.map(({ headers }) => headers.authorization);
      assert.deepEqual(sent, [undefined, basic('alice', 's3cret'), basic('alice', 's3cret')]);
    });

    it('reads them again after they were refused', async () => {
      const registry = await start(own);
      const digest = pushImage(registry, 'app', '1');
      const auths = { [registry.host]: { ...ALICE, password: 'old' } };
      const user = registryUser({
        environment: {
          readFile: () => Promise.resolve({ found: true, bytes: Buffer.from(JSON.stringify({ auths })) }),
        },
      });
      assert.equal(
        await user.ask(`${registry.host}/app:1`),
        "unauthorised: HOST does not show 'HOST/app:1' to the stored login, or it does not exist. Run 'docker login HOST' again, or check the name.",
      );
      assert.equal(registry.requests.length, 2);
      auths[registry.host] = ALICE;
      assert.equal(await user.ask(`${registry.host}/app:1`), digest);
    });

    const LOGINS: readonly (readonly [name: string, configuration: unknown, told: string])[] = [
      ['none', undefined, "Run 'docker login HOST', or check the name."],
      [
        'one in a credential helper',
        { credsStore: 'desktop' },
        'docker-credential-desktop is not found in PATH outside the workspace: install it, or take it out of the configuration, or check the name.',
      ],
      [
        'a broken configuration',
        '{"auths": "s3cret',
        '/home/nobody/.docker/config.json is not valid JSON: mend it, or check the name.',
      ],
    ];
    for (const [name, configuration, told] of LOGINS) {
      it(`says what is missing where there is ${name}`, async () => {
        const registry = await start(own);
        assert.equal(
          await registryUser({ configuration }).ask(`${registry.host}/app:1`),
          `unauthorised: HOST does not show 'HOST/app:1' without a login, or it does not exist. ${told}`,
        );
        assert.equal(registry.requests.length, 1);
      });
    }
  });

  it('gives up where no way to log in is named', async () => {
    for (const challenge of [null, 'Negotiate']) {
      const registry = await start({ kind: 'closed', challenge });
      assert.equal(
        await registryUser({ configuration: { auths: { [registry.host]: ALICE } } }).ask(
          `${registry.host}/app:1`,
        ),
        "unauthorised: HOST refuses 'HOST/app:1' and names no known way to log in. Check that it is a container registry.",
      );
      assert.equal(registry.requests.length, 1);
    }
  });

  it('gives up where every token is refused', async () => {
    const registry = await start({ kind: 'bearer', answer: () => ({ token: 'another' }) });
    assert.match(await registryUser().ask(`${registry.host}/app:1`), /^unauthorised: /);
    assert.equal(registry.requests.length, 3);
  });

  it('logs no secret', async () => {
    const registry = await start({ kind: 'bearer' });
    pushImage(registry, 'app', '1');
    const user = registryUser({ configuration: { auths: { [registry.host]: ALICE } } });
    await user.ask(`${registry.host}/app:1`);
    assert.deepEqual(user.log, [
      `HEAD http://${registry.host}/v2/app/manifests/1: 401`,
      `GET http://${registry.host}/token: 200`,
      `HEAD http://${registry.host}/v2/app/manifests/1: 200`,
    ]);
  });
});

function tokenRequests(registry: FakeRegistry): number {
  return registry.asked().filter((request) => request.startsWith('GET /token')).length;
}
