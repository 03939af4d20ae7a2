import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { immutableInfra } from '../setup/commandLine';
import { outputOf } from '../setup/runProgram';
import type { ProgramResult } from '../setup/runProgram';
import { basic } from '../support/fakeRegistry';
import { startFakeProxy, type FakeProxy } from '../support/fakeProxy';
import { laboratory } from './hooks';
import { pushImage, pushIndex } from './images';
import { SECURE_NAME } from './registries';

const REFERENCE = `${SECURE_NAME}/network/app:1`;

describe('a real registry with an authority of its own, behind a proxy', () => {
  let home: string;
  let folder: string;
  let proxy: FakeProxy;
  let digest: string;

  before(async () => {
    const { anonymous } = laboratory().registries;
    digest = await pushIndex({ registry: anonymous, name: 'network/app' }, '1', '1');
  });
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'immutable-infra-home-'));
    folder = join(home, '.docker', 'certs.d', SECURE_NAME);
  });
  afterEach(async () => {
    rmSync(home, { recursive: true });
    await proxy.close();
  });

  const startProxy = async (authorization?: string): Promise<void> => {
    const { port } = laboratory().registries.secure;
    proxy = await startFakeProxy({
      hosts: { [`${SECURE_NAME}:443`]: port },
      ...(authorization !== undefined && { authorization }),
    });
  };
  const trustAuthority = (): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'ca.crt'), laboratory().registries.secure.authority);
  };
  /** The machine's own variables for proxies and folders count for nothing. */
  const environment = (login = ''): NodeJS.ProcessEnv => {
    const others = Object.entries(process.env).filter(
      ([name]) => !/^(?:(?:https?|all|no)_proxy|XDG_.*|DOCKER_.*|SSL_CERT_.*)$/i.test(name),
    );
    return { ...Object.fromEntries(others), HOME: home, HTTPS_PROXY: `http://${login}${proxy.host}` };
  };
  const resolve = (login?: string): Promise<ProgramResult> =>
    immutableInfra(['resolve', REFERENCE], { environment: environment(login) });
  const tunnels = (): readonly string[] => [
    ...new Set(proxy.requests.map(({ method, target }) => `${method} ${target}`)),
  ];

  it("is trusted by Docker's certs.d, and gives what skopeo is given on the same way", async () => {
    await startProxy();
    trustAuthority();
    assert.deepEqual(await resolve(), { code: 0, stdout: `${REFERENCE}\t${digest}\n`, stderr: '' });
    assert.deepEqual(tunnels(), [`CONNECT ${SECURE_NAME}:443`]);
    const witness = ['inspect', '--no-creds', '--cert-dir', folder, '--format', '{{.Digest}}'];
    const said = await outputOf('skopeo', [...witness, '--override-arch', 'amd64', `docker://${REFERENCE}`], {
      environment: environment(),
    });
    assert.equal(said.trim(), digest);
  });

  it('is refused where nobody named its authority', async () => {
    await startProxy();
    const { code, stdout, stderr } = await resolve();
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.match(
      stderr,
      /The TLS certificate of registry\.test comes from an authority that is not trusted here \([A-Z_]+\)\./,
    );
  });

  it('is reached with the login of the proxy in its address', async () => {
    await startProxy(basic('ann', 'p@ss'));
    trustAuthority();
    const { code, stdout, stderr } = await resolve('ann:p%40ss@');
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: `${REFERENCE}\t${digest}\n`, stderr: '' });
    assert.deepEqual(tunnels(), [`CONNECT ${SECURE_NAME}:443`]);
  });

  for (const [title, login] of [
    ['no login', ''],
    ['a wrong one', 'ann:wr0ng@'],
  ] as const) {
    it(`is not reached where the proxy wants a login and is given ${title}`, async () => {
      await startProxy(basic('ann', 'p@ss'));
      trustAuthority();
      const { code, stdout, stderr } = await resolve(login);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.ok(stderr.includes(`The proxy ${proxy.host} wants a login.`), stderr);
      assert.doesNotMatch(stderr, /wr0ng/);
    });
  }

  it('is not asked where a certificate of this machine has no key', async () => {
    await startProxy();
    trustAuthority();
    writeFileSync(join(folder, 'client.cert'), 'x');
    const { code, stdout, stderr } = await resolve();
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.ok(stderr.includes(`${join(folder, 'client.cert')} needs client.key beside it`), stderr);
    assert.deepEqual(proxy.requests, []);
  });

  it('is left alone by what is on loopback', async () => {
    await startProxy();
    const { anonymous } = laboratory().registries;
    const own = await pushImage({ registry: anonymous, name: 'network/loopback' }, '1', '1');
    const reference = `${anonymous}/network/loopback:1`;
    const { stdout } = await immutableInfra(['resolve', reference], {
      environment: { ...environment(), HTTP_PROXY: `http://${proxy.host}` },
    });
    assert.equal(stdout, `${reference}\t${own}\n`);
    assert.deepEqual(proxy.requests, []);
  });
});
