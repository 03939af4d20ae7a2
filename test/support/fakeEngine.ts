import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The calls of the Docker Engine API that the client makes, answered in this process on a socket of its own. */
export interface FakeEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** The same with their methods: `GET /info`. */
  readonly log: readonly string[];
  /** Bodies of what was posted, in order. */
  readonly bodies: readonly unknown[];
  /** Names of all headers that came with them. */
  readonly headers: ReadonlySet<string>;
  /** Resolves when a path that begins so is asked for. */
  readonly asked: (start: string) => Promise<void>;
  /** What it answers from now on; keys that are left out stay as they were. */
  readonly set: (answers: Partial<EngineAnswers>) => void;
  /** Says one event to everyone who follows. */
  readonly emit: (event: object) => void;
  /** The same, as the bytes come. */
  readonly emitText: (text: string | Uint8Array) => void;
  /** Ends every open stream of events, as a proxy with a time limit does. */
  readonly cutEvents: () => void;
  /** Resolves when somebody follows the events. */
  readonly followed: () => Promise<void>;
  /** Resolves when no connection is open any more. */
  readonly deserted: () => Promise<void>;
  /** How many connections there ever were. */
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export interface EngineAnswers {
  readonly containers: unknown;
  /** Answers to `GET /containers/{id}/json`. */
  readonly inspected: Readonly<Record<string, unknown>>;
  /** Answers to `GET /containers/{id}/changes`; `null` for the others that are listed or inspected. */
  readonly changes: Readonly<Record<string, unknown>>;
  /** Archives that `GET /containers/{id}/archive?path=` gives, by `id:path`; 404 for the others. */
  readonly archives: Readonly<Record<string, Uint8Array>>;
  /** Answer to `GET /images/json`. */
  readonly imageList: unknown;
  /** Answers to `GET /images/{id}/json`; 404 for the others. */
  readonly images: Readonly<Record<string, unknown>>;
  /** Answers to `GET /distribution/{name}/json`; 404 for the others. */
  readonly distributions: Readonly<Record<string, unknown>>;
  readonly info: unknown;
  /** 503 where it is null, as on a node that is no manager. */
  readonly swarm: FakeSwarm | null;
  /** Events that come first when `since` is given. */
  readonly remembered: readonly object[];
  /** What else happens to paths that begin so. */
  readonly troubles: Readonly<Record<string, Trouble>>;
}

/** Answers to `GET /services`, `/tasks` and `/nodes`; the services also by their ids. */
export interface FakeSwarm {
  readonly services: unknown;
  readonly tasks: unknown;
  readonly nodes: unknown;
}

/** `hang` never answers, `break` ends the connection in the midst of the body, `stall` never ends the body. */
export type Trouble =
  | 'hang'
  | 'break'
  | 'stall'
  | 'stalled error'
  | { readonly status: number; readonly body: string; readonly location?: string };

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
    log: [],
    bodies: [],
    created: new Set(),
    headers: new Set(),
    awaited: [],
    followers: new Set(),
    waiting: [],
    connections: new Set(),
    connected: 0,
    deserting: [],
  };
  let server: Server | null = null;
  let port = 0;
  const engine: FakeEngine = {
    get host() {
      if (transport === 'tcp') return `tcp://127.0.0.1:${port}`;
      return windows ? `npipe:////./pipe/${pipe}` : `unix://${path}`;
    },
    requests: state.requests,
    log: state.log,
    bodies: state.bodies,
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
    deserted: () =>
      state.connections.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            state.deserting.push(resolve);
          }),
    connections: () => state.connected,
    start: async () => {
      server = createServer((request, response) => answer(state, request, response));
      server.on('connection', (connection: Socket) => meet(state, connection));
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
  readonly log: string[];
  readonly bodies: unknown[];
  /** Ids of containers that were created and not removed. */
  readonly created: Set<string>;
  readonly headers: Set<string>;
  readonly awaited: { readonly start: string; readonly resolve: () => void }[];
  readonly followers: Set<ServerResponse>;
  readonly waiting: (() => void)[];
  readonly connections: Set<Socket>;
  connected: number;
  readonly deserting: (() => void)[];
}

function meet(state: State, connection: Socket): void {
  state.connected += 1;
  state.connections.add(connection);
  connection.on('close', () => {
    state.connections.delete(connection);
    if (state.connections.size === 0) for (const resolve of state.deserting.splice(0)) resolve();
  });
}

