import { addAbortSignal, type Readable } from 'node:stream';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { sshAgent } from './dockerodeSsh';
import { failureOf } from './failures';
import { tiedTo } from './tiedSignal';
import { recordOf } from './untypedAnswer';
import type { Environment } from '../environment';
import type { Answer, EngineAddress, EngineFailure } from './engine';

/** One engine, and how long it may take. */
export interface Line {
  readonly docker: Docker;
  readonly address: EngineAddress;
  readonly limits: TimeLimits;
}

/** Milliseconds that an engine has: to be reached, and for an answer. */
export interface TimeLimits {
  readonly connect: number;
  readonly answer: number;
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** With the characters of its parts encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly signal: AbortSignal;
  /** Milliseconds for the whole answer; null for a stream that may be silent for days. */
  readonly limit: number | null;
}

type Response = Readable & { readonly statusCode?: number };

/** Asks, and reads the whole answer as JSON; undefined where it is empty. */
export async function ask(line: Line, request: Request): Promise<Answer<unknown>> {
  return open(line, request, async (response) => {
    const text = await textOf(response, LARGEST_ANSWER);
    return text === null
      ? { ok: false, failure: unexpected(line, `It sends more than ${LARGEST_ANSWER / MEBIBYTE} MiB.`) }
      : parse(line, text);
  });
}

/**
 * Asks, and hands out the answer as it comes; whatever `read` leaves of it is not waited for. Errors that it meets in
 * between are failures too.
 */
export async function open<T>(
  line: Line,
  request: Request,
  read: (response: Readable) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const { signal, limit } = request;
  const { signal: until, abort, untie } = tiedTo(signal);
  const timer = limit === null ? null : setTimeout(() => abort(TOO_LATE), limit);
  try {
    until.throwIfAborted();
    const response = await dial(line.docker, request, until);
    try {
      addAbortSignal(until, response);
      const status = response.statusCode ?? 0;
      return FINE.has(status) ? await read(response) : await refused(line, status, response);
    } finally {
      if (!response.readableEnded) response.destroy();
    }
  } catch (error) {
    return { ok: false, failure: failureOf(until.aborted ? until.reason : error, line.address) };
  } finally {
    if (timer) clearTimeout(timer);
    untie();
  }
}

/** Null where the engine answers that there is no such thing; podman has a way of its own to say it of changes. */
export function nullIfAbsent<T>(answer: Answer<T>): Answer<T | null> {
  if (answer.ok) return answer;
  const { status, detail } = answer.failure;
  const isAbsent = status === 404 || (status === 500 && detail.endsWith('layer not known'));
  return isAbsent ? { ok: true, value: null } : answer;
}

/** The value that a reader makes of an answer; a reader answers null for what it cannot use. */
export function understood<T>(
  line: Line,
  answer: Answer<unknown>,
  read: (answer: unknown) => T | null,
): Answer<T> {
  if (!answer.ok) return answer;
  const value = read(answer.value);
  return value === null
    ? { ok: false, failure: unexpected(line, 'The answer is not what the Engine API describes.') }
    : { ok: true, value };
}

export function unexpected({ address }: Line, detail: string): EngineFailure {
  return { reason: 'unexpected', endpoint: address.endpoint, detail };
}

/**
 * Engines lead nowhere else; and what the library asks for on its own when led, nobody could cancel or hear fail. Where it
 * is led to what it cannot speak, it even throws where nobody could catch it: so it never learns whereto. Before each request
 * it describes the options for its log to the last detail, also when nothing is logged: that is spared.
 */
export function dockerAt(address: EngineAddress, environment: Environment): Docker {
  const docker = libraryAt(address, environment);
  const modem = docker.modem as unknown as { buildRequest: BuildRequest };
  const build = modem.buildRequest.bind(modem);
  modem.buildRequest = (options, context, data, callback) => {
    // It hands out its request to nobody but a stream of what is to be sent.
    const body = {
      on: () => undefined,
      pipe: (request: LibraryRequest) => {
        request.prependListener('response', ({ headers }) => delete headers.location);
        request.end(data);
      },
    };
    build({ ...options, [inspect.custom]: () => 'options' }, context, body, callback);
  };
  return docker;
}

