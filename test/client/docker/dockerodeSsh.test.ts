import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { connectCurrentEngine } from '../../../client/src/docker/dockerode';
import { sshAgent } from '../../../client/src/docker/dockerodeSsh';
import type { Connection, Engine } from '../../../client/src/docker/engine';
import { nodeEnvironment, type Environment } from '../../../client/src/environment';
import { clientEnvironment } from '../../support/clientEnvironment';
import { startFakeEngine, type FakeEngine } from '../../support/fakeEngine';

const WEB = { Id: 'c1', Names: ['/web'], Image: 'node:20', State: 'running' };

/** Programs that stand for ssh: each is real, and ends as ssh would. */
const BRIDGE = `
  const socket = require('node:net').connect(process.argv[1]);
  process.stdin.pipe(socket).pipe(process.stdout);
  socket.on('error', (error) => { console.error(error.message); process.exit(1); });
  socket.on('close', () => process.exit(0));`;
const REFUSAL = `
  process.stderr.write('ann@builder: Permission denied (publickey).\\n');
  process.exitCode = 255;`;
const DEAF = 'process.stdin.resume(); setInterval(() => undefined, 1000);';

describe('an engine over SSH', () => {
  const { signal } = new AbortController();
  let fake: FakeEngine;
  beforeEach(async () => (fake = await startFakeEngine({ containers: [WEB] })));
  afterEach(() => fake.dispose());

  it('is read through one process, one request after the other', async () => {
    const world = throughSsh(BRIDGE);
    const engine = await engineAt(world);
    for (let round = 0; round < 12; round++) {
      const answer = await engine.containers(signal);
      assert.deepEqual(answer.ok && answer.value.map(({ name }) => name), ['web']);
    }
    assert.equal(engine.facts.endpoint, 'ssh://ann@builder');
    assert.ok(world.streams[0]!.listenerCount('error') <= 2, 'what listens to a stream is let go again');
    assert.deepEqual(world.commands, [
      'ssh -l ann -o ConnectTimeout=30 -o BatchMode=yes -o ServerAliveInterval=30 -T -- builder docker system dial-stdio',
    ]);
  });

  it('is read through five processes at most, which end when nobody waits any more', async () => {
    const world = throughSsh(BRIDGE);
    fake.set({ troubles: { '/containers/c/changes': 'hang' } });
    const engine = await engineAt(world);
    const controller = new AbortController();
    const waiting = Array.from({ length: 12 }, () => engine.changes('c', controller.signal));
    await fake.asked('/containers/c/changes');
    assert.equal(world.commands.length, 5);
    controller.abort();
    const reasons = (await Promise.all(waiting)).map((answer) => (answer.ok ? '' : answer.failure.reason));
    assert.deepEqual(new Set(reasons), new Set(['silent']));
    await fake.deserted();
  });

  it('reports events, and the process ends with them', async () => {
    const engine = await engineAt(throughSsh(BRIDGE));
    const controller = new AbortController();
    const heard = await new Promise((resolve) => {
      void engine.follow(
        {
          opened: () => fake.emit({ Type: 'container', Action: 'start' }),
          heard: ([event]) => resolve(event?.action),
        },
        null,
        controller.signal,
      );
    });
    assert.equal(heard, 'start');
    controller.abort();
    await fake.deserted();
  });

  it('may be gone in the midst of its events', async () => {
    const engine = await engineAt(throughSsh(BRIDGE));
    const ended = engine.follow({ opened: () => void fake.stop(), heard: () => undefined }, null, signal);
    assert.equal(await ended, null);
  });

  it('may be gone, and come back', async () => {
    const engine = await engineAt(throughSsh(BRIDGE));
    await fake.stop();
    const answer = await engine.containers(signal);
    assert.ok(!answer.ok && answer.failure.reason === 'unreachable', JSON.stringify(answer));
    await fake.start();
    assert.ok((await engine.containers(signal)).ok);
  });

  it('may not let us in', async () => {
    const failure = failureOf(await connection(throughSsh(REFUSAL)));
    assert.deepEqual(failure, ['denied', 'ann@builder: Permission denied (publickey).']);
  });

  it('may never answer', async () => {
    assert.equal(failureOf(await connection(throughSsh(DEAF), 300))[0], 'silent');
  });

  it('may be out of reach, because there is no ssh here', async () => {
    const world = { ...throughSsh(''), openProgram: () => nodeEnvironment().openProgram(['/no/such/ssh']) };
    const [reason, detail] = failureOf(await connection(world));
    assert.equal(reason, 'unsupported');
    assert.match(detail, /ENOENT/);
  });

  it('is left by a process that nobody has used for a while', async () => {
    const agent = sshAgent(['ssh'], throughSsh(BRIDGE), 1);
    const asking = request({ socketPath: '/ssh', path: '/info', agent }).end();
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    await fake.deserted();
    assert.equal(fake.connections(), 1);
  });

  interface World extends Environment {
    readonly commands: string[];
    readonly streams: Duplex[];
  }

  /** A world whose ssh is this script. */
  function throughSsh(script: string): World {
    const commands: string[] = [];
    const streams: Duplex[] = [];
    const socket = fake.host.replace(/^\w+:\/\//, '');
    return {
      ...clientEnvironment({ variables: { DOCKER_HOST: 'ssh://ann@builder' } }),
      commands,
      streams,
      openProgram: (command) => {
        commands.push(command.join(' '));
        const stream = nodeEnvironment().openProgram([process.execPath, '-e', script, socket]);
        streams.push(stream);
        return stream;
      },
    };
  }

  function connection(world: Environment, limit = 5000): Promise<Connection> {
    return connectCurrentEngine(signal, world, { connect: limit, answer: limit });
  }

  async function engineAt(world: Environment): Promise<Engine> {
    const made = await connection(world);
    assert.ok(made.connected, JSON.stringify(made));
    return made.engine;
  }

  function failureOf(made: Connection): readonly [string, string] {
    return made.connected ? assert.fail('connected') : [made.failure.reason, made.failure.detail];
  }
});
