import assert from 'node:assert/strict';
import { connectCurrentEngine, type TimeLimits } from '../../client/src/docker/dockerode';
import type { Engine, EngineAddress } from '../../client/src/docker/engine';
import { clientEnvironment } from './clientEnvironment';
import type { FakeEngine } from './fakeEngine';

/** The connection to a fake engine, as DOCKER_HOST makes it. */
export async function connected({ host }: FakeEngine, limits?: TimeLimits): Promise<Engine> {
  const environment = clientEnvironment({ variables: { DOCKER_HOST: host } });
  const connection = await connectCurrentEngine(new AbortController().signal, environment, limits);
  assert.ok(connection.connected, JSON.stringify(connection));
  return connection.engine;
}

/** An address that nobody has to answer at. */
export function addressAt(
  origin: EngineAddress['origin'],
  transport: EngineAddress['transport'] = { kind: 'socket', path: '/a' },
): EngineAddress {
  return { endpoint: 'tcp://far', origin, transport };
}

/** Milliseconds for engines that are to be given up. */
export const SHORT: TimeLimits = { connect: 100, answer: 100 };
