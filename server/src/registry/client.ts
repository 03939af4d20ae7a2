import { createAuthentication, type Authorisation, type Place } from './authentication';
import type { Environment } from '../environment';
import { addressOf, contentUrl, registryEndpoint } from './endpoint';
import { createExchange, type Answer } from './exchange';
import type { Failure, Login } from './unresolved';

export interface ContentRequest {
  readonly method: 'GET' | 'HEAD';
  readonly registry: string;
  readonly repository: string;
  readonly kind: 'manifests' | 'blobs';
  /** A tag or a digest. */
  readonly target: string;
  readonly accept: string;
  readonly maxBytes: number;
}

/** Asks for a manifest or a blob, logged in as the registry wants it; a status that is no failure by itself is left to the caller. */
export type RegistryClient = (request: ContentRequest, signal: AbortSignal) => Promise<Answer | Failure>;

/** A first demand and, where the registry then wants another scope, one more. */
const MAX_DEMANDS = 2;

export function createRegistryClient(environment: Environment, retryDelay: number): RegistryClient {
  const exchange = createExchange(environment, retryDelay);
  const authentication = createAuthentication(environment, exchange);
  return async ({ method, registry, repository, kind, target, accept, maxBytes }, signal) => {
    const endpoint = registryEndpoint(registry);
    if (!endpoint)
      return { reason: 'unreachable', problem: 'invalid-address', host: registry, code: 'ERR_INVALID_URL' };
    const place: Place = { registry, repository, endpoint };
    const url = contentUrl(endpoint, repository, kind, target);
    const met = new Set<string>();
    let authorisation: Authorisation | null = authentication.remembered(place);
    for (;;) {
      const authorization = authorisation?.header ?? null;
      const answer = await exchange({ method, url, accept, authorization, maxBytes }, signal);
      if ('reason' in answer || (answer.status !== 401 && answer.status !== 403)) return answer;
      if (answer.url.origin !== url.origin) return elsewhere(answer);
      if (authorisation) authentication.forget(place, authorisation);
      if (answer.status === 403) {
        if (!authorisation || met.size > 0) return unauthorised(authorisation);
        // What was remembered may have run out, which some registries say with a 403.
        authorisation = null;
        continue;
      }
      const next = authentication.demand(place, answer.headers.get('www-authenticate'));
      if (!next && !authorisation) return { reason: 'unauthorised', login: { kind: 'unknown-method' } };
      if (!next || met.has(next.id) || met.size === MAX_DEMANDS) return unauthorised(authorisation);
      met.add(next.id);
      const granted = await authentication.meet(place, next.demand, signal);
      if ('reason' in granted) return granted;
      authorisation = granted;
    }
  };
}

function unauthorised(authorisation: Authorisation | null): Failure {
  const login: Login = authorisation?.login ?? { kind: 'none' };
  return { reason: 'unauthorised', login };
}

/** A login is for the registry alone, so a redirect that ends at a login elsewhere leads nowhere. */
function elsewhere({ status, url }: Answer): Failure {
  return { reason: 'invalid-response', detail: `redirects to ${addressOf(url)}, which answers ${status}` };
}
