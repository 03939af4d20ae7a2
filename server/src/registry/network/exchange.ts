import type { Environment, HttpResponse, Route } from '../../environment';
import { connectionFailure, isPassing } from './connectionFailure';
import { addressOf, mayLeadTo } from './endpoint';
import { CANCELLED, type Failure } from '../unresolved';
import type { Hosts } from './hosts';
import { unlessAborted, type delay, type Patience } from './waiting';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly accept: string;
  /** Sent to the origin of `url`, until a redirect leads away from it. */
  readonly authorization: string | null;
  /** Form fields of a POST, which is never sent on to where it is redirected. */
  readonly form?: URLSearchParams;
  /** A longer body is a failure. */
  readonly maxBytes: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  /** Empty unless the status is 200. */
  readonly body: Uint8Array;
  /** Where the last redirect led. */
  readonly url: URL;
}

export type Exchange = (request: HttpRequest, patience: Patience) => Promise<Answer | Failure>;

export interface ExchangeOptions {
  readonly environment: Pick<Environment, 'fetch' | 'now' | 'log'>;
  readonly hosts: Hosts;
  /** How a host is reached; a failure where what is set up for it is of no use. */
  readonly routeTo: (url: URL) => Promise<Route | Failure>;
  /** Milliseconds, about, before the first retry. */
  readonly retryDelay: number;
  readonly wait: typeof delay;
}

const MAX_REDIRECTS = 5;
const RETRIES = 2;

/**
 * Sends a request when its turn at the host comes, follows its redirects by hand, and reads its answer to the end. A
 * server error, a broken connection, or a host that says when to come again is tried again twice, as far as patience
 * lasts.
 */
export function createExchange(options: ExchangeOptions): Exchange {
  const { environment, retryDelay, wait } = options;
  return async (request, patience) => {
    for (let tried = 0; ; tried++) {
      const answer = await follow(options, { request, patience, again: tried > 0 });
      if (!('reason' in answer) || tried === RETRIES) return answer;
      const asked = answer.reason === 'rate-limited' ? answer.retryAfterSeconds : null;
      const pause = isPassing(answer) ? retryDelay * 2 ** tried * (0.5 + Math.random()) : null;
      const milliseconds = asked === null ? pause : asked * 1000;
      if (milliseconds === null || environment.now() + milliseconds >= patience.until) return answer;
      // The pause that a host asks for is waited for in its queue.
      if (asked === null) await wait(milliseconds, patience.signal);
      if (patience.signal.aborted) return CANCELLED;
    }
  };
}

interface Journey {
  readonly request: HttpRequest;
  readonly patience: Patience;
  readonly again: boolean;
}

async function follow(
  { environment, hosts, routeTo }: ExchangeOptions,
  { request, patience, again }: Journey,
): Promise<Answer | Failure> {
  let { url, authorization } = request;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    if (patience.signal.aborted) return CANCELLED;
    const route = await unlessAborted<Route | Failure>(routeTo(url), patience.signal, () => CANCELLED);
    if ('reason' in route) return route;
    const hop = { ...request, url, authorization };
    const { host } = url;
    const answer = await hosts.inTurn({ host, patience, again }, async () => {
      const sent = await sendOnce(environment, { hop, route }, patience.signal);
      environment.log(logged(hop, sent, redirects));
      if (!('reason' in sent)) return hosts.hear(host, sent) ?? sent;
      hosts.miss(host, sent);
      return sent;
    });
    if ('reason' in answer) return answer;
    if (answer.status >= 500) return { reason: 'server-error', status: answer.status };
    if (!isRedirect(answer.status) || request.method === 'POST') return answer;
    const next = redirectTarget(answer);
    if ('reason' in next) return next;
    // Not even when the way leads back: who leads there is not to ask in the name of the user.
    if (next.origin !== url.origin) authorization = null;
    url = next;
  }
  return { reason: 'invalid-response', detail: 'redirects without end' };
}

async function sendOnce(
  environment: Pick<Environment, 'fetch'>,
  { hop, route }: { readonly hop: HttpRequest; readonly route: Route },
  signal: AbortSignal,
): Promise<Answer | Failure> {
  const { method, url, accept, authorization, form, maxBytes } = hop;
  try {
    const response = await environment.fetch(url.href, {
      method,
      headers: {
        accept,
        'accept-encoding': 'identity',
        'user-agent': 'immutable-infra',
        ...(authorization !== null && { authorization }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { body: form.toString() }),
      route,
      signal,
    });
    const { status, headers } = response;
    const body =
      status === 200 && method !== 'HEAD' ? await readBody(response, maxBytes) : leaveBody(response);
    return body === null ? { reason: 'too-large', limit: maxBytes } : { status, headers, body, url };
  } catch (error) {
    if (signal.aborted) return CANCELLED;
    return connectionFailure(error, url.host, route.proxy);
  }
}

/** The body, read no further than `maxBytes`; null where it is longer. */
async function readBody(response: HttpResponse, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(response.headers.get('content-length')) > maxBytes) {
    leaveBody(response);
    return null;
  }
  const reader = response.body?.getReader();
  if (!reader) return EMPTY;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    length += chunk.value.length;
    if (length > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(chunk.value);
  }
  return Buffer.concat(chunks, length);
}

function leaveBody({ body }: HttpResponse): Uint8Array {
  // That a body breaks off while it is left says nothing new.
  body?.cancel().catch(() => undefined);
  return EMPTY;
}

const EMPTY = new Uint8Array();

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function redirectTarget({ headers, url }: Answer): URL | Failure {
  const location = headers.get('location');
  if (location === null || !URL.canParse(location, url.href)) {
    return { reason: 'invalid-response', detail: 'redirects to nowhere' };
  }
  const target = new URL(location, url);
  return mayLeadTo(url, target)
    ? target
    : { reason: 'untrusted-address', purpose: 'redirect', address: addressOf(target) };
}

/** One line; of an address that a redirect led to only the host, as the rest may hold a signature. */
function logged({ method, url }: HttpRequest, answer: Answer | Failure, redirects: number): string {
  const outcome = 'reason' in answer ? ('code' in answer ? answer.code : answer.reason) : answer.status;
  return `${method} ${addressOf(url)}${redirects === 0 ? url.pathname : '/…'}: ${outcome}`;
}
