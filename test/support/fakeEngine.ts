import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The few calls of the Docker Engine API that the client makes, answered in this process on a socket of its own. */
export interface FakeEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** Names of all headers that came with them. */
  readonly headers: ReadonlySet<string>;
  /** Resolves when a path that begins so is asked for. */
  readonly asked: (start: string) => Promise<void>;
  /** What it answers from now on; keys that are left out stay as they were. */
  readonly set: (answers: Partial<EngineAnswers>) => void;
  /** Says one event to everyone who follows. */
  readonly emit: (event: object) => void;
  /** The same, as the bytes come. */
  readonly emitText: (text: string) => void;
  /** Ends every open stream of events, as a proxy with a time limit does. */
  readonly cutEvents: () => void;
  /** Resolves when somebody follows the events. */
  readonly followed: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export interface EngineAnswers {
  readonly containers: unknown;
  /** Answers to `GET /containers/{id}/json`. */
  readonly inspected: Readonly<Record<string, unknown>>;
  /** Answers to `GET /images/{id}/json`; 404 for the others. */
  readonly images: Readonly<Record<string, unknown>>;
  /** Answers to `GET /distribution/{name}/json`; 404 for the others. */
  readonly distributions: Readonly<Record<string, unknown>>;
  readonly info: unknown;
  /** What else happens to paths that begin so. */
  readonly troubles: Readonly<Record<string, Trouble>>;
}

/** `hang` never answers, `break` ends the connection in the midst of the body. */
export type Trouble = 'hang' | 'break' | { readonly status: number; readonly body: string };

export async function startFakeEngine(
  first: Partial<EngineAnswers> = {},
  transport: 'socket' | 'tcp' = 'socket',
): Promise<FakeEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  const pipe = `engine-${process.pid}-${folder.slice(-6)}`;
  const windows = process.platform === 'win32';
  const path = windows ? `\\\\.\\pipe\\${pipe}` : join(folder, 'docker.sock');
  const state: State = {
    answers: { ...EMPTY, ...first },
    requests: [],
    headers: new Set(),
    awaited: [],
    followers: new Set(),
    waiting: [],
  };
  let server: Server | null = null;
  let port = 0;
  const engine: FakeEngine = {
    get host() {
      if (transport === 'tcp') return `tcp://127.0.0.1:${port}`;
      return windows ? `npipe:////./pipe/${pipe}` : `unix://${path}`;
    },
    requests: state.requests,
    headers: state.headers,
    asked: (start) => new Promise((resolve) => state.awaited.push({ start, resolve })),
    set: (answers) => (state.answers = { ...state.answers, ...answers }),
    emit: (event) => engine.emitText(`${JSON.stringify(event)}\n`),
    emitText: (text) => {
      for (const follower of state.followers) follower.write(text);
    },
    cutEvents: () => {
      for (const follower of state.followers) follower.destroy();
      state.followers.clear();
    },
    followed: () =>
      state.followers.size > 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            state.waiting.push(resolve);
          }),
    start: async () => {
      server = createServer((request, response) => answer(state, request, response));
      server.listen(transport === 'tcp' ? { port, host: '127.0.0.1' } : { path });
      await once(server, 'listening');
      const address = server.address();
      if (typeof address === 'object' && address) port = address.port;
    },
    stop: async () => {
      const stopping = server;
      server = null;
      if (!stopping) return;
      const closed = once(stopping, 'close');
      stopping.close();
      stopping.closeAllConnections();
      state.followers.clear();
      await closed;
    },
    dispose: async () => {
      await engine.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await engine.start();
  return engine;
}

interface State {
  answers: EngineAnswers;
  readonly requests: string[];
  readonly headers: Set<string>;
  readonly awaited: { readonly start: string; readonly resolve: () => void }[];
  readonly followers: Set<ServerResponse>;
  readonly waiting: (() => void)[];
}

function answer(state: State, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '';
  state.requests.push(path);
  for (const name of Object.keys(request.headers)) state.headers.add(name);
  for (const { start, resolve } of state.awaited) if (path.startsWith(start)) resolve();
  const trouble = Object.entries(state.answers.troubles).find(([start]) => path.startsWith(start))?.[1];
  if (trouble === undefined) {
    answerWell(state, path, response);
  } else if (trouble === 'break') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('[', () => response.destroy());
  } else if (trouble !== 'hang') {
    response.writeHead(trouble.status, { 'content-type': 'application/json' }).end(trouble.body);
  }
}

function answerWell(state: State, path: string, response: ServerResponse): void {
  const { answers } = state;
  const inspected = /^\/containers\/([^/]+)\/json/.exec(path)?.[1];
  const image = /^\/images\/(.+)\/json/.exec(path)?.[1];
  const distribution = /^\/distribution\/(.+)\/json/.exec(path)?.[1];
  if (path === '/_ping') response.end('OK');
  else if (path === '/info') json(response, answers.info);
  else if (path.startsWith('/containers/json')) json(response, answers.containers);
  else if (inspected) json(response, answers.inspected[inspected]);
  else if (image) json(response, answers.images[decodeURIComponent(image)]);
  else if (distribution) json(response, answers.distributions[decodeURIComponent(distribution)]);
  else if (path.startsWith('/events')) follow(state, response);
  else json(response, undefined);
}

function follow(state: State, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  state.followers.add(response);
  response.on('close', () => state.followers.delete(response));
  for (const resolve of state.waiting.splice(0)) resolve();
}

function json(response: ServerResponse, body: unknown): void {
  const found = body !== undefined;
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ? body : { message: 'no such thing' }));
}

const EMPTY: EngineAnswers = {
  containers: [],
  inspected: {},
  images: {},
  distributions: {},
  info: { ServerVersion: '20.10.24', Driver: 'overlay2', DriverStatus: [['Backing Filesystem', 'extfs']] },
  troubles: {},
};