/** What we use of a request of Node. */
interface LibraryRequest {
  readonly prependListener: (
    event: 'response',
    heard: (response: { readonly headers: { location?: string } }) => void,
  ) => void;
  readonly end: (data: unknown) => void;
}

type BuildRequest = (options: object, context: object, data: unknown, callback: unknown) => void;

/** Every option is given: the library fills those left out from DOCKER_HOST and its kin, which we have read already. */
function libraryAt({ transport }: EngineAddress, environment: Environment): Docker {
  const none = { host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined };
  const common = {
    ...none,
    timeout: undefined,
    sshOptions: undefined,
    username: undefined,
    version: undefined,
  };
  switch (transport.kind) {
    case 'socket':
      return new Docker({ ...common, socketPath: transport.path, protocol: 'http' });
    case 'ssh': {
      // The path is never opened; it tells the editor's proxies that this is no request to the network.
      const through = { socketPath: '/ssh', agent: sshAgent(transport.command, environment) };
      return new Docker({ ...common, ...through, protocol: 'http' });
    }
    case 'tcp': {
      const { host, port, tls } = transport;
      const protocol = tls ? 'https' : 'http';
      const ca = tls?.authority ?? undefined;
      const own = { ca, cert: tls?.certificate ?? undefined, key: tls?.key ?? undefined };
      const to = { host: `${protocol}://${host}`, port, protocol, socketPath: undefined } as const;
      return new Docker({ ...common, ...to, ...own });
    }
  }
}

/**
 * By the transport of the library and not by its methods: some of these cannot be cancelled, some wait for the end of an
 * answer that was cut, and some cannot ask for what we need.
 */
function dial(docker: Docker, request: Request, abortSignal: AbortSignal): Promise<Response> {
  const { method = 'GET', path, query, body } = request;
  const options = { ...(query ? { _query: query } : {}), ...(body ? { _body: body } : {}) };
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      { method, path: query ? `${path}?` : path, options, abortSignal, isStream: true, statusCodes: EVERY },
      (error, response) => {
        if (error) reject(error);
        else resolve(response as Response);
      },
    );
  });
}

/** What the engine says of it: `{ "message": "…" }`, or the page of a proxy. */
async function refused(line: Line, status: number, response: Readable): Promise<Answer<never>> {
  const text = (await textOf(response, LARGEST_REFUSAL)) ?? '';
  const answer = parse(line, text);
  const { message, error } = recordOf(answer.ok ? answer.value : null);
  const words = [message, error].find((said) => typeof said === 'string') ?? text;
  const refusal = Object.assign(new Error(`HTTP ${status}: ${words}`), { statusCode: status });
  return { ok: false, failure: failureOf(refusal, line.address) };
}

/** Null where it is longer than the largest that is wanted. */
async function textOf(response: Readable, largest: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largest) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(line: Line, text: string): Answer<unknown> {
  try {
    return { ok: true, value: text.trim() === '' ? undefined : JSON.parse(text) };
  } catch {
    return { ok: false, failure: unexpected(line, 'The answer is not JSON.') };
  }
}

/** Proxies may answer 200 where the engine answers 201 or 204. */
const FINE: ReadonlySet<number> = new Set([200, 201, 204]);

/** The library hands out these as they come. Of others it reads all that is sent, however much that is. */
const EVERY = Object.fromEntries(Array.from({ length: 1000 }, (_, status) => [status, true]));

const MEBIBYTE = 1024 * 1024;
/** Bytes: a list of ten thousand containers, with all their labels, is less than half of it. */
const LARGEST_ANSWER = 64 * MEBIBYTE;
/** Bytes. */
const LARGEST_REFUSAL = MEBIBYTE;

const TOO_LATE = new DOMException('No answer in time', 'TimeoutError');
