import Docker from 'dockerode';
import { nodeEnvironment } from '../environment';
import {
  isChange,
  readConfiguredImage,
  readContainers,
  readDistribution,
  readImage,
  readInfo,
} from './answers';
import { failureOf, graver } from './failures';
import { findEngineAddresses } from './hosts';
import type { Answer, ChangeListener, Connection, Engine, EngineAddress, EngineFailure } from './engine';

/** Milliseconds that an engine has: to be reached, and for an answer. */
export interface TimeLimits {
  readonly connect: number;
  readonly answer: number;
}

/** Connects to the first engine that answers, among the addresses that the environment gives. */
export async function connectEngine(
  signal: AbortSignal,
  environment = nodeEnvironment(),
  limits: TimeLimits = { connect: 5_000, answer: 15_000 },
): Promise<Connection> {
  const found = await findEngineAddresses(environment);
  if (!found.found) return { connected: false, failure: found.failure };
  let failure: EngineFailure | null = null;
  for (const address of found.addresses) {
    const connection = await connectTo({ address, limits }, signal);
    if (connection.connected || signal.aborted) return connection;
    failure = graver(failure, connection.failure);
  }
  return { connected: false, failure: failure ?? { reason: 'absent', endpoint: null, detail: '' } };
}

/** One engine, and how long it may take. */
interface Line {
  readonly address: EngineAddress;
  readonly limits: TimeLimits;
}

async function connectTo(line: Line, signal: AbortSignal): Promise<Connection> {
  try {
    const docker = client(line.address, line.limits.answer);
    const { connect } = line.limits;
    const ping = await ask(line, { signal, limit: connect }, () => docker.ping());
    if (!ping.ok) return { connected: false, failure: ping.failure };
    const info = await ask(line, { signal, limit: connect }, () => docker.info());
    return { connected: true, engine: engine(docker, line, readInfo(info.ok ? info.value : null)) };
  } catch (error) {
    // The client library refuses some addresses as soon as it is made.
    return { connected: false, failure: { ...failureOf(error, line.address), reason: 'misconfigured' } };
  }
}

function engine(docker: Docker, line: Line, info: ReturnType<typeof readInfo>): Engine {
  const limit = line.limits.answer;
  return {
    facts: { endpoint: line.address.endpoint, origin: line.address.origin, ...info },
    containers: async (signal) => {
      const answer = await ask(line, { signal, limit }, (abortSignal) =>
        docker.listContainers({ abortSignal }),
      );
      if (!answer.ok) return answer;
      const containers = readContainers(answer.value);
      return containers
        ? { ok: true, value: containers }
        : { ok: false, failure: unexpected(line, 'The list of containers is none.') };
    },
    startedFrom: async (container, signal) => {
      const answer = await ask(line, { signal, limit }, (abortSignal) =>
        docker.getContainer(container).inspect({ abortSignal }),
      );
      return answer.ok ? { ok: true, value: readConfiguredImage(answer.value) } : absentAsNull(answer);
    },
    image: async (id, signal) => {
      const answer = await ask(line, { signal, limit }, () => docker.getImage(id).inspect());
      return answer.ok ? { ok: true, value: readImage(answer.value) } : absentAsNull(answer);
    },
    distribution: async (reference, signal) => {
      // Without credentials of ours: the engine has its own, or none.
      const answer = await ask(line, { signal, limit }, () => docker.getImage(reference).distribution());
      return answer.ok ? { ok: true, value: readDistribution(answer.value) } : absentAsNull(answer);
    },
    follow: (listener, signal) => follow(line, listener, signal),
  };
}

/** Reads the events line by line; no time limit, for nothing may happen for days. */
async function follow(
  line: Line,
  listener: ChangeListener,
  signal: AbortSignal,
): Promise<EngineFailure | null> {
  const opening = await ask(line, { signal, limit: null }, (abortSignal) =>
    client(line.address, null).getEvents({ abortSignal, filters: { type: ['container', 'image'] } }),
  );
  if (!opening.ok) return opening.failure;
  const events = opening.value;
  return new Promise((resolve) => {
    let rest = '';
    events.on('data', (chunk: Buffer | string) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      if (lines.some((text) => text.trim() !== '' && isChange(text))) listener.changed();
    });
    // A cut is an error or only an end, as it comes; both mean that there is nothing more to hear.
    for (const end of ['end', 'close', 'error']) events.on(end, () => resolve(null));
    listener.opened();
  });
}

/** Asks within a limit. What the library cannot cancel is left to its own time limit, and nobody waits for it. */
async function ask<T>(
  { address }: Line,
  { signal, limit }: { signal: AbortSignal; limit: number | null },
  request: (signal: AbortSignal) => Promise<T>,
): Promise<Answer<T>> {
  const until = limit === null ? signal : AbortSignal.any([signal, AbortSignal.timeout(limit)]);
  const givenUp = new Promise<never>((_, reject) => {
    until.addEventListener('abort', () => reject(asError(until.reason)), { once: true });
  });
  try {
    until.throwIfAborted();
    return { ok: true, value: await Promise.race([request(until), givenUp]) };
  } catch (error) {
    return { ok: false, failure: failureOf(error, address) };
  }
}

/** Every option is given: the library fills those left out from DOCKER_HOST and its kin, which we have read already. */
function client({ transport }: EngineAddress, timeout: number | null): Docker {
  const common = {
    timeout: timeout ?? undefined,
    sshOptions: undefined,
    username: undefined,
    version: undefined,
  };
  if (transport.kind === 'socket') {
    const network = { host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined };
    return new Docker({ ...common, ...network, socketPath: transport.path, protocol: 'http' });
  }
  const { host, port, tls } = transport;
  const protocol = tls ? 'https' : 'http';
  return new Docker({
    ...common,
    host: `${protocol}://${host}`,
    port,
    protocol,
    socketPath: undefined,
    ca: tls?.authority ?? undefined,
    cert: tls?.certificate ?? undefined,
    key: tls?.key ?? undefined,
  });
}

function absentAsNull(answer: { readonly ok: false; readonly failure: EngineFailure }): Answer<null> {
  return answer.failure.status === 404 ? { ok: true, value: null } : answer;
}

function unexpected({ address }: Line, detail: string): EngineFailure {
  return { reason: 'unexpected', endpoint: address.endpoint, detail };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
