/** One challenge of a `WWW-Authenticate` header; scheme and parameter names are in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The way in which a registry wants to be asked. */
export type Demand =
  | { readonly kind: 'bearer'; readonly realm: URL; readonly service: string | null; readonly scope: string }
  | { readonly kind: 'basic' };

/** What to do about a 401, by its `WWW-Authenticate` header; null where no known way is offered. */
export function demandOf(header: string | null, repository: string): Demand | null {
  const challenges = parseChallenges(header ?? '');
  const bearers = challenges.filter(({ scheme }) => scheme === 'bearer');
  for (const { parameters } of bearers) {
    const realm = parameters.get('realm') ?? '';
    if (!URL.canParse(realm)) continue;
    const scope = parameters.get('scope') ?? '';
    return {
      kind: 'bearer',
      realm: new URL(realm),
      service: parameters.get('service') ?? null,
      scope: scope === '' ? `repository:${repository}:pull` : scope,
    };
  }
  // A bearer challenge whose realm is no address comes from registries that take a name and a password themselves.
  return bearers.length > 0 || challenges.some(({ scheme }) => scheme === 'basic') ? { kind: 'basic' } : null;
}

/** What one repository's challenge says of how a registry wants to be asked for the others. */
export type Way =
  | {
      readonly kind: 'bearer';
      readonly realm: URL;
      readonly service: string | null;
      readonly scopeOf: (repository: string) => string;
    }
  | { readonly kind: 'basic' };

export function wayOf(demand: Demand, repository: string): Way {
  if (demand.kind === 'basic') return demand;
  const { realm, service, scope } = demand;
  const own = `:${repository}:`;
  const isOneForAll = !scope.startsWith('repository:');
  const scopeOf = (other: string): string => {
    if (scope.includes(own)) return scope.replaceAll(own, () => `:${other}:`);
    return isOneForAll ? scope : `repository:${other}:pull`;
  };
  return { kind: 'bearer', realm, service, scopeOf };
}

export function demandFor(way: Way, repository: string): Demand {
  if (way.kind === 'basic') return way;
  const { kind, realm, service, scopeOf } = way;
  return { kind, realm, service, scope: scopeOf(repository) };
}

/** Tells the demands of a registry apart. */
export function idOf(demand: Demand): string {
  return demand.kind === 'basic'
    ? 'basic'
    : JSON.stringify([demand.realm.href, demand.service, demand.scope]);
}

/**
 * Reads a `WWW-Authenticate` header, which may hold several challenges (RFC 9110, section 11.6.1). What does not fit
 * the grammar is passed over up to the next comma.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const text = header.slice(0, MAX_LENGTH);
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let position = 0;
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match) position = pattern.lastIndex;
    return match;
  };
  while (position < text.length) {
    const parameter = read(PARAMETER);
    const scheme = parameter ? null : read(SCHEME);
    if (parameter) {
      const [, name = '', quoted, plain = ''] = parameter;
      const parameters = challenges.at(-1)?.parameters;
      if (!parameters?.has(name.toLowerCase())) {
        parameters?.set(name.toLowerCase(), quoted?.replace(/\\(.)/gs, '$1') ?? plain);
      }
    } else if (scheme) {
      challenges.push({ scheme: scheme[0].toLowerCase(), parameters: new Map() });
      read(TOKEN68);
    } else {
      read(REST);
    }
    read(SEPARATOR);
  }
  return challenges;
}

const MAX_LENGTH = 16_384;
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(`(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]+))`, 'sy');
const SCHEME = new RegExp(`${TOKEN}(?=[\\s,]|$)`, 'y');
/** Credentials in one piece after a scheme, as `Negotiate` has them. */
const TOKEN68 = /[ \t]+[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;
const REST = /[^,]*/y;
const SEPARATOR = /[\s,]*/y;
