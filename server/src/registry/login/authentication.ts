import { demandFor, demandOf, wayOf, type Demand, type Way } from './challenge';
import { createFirstRequests, type FirstOutcome } from './firstRequest';
import {
  createGrants,
  type Authorisation,
  type GrantOptions,
  type Grants,
  type Place,
  type Wanted,
} from './grants';
import { createRefusedPasswords } from './refusedPasswords';
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
  /** Told that it did. */
  readonly accepted: (place: Place, authorisation: Authorisation) => void;
  /** Whether a password was refused so often just now that nobody is to try it. */
  readonly isSpent: (place: Place, authorisation: Authorisation) => boolean;
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
  const verdicts = createVerdicts({ ways, grants }, options.now);
  const meet: Authentication['meet'] = async (wanted, patience) => {
    const granted = await gather(wishOf(wanted), patience);
    if ('reason' in granted || !verdicts.isSpent(wanted.place, granted)) return granted;
    return { reason: 'unauthorised', login: granted.login };
  };
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
      // A wrong password is not to be sent by all.
      if (demand?.kind === 'bearer') ways.set(registry, wayOf(demand, repository));
      return demand;
    },
    meet,
    ...verdicts,
  };
}

/** What comes of what was sent; that passwords are wanted is known to all once one has served. */
function createVerdicts(
  { ways, grants }: { readonly ways: Map<string, Way>; readonly grants: Pick<Grants, 'refused'> },
  now: () => number,
): Pick<Authentication, 'refused' | 'accepted' | 'isSpent'> {
  const passwords = createRefusedPasswords(now);
  return {
    refused: (place, authorisation) => {
      const { demand, header } = authorisation;
      if (demand.kind === 'basic') passwords.refused(place.registry, header);
      grants.refused(place, authorisation);
    },
    accepted: ({ registry }, { demand, header }) => {
      if (demand.kind !== 'basic') return;
      ways.set(registry, demand);
      passwords.accepted(registry, header);
    },
    isSpent: ({ registry }, { demand, header }) =>
      demand.kind === 'basic' && passwords.isSpent(registry, header),
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
