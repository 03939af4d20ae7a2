import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { basic, OCI_MANIFEST, pushImage, sha256, type Fault } from '../../support/fakeRegistry';
import { fakeRegistries, registryUser, type RegistryUserOptions } from '../../support/registryUser';

const NOT_A_REGISTRY = 'Check that it is a container registry.';
const DIGEST = sha256('another');

/** What a registry does → what the user is told, and after how many requests. */
const FAULTS: readonly (readonly [name: string, fault: Fault, told: string, requests: number])[] = [
  [
    '403',
    { kind: 'status', status: 403 },
    "unauthorised: HOST does not show 'HOST/app:1' without a login, or it does not exist. Run 'docker login HOST', or check the name.",
    1,
  ],
  [
    '404',
    { kind: 'status', status: 404 },
    "not-found: HOST does not have 'HOST/app:1'. Check the name and the tag.",
    1,
  ],
  [
    '406',
    { kind: 'status', status: 406 },
    `invalid-response: HOST answers 406 when asked for 'HOST/app:1'. ${NOT_A_REGISTRY}`,
    1,
  ],
  [
    '429',
    { kind: 'status', status: 429 },
    'rate-limited: HOST takes no more requests for now. Try again later, or log in for a higher limit.',
    1,
  ],
  [
    '429 with a time in seconds',
    { kind: 'status', status: 429, headers: { 'retry-after': '90' } },
    'rate-limited: HOST takes no more requests for now. Try again in 90 s.',
    1,
  ],
  [
    '429 with a long time',
    { kind: 'status', status: 429, headers: { 'retry-after': '3601' } },
    'rate-limited: HOST takes no more requests for now. Try again in 61 minutes.',
    1,
  ],
  [
    '429 with a date',
    { kind: 'status', status: 429, headers: { 'retry-after': 'Wed, 01 Jan 2020 00:00:30 GMT' } },
    'rate-limited: HOST takes no more requests for now. Try again in 30 s.',
    1,
  ],
  [
    '500 for ever',
    { kind: 'status', status: 500 },
    "server-error: HOST failed with status 500 when asked for 'HOST/app:1'. Try again later.",
    3,
  ],
  [
    'no answer',
    { kind: 'silent' },
    "timeout: HOST did not answer for 'HOST/app:1' within 0.1 s. Check the network, or try again.",
    1,
  ],
  [
    'a closed connection',
    { kind: 'hang-up' },
    'unreachable: HOST closed the connection before it had answered (UND_ERR_SOCKET). Try again later.',
    3,
  ],
  [
    'no type',
    { kind: 'changed', headers: { 'content-type': null } },
    `unsupported-manifest: HOST does not say what type 'HOST/app:1' is. ${NOT_A_REGISTRY}`,
    2,
  ],
  [
    'a web page',
    { kind: 'changed', headers: { 'content-type': 'text/html; charset=utf-8' } },
    "unsupported-manifest: 'HOST/app:1' is no image in HOST, but text/html. Check the name.",
    2,
  ],
  [
    'schema 1',
    {
      kind: 'changed',
      headers: { 'content-type': 'application/vnd.docker.distribution.manifest.v1+prettyjws' },
    },
    "unsupported-manifest: 'HOST/app:1' is an image of the old schema 1, which has no digest to pin. Push it again with a current Docker.",
    1,
  ],
  [
    'a redirect to itself',
    { kind: 'redirect', to: '/v2/app/manifests/1' },
    `invalid-response: HOST redirects without end when asked for 'HOST/app:1'. ${NOT_A_REGISTRY}`,
    6,
  ],
  [
    'a redirect to a file',
    { kind: 'redirect', to: 'file:///etc/passwd' },
    'untrusted-address: HOST redirects to file://, which is not safe to follow. Ask whoever runs it for a redirect to https and a public address.',
    1,
  ],
  [
    'a redirect to plain HTTP outside',
    { kind: 'redirect', to: 'http://registry.example/v2/' },
    'untrusted-address: HOST redirects to http://registry.example, which is not safe to follow. Ask whoever runs it for a redirect to https and a public address.',
    1,
  ],
  [
    'a redirect without a place',
    { kind: 'status', status: 302 },
    `invalid-response: HOST redirects to nowhere when asked for 'HOST/app:1'. ${NOT_A_REGISTRY}`,
    1,
  ],
];

