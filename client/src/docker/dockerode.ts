import { nodeEnvironment } from '../environment';
import { readChanges, readContainer, readContainers } from './containerAnswers';
import { ask, dockerAt, nullIfAbsent, understood, type Line, type TimeLimits } from './dockerodeClient';
import { createUnstarted, removeUnstarted } from './dockerodeContainers';
import { followEvents } from './dockerodeEvents';
import { readContainerFile } from './dockerodeFiles';
import { askSwarm, rollBack } from './dockerodeSwarm';
import { isTooOld, readInfo } from './engineAnswers';
import { failureOf, graver } from './failures';
import { findCurrentHost } from './hosts';
import { readDistribution, readImage, readImages } from './imageAnswers';
import type { Answer, Connection, Engine, EngineAddress, EngineFacts, EngineFailure } from './engine';
import type { EngineHost } from './engineHost';

export type { TimeLimits };

/** Connects to the engine that the Docker command line would take now. */
export async function connectCurrentEngine(
  signal: AbortSignal,
  environment = nodeEnvironment(),
  limits?: TimeLimits,
): Promise<Connection> {
  return connectEngine(await findCurrentHost(environment), signal, environment, limits);
}

/** Connects to the first engine of a host that answers. One request: `GET /info`. */
export async function connectEngine(
  { addresses }: EngineHost,
  signal: AbortSignal,
  environment = nodeEnvironment(),
  limits?: TimeLimits,
): Promise<Connection> {
  if ('reason' in addresses) return { connected: false, failure: addresses };
  let failure: EngineFailure | null = null;
  for (const address of addresses) {
    const connection = await connectTo(
      address,
      { environment, limits: limits ?? usualLimits(address) },
      signal,
    );
    if (connection.connected || signal.aborted) return connection;
    failure = graver(failure, connection.failure);
  }
  return { connected: false, failure: failure ?? { reason: 'absent', endpoint: null, detail: '' } };
}

async function connectTo(
  address: EngineAddress,
  { environment, limits }: { environment: ReturnType<typeof nodeEnvironment>; limits: TimeLimits },
  signal: AbortSignal,
): Promise<Connection> {
  let line: Line;
  try {
    line = { docker: dockerAt(address, environment), address, limits };
  } catch (error) {
    // The client library refuses some addresses as soon as it is made.
    return { connected: false, failure: { ...failureOf(error, address), reason: 'misconfigured' } };
  }
  const answer = await ask(line, { path: '/info', signal, limit: limits.connect });
  // A proxy in front of an engine may keep this to itself and let the lists through.
  const info = !answer.ok && answer.failure.status === 403 ? null : understood(line, answer, objectOrNull);
  if (info && !info.ok) return { connected: false, failure: info.failure };
  const { endpoint, origin } = address;
  const facts = { endpoint, origin, ...readInfo(info?.value) };
  if (isTooOld(facts.version)) {
    const detail = `It is version ${String(facts.version)}.`;
    return { connected: false, failure: { reason: 'too-old', endpoint, detail } };
  }
  return { connected: true, engine: engineOn(line, facts) };
}

function engineOn(line: Line, facts: EngineFacts): Engine {
  const limit = line.limits.answer;
  const get = (path: string, signal: AbortSignal, query?: Readonly<Record<string, string>>) =>
    ask(line, { path, signal, limit, ...(query ? { query } : {}) });
  const read = <T>(answer: Answer<unknown>, reader: (value: unknown) => T | null) =>
    understood(line, answer, reader);
  return {
    facts,
    containers: async (signal) => read(await get('/containers/json', signal, { all: '1' }), readContainers),
    // Digests come without `digests=1`; with it, podman 4 answers nothing at all.
    images: async (signal) => read(await get('/images/json', signal), readImages),
    container: async (id, signal) =>
      nullIfAbsent(read(await get(`/containers/${encodeURIComponent(id)}/json`, signal), readContainer)),
    image: async (id, signal) =>
      nullIfAbsent(read(await get(`/images/${id}/json`, signal, { manifests: '1' }), readImage)),
    changes: async (container, signal) =>
      nullIfAbsent(
        read(await get(`/containers/${encodeURIComponent(container)}/changes`, signal), readChanges),
      ),
    swarm: (signal) => askSwarm(line, signal),
    file: (place, largest, signal) => readContainerFile(line, place, largest, signal),
    createContainer: (image, labels, signal, platform) =>
      createUnstarted(line, { image, labels, platform: platform ?? null }, signal),
    removeContainer: (id, signal) => removeUnstarted(line, id, signal),
    rollBackService: (service, signal) => rollBack(line, service, signal),
    // Without credentials of ours: the engine has its own, or none.
    distribution: async (reference, signal) => {
      const answer = await get(`/distribution/${reference}/json`, signal);
      return answer.ok ? { ok: true, value: readDistribution(answer.value) } : nullIfAbsent(answer);
    },
    follow: (listener, since, signal) => followEvents(line, listener, since, signal),
  };
}

function objectOrNull(answer: unknown): object | null {
  return typeof answer === 'object' && !Array.isArray(answer) ? answer : null;
}

/** The first word of SSH takes a handshake, for which it has its own limit of thirty seconds. */
function usualLimits({ transport }: EngineAddress): TimeLimits {
  return transport.kind === 'ssh' ? { connect: 40_000, answer: 45_000 } : { connect: 10_000, answer: 15_000 };
}
