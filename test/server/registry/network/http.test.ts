import assert from 'node:assert/strict';
import { createServer as createRawServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Environment } from '../../../../server/src/environment';
import { createFetch } from '../../../../server/src/registry/network/http';
import {
  DEFAULT_REGISTRY_SETTINGS,
  type RegistrySettings,
} from '../../../../server/src/registry/registrySettings';
import { findProgram } from '../../../setup/debianPackages';
import { makeCertificates, type KeyPair, type TestCertificates } from '../../../support/certificates';
import { startFakeProxy, type FakeProxy, type FakeProxyOptions } from '../../../support/fakeProxy';
import { basic, pushImage, type FakeRegistry } from '../../../support/fakeRegistry';
import { fakeRegistries, registryUser } from '../../../support/registryUser';
import { startTlsFront, type TlsFront } from '../../../support/tlsFront';

const NAME = 'registry.test';
const ALICE = { username: 'alice', password: 's3cret' };

describe('the network', () => {
  const startRegistry = fakeRegistries();
  const running: (FakeProxy | TlsFront)[] = [];
  let certificates: TestCertificates;

  before(async function () {
    if (findProgram('openssl') === undefined) this.skip();
    certificates = await makeCertificates(NAME);
  });
  afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

  const proxyWith = async (options: FakeProxyOptions): Promise<FakeProxy> => {
    const proxy = await startFakeProxy(options);
    running.push(proxy);
    return proxy;
  };
  const frontOf = async (registry: FakeRegistry, pair: KeyPair, clientsOf?: string): Promise<TlsFront> => {
    const front = await startTlsFront(registry, pair, clientsOf);
    running.push(front);
    return front;
  };

  interface Person {
    readonly variables?: Readonly<Record<string, string>>;
    readonly settings?: Partial<RegistrySettings>;
    readonly configuration?: unknown;
    /** Of `certs.d` for the registry, by name. */
    readonly certificates?: Readonly<Record<string, string>>;
  }

  /** Somebody with the real way into the network, and this much set up. */
  const person = ({ variables = {}, settings, configuration, certificates: files = {} }: Person) => {
    const folder = `/etc/docker/certs.d/${NAME}`;
    const environment: Partial<Environment> = {
      fetch: createFetch(),
      variables,
      readFolder: (path) =>
        Promise.resolve(
          path === folder
            ? { found: true, files: Object.keys(files), folders: [] }
            : { found: false, reason: 'absent', detail: '' },
        ),
      readFile: (path) => {
        const text =
          path === '/home/nobody/.docker/config.json' && configuration !== undefined
            ? JSON.stringify(configuration)
            : files[path.slice(folder.length + 1)];
        return Promise.resolve(
          text === undefined
            ? { found: false, reason: 'absent', detail: '' }
            : { found: true, bytes: Buffer.from(text) },
        );
      },
    };
    const all = { ...DEFAULT_REGISTRY_SETTINGS, ...settings };
    return registryUser({ environment, settings: () => all });
  };
  /** The usual: TLS behind a tunnel, whose authority Docker knows. */
  const trusted = () => ({ 'ca.crt': certificates.authority });

  describe('through a proxy', () => {
    it('reaches TLS in a tunnel that sees nothing, and no login of the one is told to the other', async () => {
      const registry = await startRegistry({ kind: 'basic', ...ALICE });
      const digest = pushImage(registry, 'app', '1');
      const front = await frontOf(registry, certificates.server);
      const proxy = await proxyWith({
        hosts: { [`${NAME}:443`]: front.port },
        authorization: basic('ann', 'p@ss'),
      });
      const { ask, log } = person({
        variables: { HTTPS_PROXY: `http://ann:p%40ss@${proxy.host}` },
        configuration: { auths: { [NAME]: ALICE } },
        certificates: trusted(),
      });
      assert.equal(await ask(`${NAME}/app:1`), digest);
      assert.deepEqual(
        new Set(proxy.requests.map(({ method, target }) => `${method} ${target}`)),
        new Set([`CONNECT ${NAME}:443`]),
      );
      for (const { headers } of proxy.requests) assert.equal(headers.authorization, undefined);
      for (const { headers } of registry.requests) assert.equal(headers['proxy-authorization'], undefined);
      assert.doesNotMatch(log.join(), /p@ss|p%40ss|s3cret/);
    });

    it('asks for plain HTTP by the whole address', async () => {
      const registry = await startRegistry();
      const digest = pushImage(registry, 'app', '1');
      const proxy = await proxyWith({ hosts: { [`${NAME}:80`]: Number(registry.host.split(':')[1]) } });
      const { ask } = person({
        variables: { HTTP_PROXY: `http://${proxy.host}` },
        settings: { plainHttpHosts: [NAME] },
      });
      assert.equal(await ask(`${NAME}/app:1`), digest);
      assert.deepEqual(
        proxy.requests.map(({ method, target }) => `${method} ${target}`),
        [`HEAD http://${NAME}/v2/app/manifests/1`],
      );
    });

    const told = async (options: FakeProxyOptions, url: (host: string) => string): Promise<string> => {
      const proxy = await proxyWith(options);
      const { ask } = person({ variables: { HTTPS_PROXY: url(proxy.host) }, certificates: trusted() });
      return (await ask(`${NAME}/app:1`)).replaceAll(proxy.host, 'PROXY');
    };

    it('says that it wants a login', async () => {
      const options = { hosts: {}, authorization: basic('ann', 'right') };
      for (const url of [(host: string) => `http://${host}`, (host: string) => `http://ann:wr0ng@${host}`]) {
        assert.equal(
          await told(options, url),
          "unreachable: The proxy PROXY wants a login. Write it into the proxy's address, as in: http://user:password@PROXY",
        );
      }
    });

    it('says that it lets nothing through', async () => {
      assert.equal(
        await told({ hosts: {} }, (host) => `http://${host}`),
        'unreachable: The proxy PROXY does not let the request through (HTTP 403). Ask whoever runs it, or add the registry to http.noProxy or NO_PROXY.',
      );
    });

    it('says that it does not run', async () => {
      const proxy = await startFakeProxy({ hosts: {} });
      await proxy.close();
      const { ask } = person({ variables: { HTTPS_PROXY: `http://ann:s3cret@${proxy.host}` } });
      assert.equal(
        await ask(`${NAME}/app:1`),
        `unreachable: The proxy ${proxy.host} cannot be reached (ECONNREFUSED). Check the setting http.proxy or the variable HTTPS_PROXY.`,
      );
    });
  });

  describe('with TLS', () => {
    const through = async (pair: KeyPair, own: Person, clientsOf?: string): Promise<string> => {
      const registry = await startRegistry();
      pushImage(registry, 'app', '1');
      const front = await frontOf(registry, pair, clientsOf);
      const proxy = await proxyWith({ hosts: { [`${NAME}:443`]: front.port, 'other.test:443': front.port } });
      const { ask } = person({ ...own, variables: { HTTPS_PROXY: `http://${proxy.host}` } });
      const answer = await ask(`${NAME}/app:1`);
      if (!answer.startsWith('sha256:')) assert.deepEqual(registry.requests, []);
      return answer;
    };

    it("trusts an authority of Docker's certs.d, and none that nobody named", async () => {
      assert.match(await through(certificates.server, { certificates: trusted() }), /^sha256:/);
      assert.equal(
        await through(certificates.server, {}),
        "unreachable: The TLS certificate of HOST comes from an authority that is not trusted here (UNABLE_TO_VERIFY_LEAF_SIGNATURE). Set NODE_EXTRA_CA_CERTS to that authority's certificate.",
      );
    });

    it('refuses a certificate that is out of date', async () => {
      assert.equal(
        await through(certificates.expired, { certificates: trusted() }),
        "unreachable: The TLS certificate of HOST is out of date (CERT_HAS_EXPIRED). Check this machine's clock, or tell whoever runs the registry.",
      );
    });

    it('refuses a certificate for another name', async () => {
      const other = await makeCertificates('other.test');
      assert.equal(
        await through(other.server, { certificates: { 'ca.crt': other.authority } }),
        "unreachable: The TLS certificate of HOST is for another name (ERR_TLS_CERT_ALTNAME_INVALID). Check the registry's name.",
      );
    });

    it('shows who it is where that is asked and known', async () => {
      const { certificate, key } = certificates.client;
      const known = { ...trusted(), 'client.cert': certificate, 'client.key': key };
      assert.match(
        await through(certificates.server, { certificates: known }, certificates.authority),
        /^sha256:/,
      );
      assert.match(
        await through(certificates.server, { certificates: trusted() }, certificates.authority),
        /^unreachable: /,
      );
    });

    it('never speaks in plain text to a host that nobody named for it', async () => {
      const registry = await startRegistry();
      const proxy = await proxyWith({ hosts: { [`${NAME}:443`]: Number(registry.host.split(':')[1]) } });
      const { ask } = person({ variables: { HTTPS_PROXY: `http://${proxy.host}` } });
      assert.match(await ask(`${NAME}/app:1`), /^unreachable: No secure connection to HOST could be made/);
      assert.deepEqual(registry.requests, []);
    });
  });

  it('keeps a connection for the next request of its route, and for no other', async () => {
    const registry = await startRegistry();
    pushImage(registry, 'app', '1');
    const { server: pair, authority } = await makeCertificates('127.0.0.1');
    const front = await frontOf(registry, pair);
    const fetch = createFetch();
    const get = async (authorities: readonly string[]): Promise<void> => {
      const answer = await fetch(`https://127.0.0.1:${front.port}/v2/app/manifests/1`, {
        method: 'GET',
        headers: {},
        route: {
          proxy: null,
          verifyProxy: true,
          systemAuthorities: false,
          authorities,
          clientCertificate: null,
        },
        signal: new AbortController().signal,
      });
      assert.equal(answer.status, 200);
      await answer.body?.pipeTo(new WritableStream());
      // The last byte is read a moment before its connection counts as free.
      await new Promise(setImmediate);
    };
    for (let asked = 0; asked < 3; asked++) await get([authority]);
    assert.equal(front.connections(), 1);
    await get([authority, certificates.authority]);
    assert.equal(front.connections(), 2);
    await assert.rejects(get([certificates.authority]));
    await get([authority]);
    assert.equal(front.connections(), 2);
  });

  it('gets every answer from a server that sends a body to a HEAD, however late', async () => {
    const digest = 'sha256:' + 'd'.repeat(64);
    const head = `HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-type: application/vnd.oci.image.index.v1+json\r\ndocker-content-digest: ${digest}\r\ncontent-length: 20\r\n\r\n`;
    const server = createRawServer((socket) => {
      socket
        .on('error', () => undefined)
        .on('data', () => {
          socket.write(head);
          setImmediate(() => socket.write('{"schemaVersion": 2}'));
        });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { ask } = person({});
    for (let asked = 0; asked < 8; asked++) assert.equal(await ask(`${host}/app:${asked}`), digest);
    const names = Array.from({ length: 20 }, (_, index) => `${host}/other:${index}`);
    assert.deepEqual(new Set(await Promise.all(names.map(ask))), new Set([digest]));
    server.close();
  });

  it('never takes what follows a HEAD for the next answer', async () => {
    const stray =
      'HTTP/1.1 200 OK\r\ncontent-type: application/vnd.oci.image.index.v1+json\r\ndocker-content-digest: sha256:' +
      'e'.repeat(64) +
      '\r\n\r\n';
    const right = 'HTTP/1.1 404 Not Found\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n';
    const server = createRawServer((socket) => {
      socket.on('error', () => undefined).on('data', () => socket.write(right + stray));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { ask } = person({});
    for (let asked = 0; asked < 4; asked++) assert.match(await ask(`${host}/app:${asked}`), /^not-found: /);
    server.close();
  });
});