/** The same for what GET brings, when HEAD says too little. */
const BODY_FAULTS: typeof FAULTS = [
  [
    'nonsense',
    { kind: 'changed', headers: { 'docker-content-digest': null }, body: '<html>' },
    `invalid-response: HOST sends what is no ${OCI_MANIFEST} when asked for 'HOST/app:1'. ${NOT_A_REGISTRY}`,
    2,
  ],
  [
    'a body of another type than its header',
    {
      kind: 'changed',
      headers: { 'docker-content-digest': null },
      body: '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}',
    },
    `invalid-response: HOST sends what is no ${OCI_MANIFEST} when asked for 'HOST/app:1'. ${NOT_A_REGISTRY}`,
    2,
  ],
  [
    'another digest than that of the body',
    { kind: 'changed', headers: { 'docker-content-digest': DIGEST }, body: '{}' },
    `digest-mismatch: HOST says ${DIGEST} for 'HOST/app:1', but what it sends is ${sha256('{}')}. Do not use this image; tell whoever runs the registry.`,
    2,
  ],
  [
    'a digest in upper case',
    {
      kind: 'changed',
      headers: { 'docker-content-digest': sha256('{}').toUpperCase().replace('SHA', 'sha') },
      body: '{}',
    },
    `invalid-response: HOST sends what is no ${OCI_MANIFEST} when asked for 'HOST/app:1'. ${NOT_A_REGISTRY}`,
    2,
  ],
  [
    'a body that is announced as too large',
    { kind: 'status', status: 200, headers: { 'content-type': OCI_MANIFEST, 'content-length': '8388609' } },
    "too-large: HOST sends more than 8 MB for 'HOST/app:1', which no image manifest needs. Check the name.",
    2,
  ],
  [
    'a body without end',
    { kind: 'endless' },
    "too-large: HOST sends more than 8 MB for 'HOST/app:1', which no image manifest needs. Check the name.",
    2,
  ],
  [
    'a body that stops',
    { kind: 'stuck' },
    "timeout: HOST did not answer for 'HOST/app:1' within 0.1 s. Check the network, or try again.",
    2,
  ],
  [
    'what is said to be packed and is not',
    { kind: 'changed', headers: { 'content-encoding': 'gzip' } },
    `invalid-response: HOST sends what cannot be unpacked when asked for 'HOST/app:1'. ${NOT_A_REGISTRY}`,
    2,
  ],
];

