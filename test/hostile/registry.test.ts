import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { run } from '../../server/src/cli';
import { createNodeEnvironment } from '../../server/src/nodeEnvironment';
import { OCI_MANIFEST, sha256 } from '../support/fakeRegistry';
import { startRawServer, type RawAnswer, type RawServer } from '../support/rawServer';

const LOST = 'HOST closed the connection before it had answered';
const BODY = '{"schemaVersion":2,"config":{}}';
const TYPE = `content-type: ${OCI_MANIFEST}\r\n`;
const OK = 'HTTP/1.1 200 OK\r\n';
const NO_HEAD = 'HTTP/1.1 405 No\r\ncontent-length: 0\r\n\r\n';

/** What is said to each request; HEAD is not known where a body is meant to count. */
const says =
  (text: string): RawAnswer =>
  (socket) => {
    socket.write(text);
  };
const gives =
  (answer: (socket: Socket) => void): RawAnswer =>
  (socket, asked) => {
    if (asked.startsWith('HEAD')) socket.write(NO_HEAD);
    else answer(socket);
  };
const cut = (text: string) => (socket: Socket) => {
  socket.write(text, () => socket.destroy());
};

interface Fault {
  readonly title: string;
  readonly answer: RawAnswer;
  readonly onConnect?: (socket: Socket) => void;
  /** The begin of what is said, or `pinned`. */
  readonly told: string;
  /** Null where connections end before anything can be asked. */
  readonly requests: number | null;
}

const FAULTS: readonly Fault[] = [
  {
    title: 'a connection that is closed at once',
    answer: () => undefined,
    onConnect: (socket) => socket.destroy(),
    told: LOST,
    requests: null,
  },
  {
    title: 'a connection that is closed after the request',
    answer: (socket) => socket.destroy(),
    told: LOST,
    requests: 3,
  },
  {
    title: 'a connection that is closed in the middle of the headers',
    answer: (socket) => cut(`${OK}content-ty`)(socket),
    told: LOST,
    requests: 3,
  },
  {
    title: 'a connection that is closed after the headers',
    answer: gives(cut(`${OK}${TYPE}content-length: 31\r\n\r\n`)),
    told: LOST,
    requests: 4,
  },
  {
    title: 'a connection that is closed in the middle of the body',
    answer: gives(cut(`${OK}${TYPE}content-length: 31\r\n\r\n${BODY.slice(0, 9)}`)),
    told: LOST,
    requests: 4,
  },
  {
    title: 'a length that is too long',
    answer: gives(cut(`${OK}${TYPE}content-length: 99\r\n\r\n${BODY}`)),
    told: LOST,
    requests: 4,
  },
  {
    title: 'a length that is too short',
    answer: gives((socket) => socket.write(`${OK}${TYPE}content-length: 9\r\n\r\n${BODY}`)),
    told: `HOST sends what is no ${OCI_MANIFEST}`,
    requests: 2,
  },
  {
    title: 'what is no HTTP',
    answer: says('SSH-2.0-OpenSSH_9.2\r\n'),
    told: 'HOST does not answer in HTTP',
    requests: 3,
  },
  {
    title: 'a status that is none',
    answer: says('HTTP/1.1 abc\r\n\r\n'),
    told: 'HOST does not answer in HTTP',
    requests: 3,
  },
  {
    title: 'headers without end',
    answer: (socket) => socket.write(`${OK}x: ${'y'.repeat(100_000)}`),
    told: 'HOST sends headers without end',
    requests: 1,
  },
  {
    title: 'a body in chunks',
    answer: gives((socket) =>
      socket.write(
        `${OK}${TYPE}transfer-encoding: chunked\r\n\r\n9\r\n${BODY.slice(0, 9)}\r\n16\r\n${BODY.slice(9)}\r\n0\r\n\r\n`,
      ),
    ),
    told: 'pinned',
    requests: 2,
  },
  {
    title: 'chunks that are none',
    answer: gives((socket) => socket.write(`${OK}${TYPE}transfer-encoding: chunked\r\n\r\nzz\r\n`)),
    told: 'HOST does not answer in HTTP',
    requests: 4,
  },
  {
    title: 'a digest header that is not what the body is',
    answer: gives((socket) =>
      socket.write(
        `${OK}${TYPE}docker-content-digest: ${sha256('other')}\r\ncontent-length: 31\r\n\r\n${BODY}`,
      ),
    ),
    told: `HOST says ${sha256('other')}`,
    requests: 2,
  },
  {
    title: 'a body of deep JSON',
    answer: gives((socket) =>
      socket.write(`${OK}${TYPE}content-length: 200000\r\n\r\n${'['.repeat(200_000)}`),
    ),
    told: `HOST sends what is no ${OCI_MANIFEST}`,
    requests: 2,
  },
  {
    title: 'a 401 without a challenge',
    answer: says('HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n'),
    told: "HOST refuses 'HOST/app:1' and names no known way to log in",
    requests: 1,
  },
  {
    title: 'a realm that is this machine, in plain text',
    answer: says(
      'HTTP/1.1 401 No\r\nwww-authenticate: Bearer realm="file:///etc/passwd",service="x"\r\ncontent-length: 0\r\n\r\n',
    ),
    told: 'HOST wants logins sent to file://',
    requests: 1,
  },
  {
    title: 'a 403',
    answer: says('HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n'),
    told: "HOST does not show 'HOST/app:1' without a login",
    requests: 1,
  },
  {
    title: 'a 404',
    answer: says('HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n'),
    told: "HOST does not have 'HOST/app:1'",
    requests: 1,
  },
  {
    title: 'a 406',
    answer: says('HTTP/1.1 406 No\r\ncontent-length: 0\r\n\r\n'),
    told: 'HOST answers 406',
    requests: 1,
  },
  {
    title: 'a pause that is longer than anybody waits',
    answer: says('HTTP/1.1 429 No\r\nretry-after: 90\r\ncontent-length: 0\r\n\r\n'),
    told: 'HOST takes no more requests for now. Try again in 90 s.',
    requests: 1,
  },
  {
    title: 'a 429 without a time',
    answer: says('HTTP/1.1 429 No\r\ncontent-length: 0\r\n\r\n'),
    told: 'HOST takes no more requests for now. Try again later',
    requests: 1,
  },
  {
    title: 'a 500 for ever',
    answer: says('HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n'),
    told: 'HOST failed with status 500',
    requests: 3,
  },
  {
    title: 'a redirect to itself',
    answer: says('HTTP/1.1 307 No\r\nlocation: /v2/app/manifests/1\r\ncontent-length: 0\r\n\r\n'),
    told: 'HOST redirects without end',
    requests: 6,
  },
  {
    title: 'a redirect to a file',
    answer: says('HTTP/1.1 307 No\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n'),
    told: 'HOST redirects to file://',
    requests: 1,
  },
];

