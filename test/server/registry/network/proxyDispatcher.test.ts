import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Route } from '../../../../server/src/environment';
import { connectionFailure } from '../../../../server/src/registry/network/connectionFailure';
import { createFetch } from '../../../../server/src/registry/network/http';
import { unresolvedMessage } from '../../../../server/src/registry/unresolvedMessage';
import { findProgram } from '../../../setup/debianPackages';
import { makeCertificates, type TestCertificates } from '../../../support/certificates';
import { startFakeProxy, type FakeProxy, type FakeProxyOptions } from '../../../support/fakeProxy';
import { basic, pushImage, type FakeRegistry } from '../../../support/fakeRegistry';
import { startRawServer } from '../../../support/rawServer';
import { fakeRegistries } from '../../../support/registryUser';
import { startTlsFront, type TlsFront } from '../../../support/tlsFront';

const NAME = 'registry.test';
const DIRECT: Route = {
  proxy: null,
  verifyProxy: true,
  systemAuthorities: false,
  authorities: [],
  clientCertificate: null,
};

const UNKNOWN_AUTHORITY = /^The TLS certificate of registry\.test comes from an authority/;

describe('requests through a proxy', () => {
  const startRegistry = fakeRegistries();
  const running: { readonly close: () => Promise<void> }[] = [];
  let folder: string;
  let certificates: TestCertificates;
  /** Of the proxy, which is asked for by its address. */
  let own: TestCertificates;

  before(async function () {
    if (findProgram('openssl') === undefined) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-proxy-'));
    [certificates, own] = await Promise.all([makeCertificates(NAME), makeCertificates('127.0.0.1')]);
    writeFileSync(join(folder, 'own.crt'), own.authority);
    writeFileSync(join(folder, 'authority.crt'), certificates.authority);
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });
  afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

  const started = <Server extends FakeProxy | TlsFront>(server: Server): Server => {
    running.push(server);
    return server;
  };

  interface World {
    readonly registry: FakeRegistry;
    readonly front: TlsFront;
    readonly proxy: FakeProxy;
  }

  /** A registry with and without TLS behind a proxy. */
  const world = async (options: Omit<FakeProxyOptions, 'hosts'> = {}): Promise<World> => {
    const registry = await startRegistry();
    pushImage(registry, 'app', '1');
    const front = started(await startTlsFront(registry, certificates.server));
    const hosts = { [`${NAME}:443`]: front.port, [`${NAME}:80`]: Number(registry.host.split(':')[1]) };
    return { registry, front, proxy: started(await startFakeProxy({ ...options, hosts })) };
  };

  /** A status, or what the user is told. */
  const outcome = async (scheme: 'http' | 'https', given: Partial<Route>, fetch = createFetch()) => {
    const route = { ...DIRECT, authorities: [certificates.authority], ...given };
    const { signal } = new AbortController();
    try {
      const answer = await fetch(`${scheme}://${NAME}/v2/app/manifests/1`, {
        method: 'GET',
        headers: {},
        route,
        signal,
      });
      for await (const chunk of answer.body ?? []) assert.ok(chunk);
      return String(answer.status);
    } catch (error) {
      const failure = connectionFailure(error, NAME, route.proxy);
      return unresolvedMessage(`${NAME}/app`, { ...failure, found: false, registry: NAME });
    }
  };

  /** With the system's authorities in a file of the folder. */
  const withSystemFile = async (name: string, run: () => Promise<void>): Promise<void> => {
    const before = process.env.SSL_CERT_FILE;
    process.env.SSL_CERT_FILE = join(folder, name);
    try {
      await run();
    } finally {
      if (before === undefined) delete process.env.SSL_CERT_FILE;
      else process.env.SSL_CERT_FILE = before;
    }
  };

  describe('with a login', () => {
    for (const { title, login, sent } of [
      { title: 'of a name and a password', login: 'ann:p%40ss', sent: basic('ann', 'p@ss') },
      { title: 'without a password', login: 'token', sent: basic('token', '') },
      { title: 'that is badly encoded', login: 'ann:100%', sent: basic('ann', '100%') },
      { title: 'in letters that are not ASCII', login: 'jörg:größe', sent: basic('jörg', 'größe') },
    ]) {
      it(title, async () => {
        const { registry, proxy } = await world({ authorization: sent });
        const way = { proxy: new URL(`http://${login}@${proxy.host}`).href };
        assert.equal(await outcome('https', way), '200');
        assert.equal(await outcome('http', way), '200');
        assert.equal(registry.requests.length, 2);
        for (const { headers } of registry.requests) {
          assert.equal(headers['proxy-authorization'], undefined);
          assert.equal(headers.host, NAME);
        }
      });
    }
  });

  for (const scheme of ['http', 'https'] as const) {
    describe(`for ${scheme}`, () => {
      it('that wants a login', async () => {
        const { registry, proxy } = await world({ authorization: basic('ann', 'right') });
        assert.equal(
          await outcome(scheme, { proxy: `http://ann:wr0ng@${proxy.host}` }),
          `The proxy ${proxy.host} wants a login. Write it into the proxy's address, as in: http://user:password@${proxy.host}`,
        );
        assert.deepEqual(registry.requests, []);
      });

      it('that does not run', async () => {
        const { proxy } = await world();
        await running.pop()?.close();
        assert.equal(
          await outcome(scheme, { proxy: `http://ann:s3cret@${proxy.host}` }),
          `The proxy ${proxy.host} cannot be reached (ECONNREFUSED). Check the setting http.proxy or the variable HTTPS_PROXY.`,
        );
      });
    });
  }

  it("trusts the system's authorities for the host where they count, and none that nobody named", async () => {
    const { proxy } = await world();
    const way = { proxy: `http://${proxy.host}`, authorities: [] };
    await withSystemFile('authority.crt', async () => {
      assert.equal(await outcome('https', { ...way, systemAuthorities: true }), '200');
      assert.match(await outcome('https', way), UNKNOWN_AUTHORITY);
    });
    assert.match(await outcome('https', { ...way, systemAuthorities: true }), UNKNOWN_AUTHORITY);
  });

  it('keeps its trust where a certificate of this machine is of no use', async () => {
    const { proxy } = await world();
    const clientCertificate = { certificate: 'x', key: 'y' };
    assert.equal(await outcome('https', { proxy: `http://${proxy.host}`, clientCertificate }), '200');
  });

  for (const [status, message] of [
    [
      403,
      'The proxy PROXY does not let the request through (HTTP 403). Ask whoever runs it, or add the registry to http.noProxy or NO_PROXY.',
    ],
    [
      502,
      "The proxy PROXY does not reach registry.test (HTTP 502). Check the registry's name, or try again later.",
    ],
  ] as const) {
    it(`that answers ${status} to a tunnel`, async () => {
      const { proxy } = await world({ status });
      const told = await outcome('https', { proxy: `http://ann:s3cret@${proxy.host}` });
      assert.equal(told.replaceAll(proxy.host, 'PROXY'), message);
    });
  }

  for (const [title, act, message] of [
    [
      'closes the connection instead of making a tunnel',
      (socket) => void socket.end(),
      /^The proxy PROXY does not let the request through \(UND_ERR_SOCKET\)/,
    ],
    [
      'resets the connection instead of making a tunnel',
      (socket) => void socket.resetAndDestroy(),
      /^The proxy PROXY does not let the request through \(ECONNRESET\)/,
    ],
    [
      'speaks no HTTP',
      (socket) => void socket.end('220 mail.example ESMTP\r\n'),
      /^The proxy PROXY cannot be reached \(HTTPParserError\)/,
    ],
    [
      'leads elsewhere',
      (socket) => void socket.write('HTTP/1.1 302 Found\r\nlocation: http://login.example/\r\n\r\n'),
      /^The proxy PROXY does not let the request through \(HTTP 302\)/,
    ],
  ] as const satisfies readonly (readonly [string, (socket: Socket) => void, RegExp])[]) {
    it(`that ${title}, asked once`, async () => {
      let connections = 0;
      const server = await startRawServer(act, () => connections++);
      running.push(server);
      const told = await outcome('https', { proxy: `http://ann:s3cret@${server.host}` });
      // Another try would begin before this does.
      await setImmediate();
      assert.match(told.replaceAll(server.host, 'PROXY'), message);
      assert.equal(connections, 1);
    });
  }

  it('that closes what is within a tunnel is no fault of its own', async () => {
    const server = await startRawServer((socket, asked) => {
      if (asked.startsWith('CONNECT')) socket.write('HTTP/1.1 200 OK\r\n\r\n');
      else socket.destroy();
    });
    running.push(server);
    assert.match(
      await outcome('https', { proxy: `http://${server.host}` }),
      /^registry\.test closed the connection before it had answered \(ECONNRESET\)/,
    );
  });

  it('whose host is blamed for its own certificate alone', async () => {
    const { proxy } = await world();
    const way = { proxy: `http://${proxy.host}`, authorities: [] };
    assert.match(await outcome('https', way), UNKNOWN_AUTHORITY);
  });

  it('takes one connection for what is asked one after the other', async () => {
    const { front, proxy, registry } = await world();
    const fetch = createFetch();
    const way = { proxy: `http://${proxy.host}` };
    for (let asked = 0; asked < 3; asked++) {
      assert.equal(await outcome('https', way, fetch), '200');
      // The last byte is read a moment before its connection counts as free.
      await setImmediate();
    }
    assert.equal(registry.requests.length, 3);
    assert.equal(front.connections(), 1);
    assert.equal(proxy.requests.length, 1);
  });

  describe('that is reached with https', () => {
    const UNTRUSTED =
      "The TLS certificate of the proxy PROXY is not valid (UNABLE_TO_VERIFY_LEAF_SIGNATURE). Add its authority to the system's, or switch http.proxyStrictSSL off.";

    for (const scheme of ['http', 'https'] as const) {
      it(`is refused for ${scheme} where its certificate is not valid`, async () => {
        const { proxy } = await world({ pair: own.server });
        const told = await outcome(scheme, { proxy: `https://ann:s3cret@${proxy.host}` });
        assert.equal(told.replaceAll(proxy.host, 'PROXY'), UNTRUSTED);
        assert.deepEqual(proxy.requests, []);
      });

      it(`is taken for ${scheme} where that need not be`, async () => {
        const { proxy } = await world({ pair: own.server, authorization: basic('ann', 's3cret') });
        const way = { proxy: `https://ann:s3cret@${proxy.host}`, verifyProxy: false };
        assert.equal(await outcome(scheme, way), '200');
      });
    }

    it('has no authority of the host behind it', async () => {
      const { proxy } = await world({ pair: own.server });
      const way = { proxy: `https://${proxy.host}`, authorities: [certificates.authority, own.authority] };
      assert.equal((await outcome('https', way)).replaceAll(proxy.host, 'PROXY'), UNTRUSTED);
    });

    it("has its authority in the system's, and is reached by its address", async () => {
      const { proxy } = await world({ pair: own.server });
      const way = { proxy: `https://${proxy.host}`, systemAuthorities: true };
      const warnings: Error[] = [];
      const hear = (warning: Error) => void warnings.push(warning);
      process.on('warning', hear);
      await withSystemFile('own.crt', async () => {
        assert.equal(await outcome('https', way), '200');
        const system = { ...way, systemAuthorities: false };
        assert.equal((await outcome('https', system)).replaceAll(proxy.host, 'PROXY'), UNTRUSTED);
      });
      process.off('warning', hear);
      assert.deepEqual(warnings, []);
    });

    for (const verifyProxy of [true, false]) {
      it(`does not make a registry trusted, ${verifyProxy ? 'strictly' : 'loosely'}`, async () => {
        const { proxy, registry } = await world(verifyProxy ? {} : { pair: own.server });
        const url = `${verifyProxy ? 'http' : 'https'}://${proxy.host}`;
        const told = await outcome('https', { proxy: url, verifyProxy, authorities: [] });
        assert.match(told, UNKNOWN_AUTHORITY);
        assert.deepEqual(registry.requests, []);
      });
    }

    it('says so where there is no https', async () => {
      const { proxy } = await world();
      const told = await outcome('https', { proxy: `https://${proxy.host}` });
      assert.match(
        told.replaceAll(proxy.host, 'PROXY'),
        /^The proxy PROXY cannot be reached \((?:ERR_SSL|EPROTO)/,
      );
    });
  });
});
