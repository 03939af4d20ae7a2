import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry on loopback that serves what it is given, can misbehave on demand, and records what it is asked. */
export interface FakeRegistry {
  /** With the port, as an image reference names it. */
  readonly host: string;
  readonly requests: readonly RecordedRequest[];
  /** Requests in short, in order: `HEAD /v2/shop/app/manifests/1`. */
  readonly asked: () => readonly string[];
  /** Stores content and returns its digest. */
  readonly push: (repository: string, tag: string | null, content: PushedContent) => string;
  /** Answers a path, with its query, by content: `/v2/app/referrers/sha256:…`. */
  readonly answer: (path: string, content: PushedContent) => void;
  /** From now on, requests that fit are answered by the fault; the fault that was added last comes first. */
  readonly misbehave: (fault: Fault, when?: FaultCondition) => void;
  /** Resolves when so many requests have arrived in all. */
  readonly arrived: (count: number) => Promise<void>;
  /** Lets the held requests be answered, now and from now on. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PushedContent {
  readonly mediaType: string;
  readonly body: string;
}

export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string | string[]>;
      readonly body?: string;
    }
  /** Served as it should be, with other headers (null takes one away) or another body. */
  | {
      readonly kind: 'changed';
      readonly headers?: Record<string, string | null>;
      readonly body?: string | Uint8Array;
    }
  | { readonly kind: 'redirect'; readonly to: string }
  /** No answer at all. */
  | { readonly kind: 'silent' }
  /** The headers and one byte of the body, and then nothing more. */
  | { readonly kind: 'stuck' }
  /** A body that goes on as long as somebody reads it. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'hang-up' }
  /** Answered when released. */
  | { readonly kind: 'held' };

export interface FaultCondition {
  readonly method?: string;
  readonly path?: RegExp;
  /** How often; without end when absent. */
  readonly times?: number;
}

export type FakeAuthentication =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'bearer';
      /** Where the challenge sends clients; the registry's own token service when absent. */
      readonly realm?: string;
      readonly scope?: string | null;
      /** Who gets a token; everybody when absent. */
      readonly authorization?: string;
      readonly answer?: (token: string) => unknown;
      /** Where given, a token is good for those of its scopes that pass, and for no other repository. */
      readonly grants?: (scope: string, all: readonly string[]) => boolean;
    }
  /** Refuses everything. */
  | { readonly kind: 'closed'; readonly challenge: string | null };

interface ActiveFault {
  readonly fault: Fault;
  readonly when: FaultCondition;
  left: number;
}

interface Stored {
  readonly digest: string;
  readonly content: PushedContent;
}

export async function startFakeRegistry(authentication?: FakeAuthentication): Promise<FakeRegistry> {
  const requests: RecordedRequest[] = [];
  const faults: ActiveFault[] = [];
  const stored = new Map<string, Stored>();
  const watchers = new Set<() => void>();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests.push(await record(request));
    for (const watcher of watchers) watcher();
    const active = faults.findLast((candidate) => fits(candidate, request));
    if (active) active.left--;
    if (active?.fault.kind === 'held') await released;
    else if (active && active.fault.kind !== 'changed') {
      answerWrongly(response, active.fault);
      return;
    }
    const changed = active?.fault.kind === 'changed' ? active.fault : undefined;
    const host = request.headers.host ?? '';
    const refused = authentication && refusal(request, host, authentication);
    if (refused) response.writeHead(refused.status, refused.headers).end(refused.body);
    else answerRightly(request, response, { stored, changed });
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    asked: () => requests.map(({ method, path }) => `${method} ${path}`),
    push: (repository, tag, content) => {
      const digest = sha256(content.body);
      for (const target of [digest, ...(tag === null ? [] : [tag])]) {
        stored.set(`/v2/${repository}/manifests/${target}`, { digest, content });
        stored.set(`/v2/${repository}/blobs/${target}`, { digest, content });
      }
      return digest;
    },
    answer: (path, content) => void stored.set(path, { digest: sha256(content.body), content }),
    misbehave: (fault, when = {}) => void faults.push({ fault, when, left: when.times ?? Infinity }),
    arrived: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (requests.length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    release,
    close: async () => {
      release();
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** Pushes an image for one platform with its configuration; the text makes it unlike others. */
export function pushImage(registry: FakeRegistry, repository: string, tag: string | null, text = ''): string {
  const config = JSON.stringify({ os: 'linux', architecture: 'arm', variant: 'v7', text });
  const digest = registry.push(repository, null, { mediaType: OCI_CONFIG, body: config });
  return registry.push(repository, tag, {
    mediaType: OCI_MANIFEST,
    body: JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: OCI_CONFIG, digest, size: config.length },
      layers: [],
    }),
  });
}

