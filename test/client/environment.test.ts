import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { nodeEnvironment } from '../../client/src/environment';

describe('a program whose input and output are one stream', () => {
  const open = (script: string, ...words: readonly string[]): Duplex =>
    nodeEnvironment().openProgram([process.execPath, '-e', script, ...words]);

  it('gives back what it gets, also when that is much', async () => {
    const stream = open('process.stdin.pipe(process.stdout)');
    const sent = Buffer.alloc(3_000_000, 'grüße ');
    stream.end(sent);
    assert.ok((await whole(stream)).equals(sent));
  });

  it('gets words as they are, without a shell', async () => {
    const stream = open('process.stdout.write(process.argv[1])', '$HOME; "a"');
    assert.equal((await whole(stream)).toString(), '$HOME; "a"');
  });

  it('fails with what it has written as its errors', async () => {
    const stream = open('process.stderr.write("no\\nway\\n"); process.exitCode = 3');
    await assert.rejects(whole(stream), { message: 'no\nway', exitCode: 3 });
  });

  it('fails when it ends without a word', async () => {
    await assert.rejects(whole(open('process.exit(3)')), { message: / ended$/, exitCode: 3 });
  });

  it('fails after its output is whole', async () => {
    const stream = open('process.stdout.write("all"); process.exitCode = 3');
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(stream, 'error');
    assert.equal(Buffer.concat(chunks).toString(), 'all');
  });

  it('fails when it does not read what it gets', async () => {
    const stream = open('process.stdin.destroy(); process.stderr.write("full"); process.exitCode = 1');
    stream.end(Buffer.alloc(3_000_000));
    await assert.rejects(whole(stream), { message: 'full', exitCode: 1 });
  });

  it('fails when there is no such program', async () => {
    await assert.rejects(whole(nodeEnvironment().openProgram(['/no/such/program'])), { code: 'ENOENT' });
  });

  it('is not waited for when what it has left behind holds its errors open', async () => {
    const child = 'setInterval(() => undefined, 1000)';
    const script = `
      const { spawn } = require('node:child_process');
      const left = spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
      process.stdout.write(String(left.pid));
      left.unref();`;
    const left = Number((await whole(open(script))).toString());
    process.kill(left);
  });

  it('ends with the stream', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const stream = open(`require('node:net').connect(${port}, '127.0.0.1').on('error', () => undefined)`);
    const [alive] = (await once(server, 'connection')) as [Socket];
    stream.destroy();
    alive.on('error', () => undefined).resume();
    await once(alive, 'close');
    server.close();
  });
});

async function whole(stream: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
