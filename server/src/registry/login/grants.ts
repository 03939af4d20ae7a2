import { createHash } from 'node:crypto';
import { idOf, type Demand } from './challenge';
import type { Credentials } from './credentials';
import { basicHeader, requestTokens, type Token, type TokenOptions } from './tokens';
import { addressOf, mayLeadTo } from '../network/endpoint';
import { CANCELLED, type Failure, type Login } from '../unresolved';
import type { Patience } from '../network/waiting';

/** A repository and where its registry answers. */
export interface Place {
  readonly registry: string;
  readonly repository: string;
  readonly endpoint: URL;
}

export interface Wanted {
  readonly place: Place;
  readonly demand: Demand;
  /** Whether no token will do that is for other repositories too. */
  readonly alone: boolean;
}

export interface Authorisation {
  /** The value of the `Authorization` header. */
  readonly header: string;
  /** What to say of the login when the registry refuses all the same. */
  readonly login: Login;
  readonly demand: Demand;
  /** Whether it was granted for several repositories at once, of which a registry may refuse one. */
  readonly isShared: boolean;
  /** Whether it was granted for an earlier request, and may have run out. */
  readonly isRemembered: boolean;
}

export interface GrantOptions extends TokenOptions {
  readonly credentials: {
    readonly read: (
      place: Pick<Place, 'registry' | 'repository'>,
      signal: AbortSignal,
    ) => Promise<Credentials>;
    /** They are to be read anew, as they were refused. */
    readonly forget: (registry: string) => void;
  };
}

export interface Grants {
  /** What each wish gets; they are all for one registry, and for one token service where it has one. */
  readonly grant: (wishes: ReadonlyMap<string, Wanted>, patience: Patience) => Promise<Granted>;
  /** Told that a registry did not accept it. */
  readonly refused: (place: Place, authorisation: Authorisation) => void;
}

type Granted = ReadonlyMap<string, Authorisation | Failure>;

/** Meets demands with what is kept of earlier ones, with what the credentials hold, or with a token. */
export function createGrants(options: GrantOptions): Grants {
  const kept: KeptTokens = new Map();
  const { credentials, now } = options;
  return {
    grant: async (wishes, patience) => {
      const read = [...wishes].map(async ([id, wanted]): Promise<Wish> => {
        return { ...wanted, id, credentials: await credentials.read(wanted.place, patience.signal) };
      });
      const groups = byLogin(await Promise.all(read));
      for (const [name, { token }] of kept) if (now() >= token.renewAt) kept.delete(name);
      const granted = await Promise.all(
        groups.map((group) => grantGroup(options, { kept, group }, patience)),
      );
      const results = granted.flat();
      for (const [id, result] of results) {
        const place = wishes.get(id)?.place;
        if (place && 'reason' in result && result.reason === 'unauthorised')
          credentials.forget(place.registry);
      }
      return new Map(results);
    },
    refused: ({ registry }, { header, demand, isShared }) => {
      for (const [name, other] of kept) {
        const isIt = other.registry === registry && other.token.header === header;
        if (isIt && other.demand === idOf(demand)) kept.delete(name);
      }
      // That one token of several was refused says nothing of the login.
      if (!isShared) credentials.forget(registry);
    },
  };
}

type KeptTokens = Map<string, Kept>;

interface Kept {
  readonly token: Token;
  readonly registry: string;
  readonly demand: string;
}

interface Wish extends Wanted {
  readonly id: string;
  readonly credentials: Credentials;
}

function byLogin(wishes: readonly Wish[]): readonly (readonly Wish[])[] {
  const groups = new Map<string, Wish[]>();
  for (const wish of wishes) {
    const login = keyOf(wish.credentials);
    groups.set(login, [...(groups.get(login) ?? []), wish]);
  }
  return [...groups.values()];
}

/** Tells logins apart, and does not hold them. */
function keyOf(credentials: Credentials): string {
  return createHash('sha256').update(JSON.stringify(credentials)).digest('base64');
}

type Results = readonly (readonly [id: string, result: Authorisation | Failure])[];

interface Group {
  readonly kept: KeptTokens;
  readonly group: readonly Wish[];
}

/** All of the group have the same login, and the same token service where they want a token. */
async function grantGroup(
  options: GrantOptions,
  { kept, group }: Group,
  patience: Patience,
): Promise<Results> {
  const [first] = group;
  if (!first) return [];
  const local = withoutToken(first);
  if (local) return group.map((wish) => [wish.id, 'reason' in local ? local : authorised(wish, local)]);
  const found = group.map((wish) => ({ wish, ...bearerOf(wish), token: recall(kept, wish) }));
  const missing = found.filter(({ token }) => token === null).map(({ scope }) => scope);
  const { realm, service } = bearerOf(first);
  const request = { realm, service, credentials: first.credentials, login: loginOf(first) };
  const tokens = await requestTokens(options, request, [...new Set(missing)], patience);
  return found.map(({ wish, scope, token }) => {
    if (token) return [wish.id, authorised(wish, { ...token, isRemembered: true })];
    const granted = tokens.get(scope) ?? CANCELLED;
    if ('reason' in granted) return [wish.id, granted];
    kept.set(nameOf(wish), { token: granted, registry: wish.place.registry, demand: idOf(wish.demand) });
    return [wish.id, authorised(wish, granted)];
  });
}

/** What needs no token service, or may not use it; null where one is to be asked. */
function withoutToken(wish: Wish): { readonly header: string } | Failure | null {
  const { place, demand, credentials } = wish;
  if (credentials.kind === 'registry-token') return { header: `Bearer ${credentials.token}` };
  if (demand.kind === 'bearer') {
    if (mayLeadTo(place.endpoint, demand.realm)) return null;
    return { reason: 'untrusted-address', purpose: 'login', address: addressOf(demand.realm) };
  }
  if (credentials.kind === 'basic') return { header: basicHeader(credentials) };
  const login: Login = credentials.kind === 'anonymous' ? credentials.login : { kind: 'unknown-method' };
  return { reason: 'unauthorised', login };
}

function loginOf({ credentials }: Wish): Login {
  return credentials.kind === 'anonymous' ? credentials.login : { kind: 'refused' };
}

function authorised(
  wish: Wish,
  { header, isShared = false, isRemembered = false }: Pick<Authorisation, 'header'> & Partial<Authorisation>,
): Authorisation {
  return { header, login: loginOf(wish), demand: wish.demand, isShared, isRemembered };
}

type BearerDemand = Extract<Demand, { kind: 'bearer' }>;

/** A demand that only a token meets. */
function bearerOf({ demand }: Wish): BearerDemand {
  if (demand.kind === 'basic') throw new TypeError('Basic authentication needs no token');
  return demand;
}

function nameOf({ place, demand, credentials }: Wish): string {
  return `${place.registry} ${keyOf(credentials)} ${idOf(demand)}`;
}

function recall(kept: KeptTokens, wish: Wish): Token | null {
  const token = kept.get(nameOf(wish))?.token ?? null;
  return wish.alone && token?.isShared ? null : token;
}