/** Pushes an index for linux/amd64 and linux/arm64 with an attestation, as BuildKit writes it. */
export function pushIndex(registry: FakeRegistry, repository: string, tag: string | null): string {
  const child = (platform: object, annotations?: object): object => ({
    mediaType: OCI_MANIFEST,
    digest: sha256(JSON.stringify(platform)),
    size: 1,
    platform,
    annotations,
  });
  const manifests = [
    child({ os: 'linux', architecture: 'amd64' }),
    child({ os: 'linux', architecture: 'arm64', variant: 'v8' }),
    child(
      { os: 'unknown', architecture: 'unknown' },
      { 'vnd.docker.reference.type': 'attestation-manifest' },
    ),
  ];
  const body = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests });
  return registry.push(repository, tag, { mediaType: OCI_INDEX, body });
}

export function sha256(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body };
}

function fits({ when, left }: ActiveFault, { method, url = '' }: IncomingMessage): boolean {
  return left > 0 && (when.method ?? method) === method && (when.path ?? /^\/v2\//).test(url);
}

function answerWrongly(response: ServerResponse, fault: Exclude<Fault, { kind: 'changed' | 'held' }>): void {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    case 'redirect':
      response.writeHead(307, { location: fault.to }).end();
      return;
    case 'silent':
      return;
    case 'stuck':
      response.writeHead(200, { 'content-type': OCI_MANIFEST, 'content-length': 100 }).write('{');
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': OCI_MANIFEST });
      writeOn(response);
      return;
    case 'hang-up':
      response.socket?.destroy();
  }
}

function writeOn(response: ServerResponse): void {
  const block = Buffer.alloc(1024 * 1024, ' ');
  while (!response.destroyed && response.write(block));
  response.once('drain', () => writeOn(response));
}

function answerRightly(
  request: IncomingMessage,
  response: ServerResponse,
  {
    stored,
    changed,
  }: { stored: ReadonlyMap<string, Stored>; changed: Extract<Fault, { kind: 'changed' }> | undefined },
): void {
  const found = stored.get(request.url ?? '');
  if (!found) {
    const code = request.url?.includes('/manifests/') ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN';
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end(JSON.stringify({ errors: [{ code }] }));
    return;
  }
  const body = changed?.body ?? found.content.body;
  const headers: Record<string, string | number | null> = {
    'content-type': found.content.mediaType,
    'docker-content-digest': found.digest,
    'content-length': Buffer.byteLength(body),
    ...changed?.headers,
  };
  for (const [name, value] of Object.entries(headers)) if (value !== null) response.setHeader(name, value);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
}

interface Refusal {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What the login demands of a request, or what the token service gives; null lets the request pass. */
function refusal(request: IncomingMessage, host: string, authentication: FakeAuthentication): Refusal | null {
  const given = request.headers.authorization;
  switch (authentication.kind) {
    case 'closed':
      return unauthorised(authentication.challenge);
    case 'basic': {
      const { username, password } = authentication;
      return given === basic(username, password) ? null : unauthorised('Basic realm="fake, with a comma"');
    }
    case 'bearer': {
      if (request.url?.startsWith('/token')) return tokenAnswer(request.url, given, authentication);
      const repository = /^\/v2\/(.+)\/(?:manifests|blobs)\//.exec(request.url ?? '')?.[1] ?? '';
      const isGranted = !authentication.grants || scopesOf(given).includes(`repository:${repository}:pull`);
      if (given?.startsWith(`Bearer ${FAKE_TOKEN}`) && isGranted) return null;
      const { realm = `http://${host}/token`, scope = `repository:${repository}:pull` } = authentication;
      return unauthorised(
        `Bearer realm="${realm}",service="fake"${scope === null ? '' : `,scope="${scope}"`}`,
      );
    }
  }
}

export const FAKE_TOKEN = 'fake-token';

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** What a token that `grants` has passed is good for. */
function scopesOf(given = ''): readonly string[] {
  return Buffer.from(given.slice(`Bearer ${FAKE_TOKEN}.`.length), 'base64url')
    .toString()
    .split(' ');
}

function tokenAnswer(
  url: string,
  given: string | undefined,
  {
    authorization = given,
    answer = (token) => ({ token }),
    grants,
  }: Extract<FakeAuthentication, { kind: 'bearer' }>,
): Refusal {
  const asked = new URL(url, 'http://fake').searchParams.getAll('scope');
  const granted = grants && asked.filter((scope) => grants(scope, asked)).join(' ');
  const token =
    granted === undefined ? FAKE_TOKEN : `${FAKE_TOKEN}.${Buffer.from(granted).toString('base64url')}`;
  if (given !== authorization) return unauthorised(null);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answer(token)),
  };
}

function unauthorised(challenge: string | null): Refusal {
  return { status: 401, headers: challenge === null ? {} : { 'www-authenticate': challenge }, body: '' };
}
