import type { Credentials } from './credentials';
import { isHeaderText } from './credentials';
import type { Answer, Exchange } from '../network/exchange';
import { isRecord, parseJson } from '../json';
import type { Failure, Login } from '../unresolved';
import type { Patience } from '../network/waiting';

/** A token service and who asks it. */
export interface TokenRequest {
  readonly realm: URL;
  readonly service: string | null;
  readonly credentials: Credentials;
  readonly login: Login;
}

export interface Token {
  /** The value of the `Authorization` header. */
  readonly header: string;
  /** Milliseconds since the epoch. */
  readonly renewAt: number;
  /** Whether it is for other scopes too. */
  readonly isShared: boolean;
}

export interface TokenOptions {
  readonly exchange: Exchange;
  readonly now: () => number;
}

const CLIENT_ID = 'immutable-infra';
const MAX_TOKEN_BYTES = 1024 * 1024;
const MAX_ADDRESS_LENGTH = 7000;

/**
 * Asks for one token for all the scopes, or a few where their list would be too long. Where that is refused, each scope
 * is asked for alone.
 */
export async function requestTokens(
  options: TokenOptions,
  request: TokenRequest,
  scopes: readonly string[],
  patience: Patience,
): Promise<ReadonlyMap<string, Token | Failure>> {
  const ask = async (some: readonly string[]): Promise<Token | Failure | Refusal> => {
    const answer = await send(options.exchange, { ...request, scopes: some }, patience);
    if ('reason' in answer) return answer;
    return answer.status === 200 ? readToken(answer, some, options.now()) : { refused: answer.status };
  };
  const alone = async (scope: string): Promise<readonly [string, Token | Failure]> => {
    const answer = await ask([scope]);
    return [scope, 'refused' in answer ? refusal(answer, request.login) : answer];
  };
  const together = async (some: readonly string[]): Promise<(readonly [string, Token | Failure])[]> => {
    const [first, ...others] = some;
    if (first === undefined) return [];
    if (others.length === 0) return [await alone(first)];
    const answer = await ask(some);
    if (!('refused' in answer)) return some.map((scope) => [scope, answer]);
    // A wrong password is not tried as often as there are repositories, which could lock an account.
    const entry = await alone(first);
    const [, result] = entry;
    if (answer.refused === 401 && 'reason' in result) return some.map((scope) => [scope, result]);
    return [entry, ...(await Promise.all(others.map(alone)))];
  };
  return new Map((await Promise.all(inParts(request, scopes).map(together))).flat());
}

interface Refusal {
  readonly refused: number;
}

function refusal({ refused }: Refusal, login: Login): Failure {
  return refused === 401 || refused === 403
    ? { reason: 'unauthorised', login }
    : { reason: 'invalid-response', detail: `has a token service that answers ${refused}` };
}

/** By GET (distribution, "Token Authentication Specification"), with an identity token by POST ("OAuth2"). */
function send(
  exchange: Exchange,
  request: TokenRequest & { readonly scopes: readonly string[] },
  patience: Patience,
): Promise<Answer | Failure> {
  const { realm, service, credentials, scopes } = request;
  const common = { accept: 'application/json', maxBytes: MAX_TOKEN_BYTES };
  if (credentials.kind !== 'identity-token') {
    const authorization = credentials.kind === 'basic' ? basicHeader(credentials) : null;
    return exchange({ ...common, method: 'GET', url: addressOf(request, scopes), authorization }, patience);
  }
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    service: service ?? realm.host,
    client_id: CLIENT_ID,
    scope: parts(scopes).join(' '),
    refresh_token: credentials.token,
  });
  return exchange({ ...common, method: 'POST', url: realm, authorization: null, form }, patience);
}

function addressOf({ realm, service }: TokenRequest, scopes: readonly string[]): URL {
  const url = new URL(realm);
  if (service !== null) url.searchParams.set('service', service);
  for (const part of parts(scopes)) url.searchParams.append('scope', part);
  return url;
}

/** A demand may name several scopes, and several demands the same. */
function parts(scopes: readonly string[]): readonly string[] {
  return [...new Set(scopes.flatMap((scope) => scope.split(' ')))];
}

/** The scopes in as few lists as fit into an address each. */
function inParts(request: TokenRequest, scopes: readonly string[]): readonly (readonly string[])[] {
  const lists: string[][] = [];
  let length = Infinity;
  for (const scope of scopes) {
    const added = `&scope=${encodeURIComponent(scope)}`.length;
    if (length + added > MAX_ADDRESS_LENGTH) {
      lists.push([]);
      length = addressOf(request, []).href.length;
    }
    lists.at(-1)?.push(scope);
    length += added;
  }
  return lists;
}

function readToken({ body }: Answer, scopes: readonly string[], now: number): Token | Failure {
  const content = parseJson(body);
  const fields = isRecord(content) ? content : {};
  const token = [fields.token, fields.access_token].find(
    (value) => typeof value === 'string' && value !== '',
  );
  if (typeof token !== 'string' || !isHeaderText(token)) {
    return { reason: 'invalid-response', detail: 'has a token service that gives no token' };
  }
  return { header: `Bearer ${token}`, renewAt: renewalOf(fields, now), isShared: scopes.length > 1 };
}

/** The specification's default and least (distribution, "Token Authentication Specification", `expires_in`). */
const LEAST_LIFE_SECONDS = 60;
/** A token is renewed when this part of its life is over. */
const RENEW_AFTER = 0.8;
/** Milliseconds; two clocks that differ must not cost a token for every request. */
const LEAST_USE = 10_000;

/** Counted from when the token says it was issued, where that is within its life; else from now. */
function renewalOf({ expires_in, issued_at }: Readonly<Record<string, unknown>>, now: number): number {
  const seconds =
    typeof expires_in === 'number' ? Math.max(expires_in, LEAST_LIFE_SECONDS) : LEAST_LIFE_SECONDS;
  const issued = typeof issued_at === 'string' ? Date.parse(issued_at) : NaN;
  const isSensible = issued <= now && issued > now - seconds * 1000;
  return Math.max((isSensible ? issued : now) + seconds * 1000 * RENEW_AFTER, now + LEAST_USE);
}

export function basicHeader({ username, password }: Extract<Credentials, { kind: 'basic' }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