function answer(state: State, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '';
  state.requests.push(path);
  state.log.push(`${request.method ?? ''} ${path}`);
  for (const name of Object.keys(request.headers)) state.headers.add(name);
  for (const { start, resolve } of state.awaited) if (path.startsWith(start)) resolve();
  const trouble = Object.entries(state.answers.troubles).find(([start]) => path.startsWith(start))?.[1];
  if (trouble === undefined) {
    if (request.method === 'GET') answerWell(state, path, response);
    else void change(state, request, response);
  } else if (trouble === 'break') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('[', () => response.destroy());
  } else if (trouble === 'stall' || trouble === 'stalled error') {
    response.writeHead(trouble === 'stall' ? 200 : 500, { 'content-type': 'application/json' }).write('[');
  } else if (trouble !== 'hang') {
    const { status, body, location } = trouble;
    const headers = { 'content-type': 'application/json', ...(location === undefined ? {} : { location }) };
    response.writeHead(status, headers).end(body);
  }
}

function answerWell(state: State, whole: string, response: ServerResponse): void {
  const { answers } = state;
  const url = new URL(whole, 'http://engine');
  const path = decodeURIComponent(url.pathname);
  const [, kind = '', id = '', what = ''] =
    /^\/(containers|images|distribution|services)\/(.+?)(?:\/(json|changes|archive))?$/.exec(path) ?? [];
  const list = LISTS[path];
  if (path === '/_ping') response.end('OK');
  else if (path === '/info') json(response, answers.info);
  else if (path === '/events') follow(state, response, url.searchParams.has('since'));
  else if (path === '/containers/json') json(response, answers.containers);
  else if (path === '/images/json') json(response, answers.imageList);
  else if (list) answerOfManager(state, response, list);
  else if (kind === 'services') json(response, serviceOf(answers, id));
  else if (kind === 'images') json(response, answers.images[id]);
  else if (kind === 'distribution') json(response, answers.distributions[id]);
  else if (what === 'changes') json(response, changesOf(state, id));
  else if (what === 'archive')
    archive(response, answers.archives[`${id}:${url.searchParams.get('path') ?? ''}`]);
  else json(response, answers.inspected[id]);
}

function answerOfManager({ answers }: State, response: ServerResponse, list: keyof FakeSwarm): void {
  if (answers.swarm) json(response, answers.swarm[list]);
  else json(response, { message: 'This node is not a swarm manager.' }, 503);
}

function serviceOf({ swarm }: EngineAnswers, id: string): unknown {
  const services: unknown = swarm?.services;
  return (Array.isArray(services) ? services : []).find(({ ID }) => ID === id);
}

function changesOf({ answers, created }: State, id: string): unknown {
  const listed = Array.isArray(answers.containers) ? answers.containers : [];
  const isKnown = id in answers.inspected || created.has(id) || listed.some(({ Id }) => Id === id);
  return answers.changes[id] ?? (isKnown ? null : undefined);
}

function archive(response: ServerResponse, content: Uint8Array | undefined): void {
  if (content) response.writeHead(200, { 'content-type': 'application/x-tar' }).end(content);
  else json(response, undefined);
}

/** What changes the engine: it creates and removes containers, and takes new specifications of services. */
async function change(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname: path } = new URL(request.url ?? '', 'http://engine');
  let body = '';
  for await (const chunk of request) body += String(chunk);
  if (body !== '') state.bodies.push(JSON.parse(body));
  const [, removed] = /^\/containers\/([^/]+)$/.exec(path) ?? [];
  const [, updated] = /^\/services\/([^/]+)\/update$/.exec(path) ?? [];
  if (request.method === 'POST' && path === '/containers/create') {
    const id = `created-${state.bodies.length}`;
    state.created.add(id);
    json(response, { Id: id, Warnings: [] }, 201);
  } else if (request.method === 'DELETE' && removed && state.created.delete(removed)) {
    response.writeHead(204).end();
  } else if (request.method === 'POST' && updated && serviceOf(state.answers, updated)) {
    json(response, { Warnings: null });
  } else {
    json(response, undefined);
  }
}

function follow(state: State, response: ServerResponse, remembers: boolean): void {
  response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  if (remembers && state.answers.remembered.length > 0)
    response.write(state.answers.remembered.map((event) => `${JSON.stringify(event)}\n`).join(''));
  state.followers.add(response);
  response.on('close', () => state.followers.delete(response));
  for (const resolve of state.waiting.splice(0)) resolve();
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  const found = body !== undefined;
  response.writeHead(found ? status : 404, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(found ? body : { message: 'no such thing' })}\n`);
}

const LISTS: Readonly<Record<string, keyof FakeSwarm | undefined>> = {
  '/services': 'services',
  '/tasks': 'tasks',
  '/nodes': 'nodes',
};

const EMPTY: EngineAnswers = {
  containers: [],
  inspected: {},
  changes: {},
  archives: {},
  imageList: [],
  images: {},
  distributions: {},
  info: {
    Name: 'machine',
    ServerVersion: '20.10.24',
    Driver: 'overlay2',
    DriverStatus: [['Backing Filesystem', 'extfs']],
  },
  swarm: null,
  remembered: [],
  troubles: {},
};