describe('a registry that misbehaves', () => {
  const start = fakeRegistries();
  const now = () => Date.parse('2020-01-01T00:00:00Z');

  for (const [name, fault, told, requests] of FAULTS) {
    it(name, async () => {
      const registry = await start();
      pushImage(registry, 'app', '1');
      registry.misbehave(fault);
      const options: RegistryUserOptions = {
        environment: { now },
        ...(fault.kind === 'silent' && { timeLimit: 100 }),
      };
      assert.equal(await registryUser(options).ask(`${registry.host}/app:1`), told);
      assert.equal(registry.requests.length, requests);
    });
  }

  for (const [name, fault, told, requests] of BODY_FAULTS) {
    it(name, async () => {
      const registry = await start();
      pushImage(registry, 'app', '1');
      registry.misbehave({ kind: 'status', status: 405 }, { method: 'HEAD' });
      registry.misbehave(fault, { method: 'GET' });
      const options: RegistryUserOptions = fault.kind === 'stuck' ? { timeLimit: 100 } : {};
      assert.equal(await registryUser(options).ask(`${registry.host}/app:1`), told);
      assert.equal(registry.requests.length, requests);
    });
  }

  it('a server error once, and a closed connection once', async () => {
    const registry = await start();
    const digest = pushImage(registry, 'app', '1');
    registry.misbehave({ kind: 'status', status: 503 }, { times: 1 });
    registry.misbehave({ kind: 'hang-up' }, { times: 1 });
    assert.equal(await registryUser().ask(`${registry.host}/app:1`), digest);
    assert.equal(registry.requests.length, 3);
  });

  it('retries that would last longer than the time there is', async () => {
    const registry = await start();
    registry.misbehave({ kind: 'status', status: 500 });
    const user = registryUser({ timeLimit: 100, retryDelay: 10_000 });
    assert.match(await user.ask(`${registry.host}/app:1`), /^server-error: /);
    assert.equal(registry.requests.length, 1);
  });

  it('a digest that is gone', async () => {
    const registry = await start();
    assert.equal(
      await registryUser().ask(`${registry.host}/app:1@${DIGEST}`),
      `not-found: HOST does not have 'HOST/app:1@${DIGEST}', or no longer. Pin the tag again.`,
    );
  });

  it('a packed body is unpacked before it is hashed', async () => {
    const registry = await start();
    const body = '{"schemaVersion":2,"config":{}}';
    const digest = registry.push('app', '1', { mediaType: OCI_MANIFEST, body });
    registry.misbehave({ kind: 'status', status: 405 }, { method: 'HEAD' });
    const headers = { 'content-encoding': 'gzip' };
    registry.misbehave({ kind: 'changed', headers, body: gzipSync(body) }, { method: 'GET' });
    assert.equal(await registryUser().ask(`${registry.host}/app:1`), digest);
    assert.equal(registry.requests[1]?.headers['accept-encoding'], 'identity');
  });
});

describe('a redirect', () => {
  const start = fakeRegistries();

  it('is followed, but no login goes to another host', async () => {
    const registry = await start({ kind: 'basic', username: 'alice', password: 's3cret' });
    const storage = await start();
    pushImage(registry, 'app', '1');
    const digest = pushImage(storage, 'app', '1', 'as the storage has it');
    const auths = { [registry.host]: { username: 'alice', password: 's3cret' } };
    const user = registryUser({ configuration: { auths } });
    await user.ask(`${registry.host}/app:1`);
    registry.misbehave({ kind: 'redirect', to: `http://${storage.host}/v2/app/manifests/1` });
    assert.equal(await user.ask(`${registry.host}/app:1`), digest);
    assert.equal(registry.requests.at(-1)?.headers.authorization, basic('alice', 's3cret'));
    assert.equal(storage.requests.length, 1);
    assert.equal(storage.requests[0]?.headers.authorization, undefined);
  });

  it('to a host that asks for a login is not answered with one', async () => {
    const [registry, other] = [await start(), await start({ kind: 'basic', username: 'a', password: 'b' })];
    registry.misbehave({ kind: 'redirect', to: `http://${other.host}/v2/app/manifests/1` });
    const auths = {
      [registry.host]: { username: 'a', password: 'b' },
      [other.host]: { username: 'a', password: 'b' },
    };
    assert.equal(
      await registryUser({ configuration: { auths } }).ask(`${registry.host}/app:1`),
      `invalid-response: HOST redirects to http://${other.host}, which answers 401 when asked for 'HOST/app:1'. ${NOT_A_REGISTRY}`,
    );
    assert.equal(other.requests[0]?.headers.authorization, undefined);
    assert.equal(other.requests.length, 1);
  });

  it('from https never leads to plain HTTP, nor from outside into this machine', async () => {
    const [registry, inside] = [await start(), await start()];
    const user = registryUser({ hosts: { 'https://registry.example': registry } });
    for (const to of [
      `http://${inside.host}/`,
      'https://169.254.169.254/',
      'https://[::1]/',
      'https://u:p@other.example/',
    ]) {
      registry.misbehave({ kind: 'redirect', to });
      assert.match(await user.ask('registry.example/app:1'), /^untrusted-address: /);
    }
    assert.deepEqual(inside.requests, []);
  });
});
