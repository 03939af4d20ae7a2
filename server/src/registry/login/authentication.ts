import { demandFor, demandOf, wayOf, type Demand, type Way } from './challenge';
import { createFirstRequests, type FirstOutcome } from './firstRequest';
import { createGrants, type Authorisation, type GrantOptions, type Place, type Wanted } from './grants';
import { CANCELLED, type Failure } from '../unresolved';
import { createGathering, type Wish } from '../network/gathering';
import type { delay, Patience } from '../network/waiting';

export interface Authentication {
  /**
   * How to ask for a repository. Where it is not known how the registry wants to be asked, the first caller goes ahead
   * without a login and the others wait for what comes of it.
   */
  readonly prepare: (place: Place, patience: Patience) => Promise<Prepared | Failure>;
  /** What a 401 asks for, by its `WWW-Authenticate` header; null where it is no demand that can be met. */
  readonly demand: (place: Place, header: string | null) => Demand | null;
  /** One token serves all that are asked for in the same moment, but for those that must be `alone`. */
  readonly meet: (wanted: Wanted, patience: Patience) => Promise<Authorisation | Failure>;
  /** Told that a registry did not accept it. */
  readonly refused: (place: Place, authorisation: Authorisation) => void;
}

export interface Prepared {
  readonly authorisation: Authorisation | null;
  /** Must be called in the end with what came of the request. */
  readonly settle: (outcome: FirstOutcome) => void;
}

export interface AuthenticationOptions extends GrantOptions {
  readonly wait: typeof delay;
}

/** Logs in as registries ask for it: with tokens, each kept by registry, login and scope, or with a name and a password. */
export function createAuthentication(options: AuthenticationOptions): Authentication {
  const ways = new Map<string, Way>();
  const firstRequests = createFirstRequests(options.wait);
  const grants = createGrants(options);
  const gather = createGathering<Wanted, Authorisation | Failure>(grants.grant, () => CANCELLED);
  const meet: Authentication['meet'] = (wanted, patience) => gather(wishOf(wanted), patience);
  return {
    prepare: async (place, patience) => {
      const { registry, repository } = place;
      if (!ways.has(registry)) {
        const first = await firstRequests.enter(registry, patience.signal);
        if (typeof first === 'function') return { authorisation: null, settle: first };
        if (first) return first;
      }
      const way = ways.get(registry);
      if (!way) return UNKNOWN;
      const demand = demandFor(way, repository);
      const granted = await meet({ place, demand, alone: false }, patience);
      if (!('reason' in granted)) {
        // A password that nobody was asked for just now may be an old one.
        const isRemembered = granted.isRemembered || demand.kind === 'basic';
        return { authorisation: { ...granted, isRemembered }, settle: nothing };
      }
      if (granted.reason === 'unauthorised') return demand.kind === 'basic' ? UNKNOWN : granted;
      // The registry may have another token service by now.
      if (granted.reason !== 'cancelled' && granted.reason !== 'rate-limited') {
        ways.delete(registry);
        firstRequests.forget(registry);
      }
      return granted;
    },
    demand: ({ registry, repository }, header) => {
      const demand = demandOf(header, repository);
      if (demand) ways.set(registry, wayOf(demand, repository));
      return demand;
    },
    meet,
    refused: grants.refused,
  };
}

const nothing = (): void => undefined;
const UNKNOWN: Prepared = { authorisation: null, settle: nothing };

/** Those that share a group share a token. */
function wishOf(wanted: Wanted): Wish<Wanted> {
  const { place, demand, alone } = wanted;
  const [service, scope] =
    demand.kind === 'basic' ? ['', ''] : [`${demand.realm.href} ${demand.service}`, demand.scope];
  const id = `${place.repository} ${scope}`;
  const group = `${place.registry} ${service}`;
  return { group: alone ? `${group} ${id}` : group, id, item: wanted };
}
