import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createFetch } from '../../../server/src/registry/network/http';
import { DEFAULT_REGISTRY_SETTINGS } from '../../../server/src/registry/registrySettings';
import { createChecksums } from '../../../server/src/remotes/checksum';
import { unansweredMessage, type RemoteAnswer } from '../../../server/src/remotes/unanswered';
import { environmentWith } from '../../support/environment';

const CONTENT = Buffer.from('#!/bin/sh\necho hello\n');
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const NEVER = new AbortController().signal;

/** A path → what a real server on loopback does there. */
const PATHS: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>> = {
  '/tool': (response) => response.end(CONTENT),
  '/chunks': (response) => {
    for (const byte of CONTENT) response.write(Buffer.from([byte]));
    response.end();
  },
  '/near': (response) => response.writeHead(302, { location: 'tool#part' }).end('not this'),
  '/around': (response) => response.writeHead(307, { location: '/around' }).end(),
  '/nowhere': (response) => response.writeHead(302).end(),
  '/login': (response) => response.writeHead(403).end(),
  '/broken': (response) => response.writeHead(500).end(),
  '/said-large': (response) => response.writeHead(200, { 'content-length': 5000 }).end(Buffer.alloc(5000)),
  '/large': (response) => {
    response.write(Buffer.alloc(900));
    response.end(Buffer.alloc(900));
  },
  '/packed': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(CONTENT)),
  '/cut': (response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write(CONTENT, () => response.destroy());
  },
  '/silent': () => undefined,
  '/slow': (response) => void response.write('x'),
};

describe('the checksum of a download', () => {
  let server: Server;
  let origin: string;
  const asked: IncomingMessage[] = [];
  before(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      const act = PATHS[request.url ?? ''] ?? ((other) => other.writeHead(404).end('no'));
      act(response, request);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => void asked.splice(0));

  const checksum = (url: string, signal = NEVER, milliseconds = 8000): Promise<RemoteAnswer> =>
    createChecksums({
      environment: environmentWith({ fetch: createFetch() }),
      settings: () => DEFAULT_REGISTRY_SETTINGS.network,
      maxBytes: 1000,
      milliseconds,
    })(url, signal);

  for (const path of ['/tool', '/chunks', '/near', '/tool#part']) {
    it(`${path} → its SHA-256`, async () => {
      assert.deepEqual(await checksum(origin + path), { found: true, text: SHA256 });
      assert.equal(asked[0]!.method, 'GET');
      assert.equal(asked[0]!.headers['accept-encoding'], 'identity');
    });
  }

  /** A path → why there is none, as a user is told; `…` stands for the server. */
  const FAILURES: Readonly<Record<string, string>> = {
    '/absent': "There is nothing at '…/absent'. Check the address.",
    '/around': "'…/around' redirects without end. Check the address.",
    '/nowhere': "'…/nowhere' redirects, and does not say where to. Check the address.",
    '/login': "'…/login' is not shown without a login. Download it yourself, and write its SHA-256.",
    '/broken': "The server answers with status 500 for '…/broken'. Check the address, or try again later.",
    '/said-large': "'…/said-large' is larger than 0 MB. Download it yourself, and write its SHA-256.",
    '/large': "'…/large' is larger than 0 MB. Download it yourself, and write its SHA-256.",
    '/packed':
      "The server sends '…/packed' packed on the way, so that its checksum is not certain. Download it yourself, and write its SHA-256.",
  };
  for (const [path, message] of Object.entries(FAILURES)) {
    it(`${path} → no answer`, async () => {
      assert.equal(await messageOf(origin + path), message.replace('…', origin));
    });
  }
  const messageOf = async (url: string, signal = NEVER, milliseconds = 8000): Promise<string> => {
    const answer = await checksum(url, signal, milliseconds);
    return answer.found ? 'found' : unansweredMessage({ kind: 'checksum', url }, answer);
  };

  it('is none of half a download', async () => {
    assert.match(await messageOf(`${origin}/cut`), /cannot be reached \(\w+\)/);
  });

  it('is not waited for for ever, whether nothing comes or too little', async () => {
    for (const path of ['/silent', '/slow']) {
      assert.match(await messageOf(origin + path, NEVER, 50), /did not answer in full within 0.05 s/);
    }
  });

  it('is not waited for when the user has lost patience', async () => {
    const controller = new AbortController();
    const answer = checksum(`${origin}/silent`, controller.signal);
    await once(server, 'request');
    controller.abort();
    assert.deepEqual(await answer, { found: false, reason: 'cancelled' });
  });

  it('is asked of nobody where the address is none', async () => {
    for (const url of ['ftp://example.com/x', 'file:///etc/passwd', '/tool', '', 'https://$HOST']) {
      assert.equal((await checksum(url)).found, false, url);
    }
    const login = `${origin.replace('//', '//ann:secret@')}/tool?key=secret`;
    assert.equal(
      await messageOf(login),
      `'${origin}/tool' has a login in its address, so it was not asked. Take the login out of the file.`,
    );
    assert.deepEqual(asked, []);
  });

  it('never leads from a public server to one nearer, nor from https to http', async () => {
    for (const location of [
      'https://127.0.0.1/x',
      'https://10.1.2.3/x',
      'https://[::1]/x',
      'https://localhost./x',
      'https://169.254.169.254/latest/meta-data',
      'http://example.com/x',
      'http://other.example.com/x',
      'file:///etc/passwd',
      'https://ann:secret@example.org/',
    ]) {
      const urls: string[] = [];
      const fetch = (url: string) => {
        urls.push(url);
        return Promise.resolve(new Response(null, { status: 302, headers: { location } }));
      };
      const ask = createChecksums({
        environment: environmentWith({ fetch }),
        settings: () => DEFAULT_REGISTRY_SETTINGS.network,
      });
      const answer = await ask('https://example.com/x', NEVER);
      assert.equal(answer.found ? 'found' : answer.reason, 'untrusted-redirect', location);
      assert.deepEqual(urls, ['https://example.com/x']);
    }
  });
});
