import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { connectEngine } from '../../client/src/docker/dockerode';
import type { Answer, Engine } from '../../client/src/docker/engine';
import type { EngineEvent } from '../../client/src/docker/engineEvents';
import { eventLines } from '../../client/src/docker/eventLines';
import { sshCommand } from '../../client/src/docker/sshCommand';
import { tarReader } from '../../client/src/docker/tarReader';
import { clientEnvironment } from '../support/clientEnvironment';
import { startRawServer, type RawAnswer, type RawServer } from '../support/rawServer';

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const INFO = '{"ServerVersion":"26.1.5","Driver":"overlay2"}';
const DEEP = 200_000;
const whole = (body: string) => `${OK}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** Sends the same again and again until nobody takes it any more. */
function endless(head: string, piece: string): (socket: Socket) => void {
  return (socket) => {
    socket.on('error', () => undefined);
    const bytes = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
    const more = () => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', more);
    socket.write(head);
    more();
  };
}

/** An answer for each request to a path that begins so; `/info` is answered well where nothing else is said. */
function says(answers: Readonly<Record<string, string | ((socket: Socket) => void)>>): RawAnswer {
  return (socket, asked) => {
    const path = asked.split(' ')[1] ?? '';
    const found = Object.entries({ ...answers, '/info': answers['/info'] ?? whole(INFO) });
    const answer = found.find(([start]) => path.startsWith(start))?.[1] ?? whole('null');
    if (typeof answer === 'string') socket.write(answer);
    else answer(socket);
  };
}

describe('an engine that means harm', function () {
  this.timeout(20_000);

  const { signal } = new AbortController();
  const servers: RawServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function engineThat(answers: Parameters<typeof says>[0]): Promise<Engine | string> {
    const server = await startRawServer(says(answers));
    servers.push(server);
    const [host = '', port] = server.host.split(':');
    const transport = { kind: 'tcp', host, port: Number(port), tls: null } as const;
    const origin = { kind: 'context', name: 'far' } as const;
    const address = { endpoint: 'tcp://far', origin, transport };
    const place = { id: 'far', name: 'far', origin, addresses: [address], isCurrent: true };
    const limits = { connect: 10_000, answer: 10_000 };
    const connection = await connectEngine(place, signal, clientEnvironment(), limits);
    return connection.connected ? connection.engine : connection.failure.detail;
  }

  async function told(
    answers: Parameters<typeof says>[0],
    ask: (engine: Engine) => Promise<Answer<unknown>>,
  ): Promise<string> {
    const engine = await engineThat(answers);
    if (typeof engine === 'string') return engine;
    const answer = await ask(engine);
    return answer.ok ? JSON.stringify(answer.value).slice(0, 200) : answer.failure.detail;
  }

  it('sends lists without an end', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const list = endless(`${OK}\r\n[`, '{"Id":"a"},');
    assert.equal(
      await told({ '/containers': list }, (engine) => engine.containers(signal)),
      'It sends more than 64 MiB.',
    );
    assert.ok(process.memoryUsage().arrayBuffers - before < 256 * 1024 * 1024);
  });

  it('says without an end what is wrong', async () => {
    const refusal = endless('HTTP/1.1 500 No\r\n\r\n', 'no ');
    assert.equal(await told({ '/containers': refusal }, (engine) => engine.containers(signal)), 'HTTP 500');
    assert.equal(await told({ '/info': refusal }, (engine) => engine.containers(signal)), 'HTTP 500');
  });

  it('lists a million containers', async () => {
    const list = `[${Array.from({ length: 1_000_000 }, (_, index) => `{"Id":"${index}"}`).join()}]`;
    assert.match(
      await told({ '/containers': whole(list) }, (engine) => engine.containers(signal)),
      /^It lists 1000000 containers\. More than 20000 are not shown\.$/,
    );
  });

  it('nests its answers as deep as it likes', async () => {
    const deep = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;
    const info = `{"ServerVersion":"26.1.5","Driver":"a","DriverStatus":${deep},"Swarm":${deep}}`;
    assert.equal(await told({ '/info': whole(info) }, (engine) => engine.images(signal)), '[]');
    const container = `{"Id":"a","Config":{"Env":${deep},"Labels":{"a":${deep}}},"Mounts":${deep},"State":${deep}}`;
    assert.match(
      await told({ '/containers': whole(container) }, (engine) => engine.container('a', signal)),
      /"id":"a"/,
    );
  });

  it('leads us in a circle', async () => {
    const there = 'HTTP/1.1 302 Found\r\nlocation: /containers/json\r\ncontent-length: 0\r\n\r\n';
    assert.match(await told({ '/containers': there }, (engine) => engine.containers(signal)), /HTTP 302/);
    assert.equal(servers[0]?.asked.length, 2);
  });

  it('tells of events in lines without an end, and then of one that counts', () => {
    const read = eventLines();
    const chunk = Buffer.from('x'.repeat(65_536));
    const heard: EngineEvent[] = [];
    const start = performance.now();
    for (let count = 0; count < 1_600; count++) heard.push(...read(chunk));
    heard.push(...read(Buffer.from('\n{"Type":"container","Action":"start","id":"a"}\n')));
    assert.deepEqual(
      heard.map(({ action }) => action),
      ['start'],
    );
    assert.ok(performance.now() - start < 5_000);
  });

  it('sends archives that begin and never come to their file', () => {
    const read = tarReader(1024);
    const header = Buffer.alloc(512);
    header.write('0000644\0', 100);
    header.write('00000000000\0', 124);
    header.write('x', 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 8 * 32)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    const chunk = Buffer.concat(Array.from({ length: 128 }, () => header));
    let entry = read(chunk);
    for (let count = 0; entry === null && count < 1_000; count++) entry = read(chunk);
    assert.equal(entry, 'broken');
  });

  it('has addresses that would run programs', () => {
    for (const address of [
      'ssh://$(id)@host',
      'ssh://a%3Bid@host',
      'ssh://host%0A-oProxyCommand=id',
      'ssh://-oProxyCommand=id',
    ])
      assert.equal(typeof sshCommand(address), 'string', address);
  });
});