describe('pinning where a registry does wrong', () => {
  let folder: string;
  let server: RawServer;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-faults-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await server.close();
  });

  for (const { title, answer, onConnect, told, requests } of FAULTS) {
    it(title, async () => {
      server = await startRawServer(answer, onConnect);
      const text = `FROM ${server.host}/app:1\r\n`;
      const file = join(folder, 'Dockerfile');
      writeFileSync(file, text);
      const auths = { 'other.example': { username: 'alice', password: 's3cret' } };
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }));
      let said = '';
      const environment = { ...createNodeEnvironment(() => undefined), variables: { DOCKER_CONFIG: folder } };
      const code = await run(['pin', file], {
        environment,
        workingDirectory: folder,
        version: '0',
        print: () => undefined,
        complain: (words) => void (said += words),
        signal: new AbortController().signal,
      });
      if (told === 'pinned') {
        assert.equal(readFileSync(file, 'utf8'), text.replace('\r', `@${sha256(BODY)}\r`));
        assert.equal(code, 0);
      } else {
        const message = said.replaceAll(server.host, 'HOST');
        assert.ok(message.includes(`:1:6: ${told}`), message);
        assert.equal(readFileSync(file, 'utf8'), text);
        assert.equal(code, 2);
      }
      assert.deepEqual(readdirSync(folder).sort(), ['Dockerfile', 'config.json']);
      if (requests !== null) assert.equal(server.asked.length, requests, server.asked.join());
      assert.doesNotMatch(server.received() + said, /s3cret|authorization/i);
    });
  }
});
