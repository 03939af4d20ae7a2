import type { Environment, HttpResponse } from '../environment';
import { connectionFailure, isPassing } from './connectionFailure';
import { addressOf, mayLeadTo } from './endpoint';
import { CANCELLED, type Failure } from './unresolved';
import { createGate, delay } from './waiting';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly accept: string;
  /** Sent to the origin of `url` and to no other. */
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

export type Exchange = (request: HttpRequest, signal: AbortSignal) => Promise<Answer | Failure>;

const MAX_AT_ONCE = 4;
const MAX_REDIRECTS = 5;
const RETRIES = 2;

/**
 * Sends a request, follows its redirects by hand, and reads its answer to the end. At most four run at once for one
 * host. A server error or a broken connection is tried again twice, after about `retryDelay` milliseconds and then
 * twice that.
 */
export function createExchange(environment: Environment, retryDelay: number): Exchange {
  const gate = createGate(MAX_AT_ONCE);
  const send = async (request: HttpRequest, signal: AbortSignal): Promise<Answer | Failure> => {
    let url = request.url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const hop = { ...request, ...only(request, url) };
      const answer = await gate(url.host, () => sendOnce(environment, hop, signal));
      environment.log(logged(hop, answer, redirects));
      if ('reason' in answer) return answer;
      if (!isRedirect(answer.status) || request.method === 'POST') return judged(answer, environment.now());
      const next = redirectTarget(answer);
      if ('reason' in next) return next;
      url = next;
    }
    return { reason: 'invalid-response', detail: 'redirects without end' };
  };
  return async (request, signal) => {
    for (let tried = 0; ; tried++) {
      const answer = await send(request, signal);
      if (!('reason' in answer) || !isPassing(answer) || tried === RETRIES) return answer;
      await delay(retryDelay * 2 ** tried * (0.5 + Math.random()), signal);
    }
  };
}

/** The address of one hop with the credentials that may go there. */
function only(request: HttpRequest, url: URL): Pick<HttpRequest, 'url' | 'authorization'> {
  return { url, authorization: url.origin === request.url.origin ? request.authorization : null };
}

async function sendOnce(
  environment: Environment,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Answer | Failure> {
  const { method, url, accept, authorization, form, maxBytes } = request;
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
      signal,
    });
    const { status, headers } = response;
    const body =
      status === 200 && method !== 'HEAD' ? await readBody(response, maxBytes) : leaveBody(response);
    return body === null ? { reason: 'too-large', limit: maxBytes } : { status, headers, body, url };
  } catch (error) {
    if (signal.aborted) return CANCELLED;
    return connectionFailure(error, url.host);
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

/** The answer, or the failure that it is whatever was asked. */
function judged(answer: Answer, now: number): Answer | Failure {
  if (answer.status >= 500) return { reason: 'server-error', status: answer.status };
  if (answer.status !== 429) return answer;
  return {
    reason: 'rate-limited',
    retryAfterSeconds: retryAfter(answer.headers.get('retry-after'), now),
  };
}

/** Seconds to wait; the header holds them, or a date (RFC 9110, section 10.2.3). */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null || header === '') return null;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}
