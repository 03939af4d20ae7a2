import type { Environment } from '../environment';
import { demandOf, type Demand } from './challenge';
import { isHeaderText, readCredentials, type Credentials } from './credentials';
import { addressOf, mayLeadTo } from './endpoint';
import type { Answer, Exchange } from './exchange';
import { isRecord, parseJson } from './json';
import { CANCELLED, type Failure, type Login } from './unresolved';
import { createSharing } from './waiting';

/** A repository and where its registry answers. */
export interface Place {
  readonly registry: string;
  readonly repository: string;
  readonly endpoint: URL;
}

export interface Authorisation {
  /** The value of the `Authorization` header. */
  readonly header: string;
  /** What to say of the login when the registry refuses all the same. */
  readonly login: Login;
  /** Tells one demand of a registry from another. */
  readonly demand: string;
}

export interface Authentication {
  /** What the registry accepted for this repository before, while it lasts. */
  remembered(place: Place): Authorisation | null;
  forget(place: Place, authorisation: Authorisation): void;
  /** What a 401 asks for, by its `WWW-Authenticate` header; null where it is no demand that can be met. */
  demand(place: Place, header: string | null): { readonly id: string; readonly demand: Demand } | null;
  meet(place: Place, demand: Demand, signal: AbortSignal): Promise<Authorisation | Failure>;
}

const CLIENT_ID = 'immutable-infra';
const MAX_TOKEN_BYTES = 1024 * 1024;
/** The specification's default and least (distribution, "Token Authentication Specification", `expires_in`). */
const LEAST_LIFE_SECONDS = 60;
/** A token is renewed when this part of its life is over. */
const RENEW_AFTER = 0.8;

/** Logs in as registries ask for it: with tokens, each kept by registry and scope, or with a name and a password. */
export function createAuthentication(environment: Environment, exchange: Exchange): Authentication {
  const kept = new Map<string, Kept>();
  const share = createSharing<Authorisation | Failure>(() => CANCELLED);
  const recall = (key: string): Authorisation | null => {
    const found = kept.get(key);
    return found && environment.now() < found.until ? found.authorisation : null;
  };
  return {
    remembered: (place) => recall(key(place, pullScope(place))) ?? recall(key(place, 'basic')),
    forget: (place, authorisation) => {
      for (const [name, { authorisation: other }] of kept) {
        if (name.startsWith(`${place.registry} `) && other.header === authorisation.header) kept.delete(name);
      }
    },
    demand: ({ repository }, header) => {
      const demand = demandOf(header, repository);
      return demand && { id: idOf(demand), demand };
    },
    meet: async (place, demand, signal) => {
      const name = key(place, demand.kind === 'basic' ? 'basic' : demand.scope);
      const remembered = recall(name);
      if (remembered?.demand === idOf(demand)) return remembered;
      const work = async (shared: AbortSignal): Promise<Authorisation | Failure> => {
        const credentials = await readCredentials(environment, place.registry);
        const granted = await grant({ exchange, place, demand, credentials }, shared);
        if ('reason' in granted) return granted;
        const authorisation = { ...granted, demand: idOf(demand) };
        kept.set(name, {
          authorisation,
          until: environment.now() + granted.lifeSeconds * 1000 * RENEW_AFTER,
        });
        return authorisation;
      };
      return share(`${name} ${idOf(demand)}`, work, signal);
    },
  };
}

interface Kept {
  readonly authorisation: Authorisation;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

interface Granted {
  readonly header: string;
  readonly login: Login;
  readonly lifeSeconds: number;
}

interface GrantRequest {
  readonly exchange: Exchange;
  readonly place: Place;
  readonly demand: Demand;
  readonly credentials: Credentials;
}

async function grant(request: GrantRequest, signal: AbortSignal): Promise<Granted | Failure> {
  const { demand, credentials } = request;
  const login: Login = credentials.kind === 'anonymous' ? credentials.login : { kind: 'refused' };
  if (credentials.kind === 'registry-token') {
    return { header: `Bearer ${credentials.token}`, login, lifeSeconds: Infinity };
  }
  if (demand.kind === 'basic') {
    if (credentials.kind === 'basic')
      return { header: basicHeader(credentials), login, lifeSeconds: Infinity };
    return {
      reason: 'unauthorised',
      login: credentials.kind === 'anonymous' ? login : { kind: 'unknown-method' },
    };
  }
  if (!mayLeadTo(request.place.endpoint, demand.realm)) {
    return { reason: 'untrusted-address', purpose: 'login', address: addressOf(demand.realm) };
  }
  const answer = await askForToken(request, demand, signal);
  return 'reason' in answer ? answer : readToken(answer, login);
}

type BearerDemand = Extract<Demand, { kind: 'bearer' }>;

/** Asks the token service: by GET (distribution, "Token Authentication Specification"), with an identity token by POST ("OAuth2"). */
function askForToken(
  { exchange, credentials }: GrantRequest,
  { realm, service, scope }: BearerDemand,
  signal: AbortSignal,
): Promise<Answer | Failure> {
  const common = { accept: 'application/json', maxBytes: MAX_TOKEN_BYTES };
  if (credentials.kind === 'identity-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      service: service ?? realm.host,
      client_id: CLIENT_ID,
      scope,
      refresh_token: credentials.token,
    });
    return exchange({ ...common, method: 'POST', url: realm, authorization: null, form }, signal);
  }
  const url = new URL(realm);
  if (service !== null) url.searchParams.set('service', service);
  for (const part of scope.split(' ')) url.searchParams.append('scope', part);
  const authorization = credentials.kind === 'basic' ? basicHeader(credentials) : null;
  return exchange({ ...common, method: 'GET', url, authorization }, signal);
}

function readToken({ status, body }: Answer, login: Login): Granted | Failure {
  if (status === 401 || status === 403) return { reason: 'unauthorised', login };
  if (status !== 200)
    return { reason: 'invalid-response', detail: `has a token service that answers ${status}` };
  const content = parseJson(body);
  const fields = isRecord(content) ? content : {};
  const token = [fields.token, fields.access_token].find(
    (value) => typeof value === 'string' && value !== '',
  );
  if (typeof token !== 'string' || !isHeaderText(token)) {
    return { reason: 'invalid-response', detail: 'has a token service that gives no token' };
  }
  const life = fields.expires_in;
  const lifeSeconds = typeof life === 'number' ? Math.max(life, LEAST_LIFE_SECONDS) : LEAST_LIFE_SECONDS;
  return { header: `Bearer ${token}`, login, lifeSeconds };
}

function basicHeader({ username, password }: Extract<Credentials, { kind: 'basic' }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function key({ registry }: Place, scope: string): string {
  return `${registry} ${scope}`;
}

function pullScope({ repository }: Place): string {
  return `repository:${repository}:pull`;
}

function idOf(demand: Demand): string {
  return demand.kind === 'basic'
    ? 'basic'
    : JSON.stringify([demand.realm.href, demand.service, demand.scope]);
}
