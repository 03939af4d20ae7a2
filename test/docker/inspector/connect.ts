import assert from 'node:assert/strict';
import { connectEngine } from '../../../client/src/docker/dockerode';
import type { Answer, Engine } from '../../../client/src/docker/engine';
import type { EngineHost } from '../../../client/src/docker/engineHost';
import { findCurrentHost } from '../../../client/src/docker/hosts';
import { nodeEnvironment } from '../../../client/src/environment';
import type { Environment } from '../../../client/src/environment';

/** The client's world with `DOCKER_HOST` and nothing else. */
export function environmentOf(host: string): Environment {
  return { ...nodeEnvironment(), variables: { DOCKER_HOST: host } };
}

export async function hostOf(host: string): Promise<EngineHost> {
  return findCurrentHost(environmentOf(host));
}

/** The engine as the product speaks with it. */
export async function connectTo(host: string): Promise<Engine> {
  const connection = await connectEngine(await hostOf(host), NEVER, environmentOf(host));
  assert.ok(connection.connected, JSON.stringify(connection));
  return connection.engine;
}

/** What it answers, where it must. */
export async function value<T>(answer: Promise<Answer<T>>): Promise<T> {
  const given = await answer;
  assert.ok(given.ok, JSON.stringify(given));
  return given.value;
}

export const NEVER = new AbortController().signal;
