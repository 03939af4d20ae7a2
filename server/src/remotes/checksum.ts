import { createHash, type Hash } from 'node:crypto';
import type { Environment, HttpResponse, Route } from '../environment';
import { connectionFailure } from '../registry/network/connectionFailure';
import { addressOf, mayLeadTo } from '../registry/network/endpoint';
import { createRouter } from '../registry/network/route';
import { unlessAborted, withinTime } from '../registry/network/waiting';
import type { NetworkSettings } from '../registry/registrySettings';
import type { Failure } from '../registry/unresolved';
import type { RemoteAnswer, Unanswered } from './unanswered';

export interface ChecksumOptions {
  readonly environment: Environment;
  readonly settings: () => NetworkSettings;
  readonly maxBytes?: number;
  readonly milliseconds?: number;
}

const MAX_BYTES = 100 * 1024 * 1024;
const MAX_MILLISECONDS = 60_000;
const MAX_REDIRECTS = 5;

/** Finds the SHA-256 of what stands at a URL, as 64 hex digits. Nothing of it is kept. */
export function createChecksums({
  environment,
  settings,
  maxBytes = MAX_BYTES,
  milliseconds = MAX_MILLISECONDS,
}: ChecksumOptions): (url: string, signal: AbortSignal) => Promise<RemoteAnswer> {
  const download: Download = { environment, routeTo: createRouter(environment, settings), maxBytes };
  return async (text, signal) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return no({ reason: 'invalid-address' });
    if (url.username !== '' || url.password !== '') return no({ reason: 'login-in-address' });
    // A variable that nobody has replaced.
    if (url.hostname.includes('$')) return no({ reason: 'invalid-address' });
    url.hash = '';
    const otherwise = (): RemoteAnswer => no({ reason: 'timeout', seconds: milliseconds / 1000 });
    const inTime = withinTime({ milliseconds, otherwise }, (both) => follow(download, url, both), signal);
    return unlessAborted<RemoteAnswer>(inTime, signal, () => no({ reason: 'cancelled' }));
  };
}

interface Download {
  readonly environment: Environment;
  readonly routeTo: (url: URL) => Promise<Route | Failure>;
  readonly maxBytes: number;
}

/** Redirects are followed by hand, so that none leads from a public server to a private one. */
async function follow(download: Download, first: URL, signal: AbortSignal): Promise<RemoteAnswer> {
  let url = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const route = await download.routeTo(url);
    if ('reason' in route) return unansweredOf(route);
    if (signal.aborted) return no({ reason: 'cancelled' });
    const answer = await ask(download, { url, route }, signal);
    download.environment.log(
      `GET ${addressOf(url)}: ${'redirect' in answer ? 'redirects' : answer.found ? 'done' : answer.reason}`,
    );
    if (!('redirect' in answer)) return answer;
    if (answer.redirect === null || !URL.canParse(answer.redirect, url.href))
      return no({ reason: 'redirect-to-nowhere' });
    const next = new URL(answer.redirect, url);
    if (!mayLeadTo(url, next)) return no({ reason: 'untrusted-redirect', address: addressOf(next) });
    next.hash = '';
    url = next;
  }
  return no({ reason: 'too-many-redirects' });
}

async function ask(
  { environment, maxBytes }: Download,
  { url, route }: { readonly url: URL; readonly route: Route },
  signal: AbortSignal,
): Promise<RemoteAnswer | { readonly redirect: string | null }> {
  try {
    const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'immutable-infra' };
    const response = await environment.fetch(url.href, { method: 'GET', headers, route, signal });
    const refused = refusal(response, maxBytes);
    if (!refused) return await hashed(response, maxBytes);
    // That a body breaks off while it is left says nothing new.
    response.body?.cancel().catch(() => undefined);
    return refused;
  } catch (error) {
    if (signal.aborted) return no({ reason: 'cancelled' });
    return unansweredOf(connectionFailure(error, url.host, route.proxy));
  }
}

/** What the status and the headers say already; null where there is a body to be read. */
function refusal(
  { status, headers }: HttpResponse,
  maxBytes: number,
): Unanswered | { readonly redirect: string | null } | null {
  if (REDIRECTS.has(status)) return { redirect: headers.get('location') };
  if (status === 404 || status === 410) return no({ reason: 'not-found' });
  if (status === 401 || status === 403) return no({ reason: 'unauthorised' });
  if (status !== 200) return no({ reason: 'status', status });
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  // Builders differ in whether they unpack it, and so in what they have in hands.
  if (encoding !== '' && encoding !== 'identity') return no({ reason: 'packed' });
  const isLarge = Number(headers.get('content-length')) > maxBytes;
  return isLarge ? no({ reason: 'too-large', limit: maxBytes }) : null;
}

async function hashed({ body }: HttpResponse, maxBytes: number): Promise<RemoteAnswer> {
  const hash: Hash = createHash('sha256');
  const reader = body?.getReader();
  let length = 0;
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    length += chunk.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      return no({ reason: 'too-large', limit: maxBytes });
    }
    hash.update(chunk.value);
  }
  return { found: true, text: hash.digest('hex') };
}

/** What the network and its certificates can fail with; the rest is of registries alone. */
function unansweredOf(failure: Failure): Unanswered {
  switch (failure.reason) {
    case 'unreachable':
    case 'invalid-response':
      return { found: false, ...failure };
    case 'incomplete-certificate':
      return no({ reason: 'unusable-certificate', file: failure.file, missing: failure.missing });
    case 'cancelled':
      return no({ reason: 'cancelled' });
    default:
      return no({ reason: 'invalid-response', detail: 'does not answer' });
  }
}

function no<const Reason extends object>(reason: Reason): Reason & { readonly found: false } {
  return { found: false, ...reason };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
