import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { connectionFailure } from '../../../../server/src/registry/network/connectionFailure';
import { NO_WAY_THROUGH_PROXY } from '../../../../server/src/registry/network/proxyDispatcher';
import { unresolvedMessage } from '../../../../server/src/registry/unresolvedMessage';
import { fakeRegistries, registryUser } from '../../../support/registryUser';

/** The code that a connection fails with → what the user is told. */
const TOLD: readonly (readonly [code: string, message: string])[] = [
  [
    'ENOTFOUND',
    "The host x.example is not known (ENOTFOUND). Check the registry's name, the network and the name server.",
  ],
  ['ETIMEDOUT', 'x.example cannot be reached (ETIMEDOUT). Check the network, the firewall and the proxy.'],
  [
    'UND_ERR_CONNECT_TIMEOUT',
    'x.example cannot be reached (UND_ERR_CONNECT_TIMEOUT). Check the network, the firewall and the proxy.',
  ],
  ['ECONNRESET', 'x.example closed the connection before it had answered (ECONNRESET). Try again later.'],
  [
    'CERT_HAS_EXPIRED',
    "The TLS certificate of x.example is out of date (CERT_HAS_EXPIRED). Check this machine's clock, or tell whoever runs the registry.",
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    "The TLS certificate of x.example is for another name (ERR_TLS_CERT_ALTNAME_INVALID). Check the registry's name.",
  ],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    "The TLS certificate of x.example comes from an authority that is not trusted here (SELF_SIGNED_CERT_IN_CHAIN). Set NODE_EXTRA_CA_CERTS to that authority's certificate.",
  ],
  [
    'CERT_REVOKED',
    'No secure connection to x.example could be made (CERT_REVOKED). Check that the registry serves https on this port.',
  ],
  ['EWHATEVER', 'The connection to x.example failed (EWHATEVER). Check the network, or try again.'],
];

describe('a connection that fails', () => {
  const start = fakeRegistries();

  for (const [code, message] of TOLD) {
    it(`with ${code}`, () => {
      const cause = Object.assign(new Error('cause'), { code });
      const failure = connectionFailure(new TypeError('fetch failed', { cause }), 'x.example');
      assert.equal(
        unresolvedMessage('x.example/app', { ...failure, found: false, registry: 'x.example' }),
        message,
      );
    });
  }

  /** What kept a way through a proxy from being made → whom that is said of. */
  for (const [code, problem, host] of [
    ['ENOTFOUND', 'proxy-unreachable', 'proxy.example:3128'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'proxy-unreachable', 'proxy.example:3128'],
    ['UND_ERR_CONNECT_TIMEOUT', 'proxy-unreachable', 'proxy.example:3128'],
    ['CERT_HAS_EXPIRED', 'proxy-certificate', 'proxy.example:3128'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'proxy-certificate', 'proxy.example:3128'],
    ['ECONNRESET', 'proxy-refused', 'proxy.example:3128'],
    // The proxy has taken the request, and waits itself.
    ['UND_ERR_HEADERS_TIMEOUT', 'no-answer', 'x.example'],
  ] as const) {
    it(`on the way through a proxy with ${code}, and behind it`, () => {
      const cause = Object.assign(new Error('cause'), { code });
      const noWay = Object.assign(new Error('', { cause }), { name: NO_WAY_THROUGH_PROXY });
      const failureOf = (error: Error) =>
        connectionFailure(
          new TypeError('fetch failed', { cause: error }),
          'x.example',
          'http://ann:s3cret@proxy.example:3128/',
        );
      assert.deepEqual(failureOf(noWay), { reason: 'unreachable', problem, host, code });
      const behind = failureOf(cause);
      assert.equal(behind.reason === 'unreachable' && behind.host, 'x.example');
    });
  }

  it('is found below an error that has no code', () => {
    const inner = Object.assign(new Error('inner'), { code: 'ECONNREFUSED' });
    const outer = new TypeError('fetch failed', { cause: new Error('outer', { cause: inner }) });
    assert.deepEqual(connectionFailure(outer, 'x'), {
      reason: 'unreachable',
      problem: 'refused',
      host: 'x',
      code: 'ECONNREFUSED',
    });
  });

  it('is not what a bug looks like', () => {
    const bug = new TypeError('undefined is not a function');
    assert.throws(() => connectionFailure(bug, 'x'), bug);
  });

  it('because nobody listens', async () => {
    const registry = await start();
    await registry.close();
    assert.equal(
      await registryUser().ask(`${registry.host}/app:1`),
      'unreachable: HOST refuses the connection (ECONNREFUSED). Check that the registry runs, and its port.',
    );
  });

  it('because the address is none', async () => {
    assert.equal(
      await registryUser().ask('localhost:99999/app:1'),
      "unreachable: 'HOST' in 'HOST/app:1' is no valid address. Correct the registry's name.",
    );
  });

  it('because the other side speaks no HTTP', async () => {
    const server = createServer((socket) => socket.end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const told = await registryUser().ask(`127.0.0.1:${port}/app:1`);
    server.close();
    assert.equal(
      told,
      "invalid-response: HOST does not answer in HTTP when asked for 'HOST/app:1'. Check that it is a container registry.",
    );
  });

  it('because the other side speaks no TLS', async () => {
    const registry = await start();
    const { fetch } = registryUser().environment;
    const failed = await fetch(`https://${registry.host}/v2/`, {
      method: 'GET',
      headers: {},
      route: {
        proxy: null,
        verifyProxy: true,
        systemAuthorities: true,
        authorities: [],
        clientCertificate: null,
      },
      signal: new AbortController().signal,
    }).then(
      () => assert.fail('a connection was made'),
      (error: unknown) => connectionFailure(error, 'HOST'),
    );
    assert.equal(failed.reason === 'unreachable' && failed.problem, 'tls');
  });
});
