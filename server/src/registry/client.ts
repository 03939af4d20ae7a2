import type { Environment, Route } from '../environment';
import { createAuthentication, type Authentication, type Prepared } from './login/authentication';
import { idOf, type Demand } from './login/challenge';
import type { FirstOutcome } from './login/firstRequest';
import type { Authorisation, GrantOptions, Place } from './login/grants';
import { addressOf, contentUrl, registryEndpoint } from './network/endpoint';
import { createExchange, type Answer, type Exchange } from './network/exchange';
import { createHosts, type HostState } from './network/hosts';
import { delay, type Patience } from './network/waiting';
import type { RegistrySettings } from './registrySettings';
import { CANCELLED, type Failure, type Login } from './unresolved';

export interface ContentRequest {
  readonly method: 'GET' | 'HEAD';
  readonly registry: string;
  readonly repository: string;
  readonly kind: 'manifests' | 'blobs' | 'referrers';
  /** A tag or a digest. */
  readonly target: string;
  /** With its question mark, as a registry gave it for the next page of a list. */
  readonly query?: string;
  readonly accept: string;
  readonly maxBytes: number;
}

/** Asks for a manifest or a blob, logged in as the registry wants it; a status that is no failure by itself is left to the caller. */
export type RegistryClient = (request: ContentRequest, patience: Patience) => Promise<Answer | Failure>;

export interface Registries {
  readonly ask: RegistryClient;
  /** The hosts that were asked so far: registries, their token services, and where they redirect to. */
  readonly hosts: () => readonly HostState[];
}

export interface RegistryClientOptions extends Pick<GrantOptions, 'credentials'> {
  readonly environment: Pick<Environment, 'fetch' | 'now' | 'log'>;
  readonly settings: () => Pick<RegistrySettings, 'plainHttpHosts'>;
  readonly routeTo: (url: URL) => Promise<Route | Failure>;
  /** Milliseconds, about, before the first retry. */
  readonly retryDelay: number;
  /** How time passes where `environment.now` is no real clock. */
  readonly wait?: typeof delay;
}

export function createRegistryClient(options: RegistryClientOptions): Registries {
  const { environment, settings, credentials, wait = delay } = options;
  const { now, log } = environment;
  const hosts = createHosts({ now, log, wait });
  const exchange = createExchange({ ...options, hosts, wait });
  const authentication = createAuthentication({ exchange, now, credentials, wait });
  const ask: RegistryClient = async (request, patience) => {
    const { registry, repository } = request;
    const endpoint = registryEndpoint(registry, settings().plainHttpHosts);
    if (!endpoint)
      return { reason: 'unreachable', problem: 'invalid-address', host: registry, code: 'ERR_INVALID_URL' };
    if (patience.signal.aborted) return CANCELLED;
    const place: Place = { registry, repository, endpoint };
    const prepared = await authentication.prepare(place, patience);
    if ('reason' in prepared) return prepared;
    try {
      return await converse({ authentication, exchange, place, prepared }, request, patience);
    } finally {
      prepared.settle('left');
    }
  };
  return { ask, hosts: hosts.states };
}

/** A registry that wants one demand met after the other is left at that. */
const MAX_DEMANDS = 2;
const MAX_ATTEMPTS = 6;

interface Conversation {
  readonly authentication: Authentication;
  readonly exchange: Exchange;
  readonly place: Place;
  readonly prepared: Prepared;
}

async function converse(
  { authentication, exchange, place, prepared }: Conversation,
  { method, kind, target, query = '', accept, maxBytes }: ContentRequest,
  patience: Patience,
): Promise<Answer | Failure> {
  const url = contentUrl(place.endpoint, place.repository, kind, target);
  url.search = query;
  const met = new Set<string>();
  let { authorisation } = prepared;
  if (authorisation) note(met, authorisation);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const authorization = authorisation?.header ?? null;
    const answer = await exchange({ method, url, accept, authorization, maxBytes }, patience);
    const isRefusal = !('reason' in answer) && (answer.status === 401 || answer.status === 403);
    if (!isRefusal || answer.url.origin !== url.origin) {
      if (authorisation && !('reason' in answer)) authentication.accepted(place, authorisation);
      prepared.settle(outcomeOf(answer));
      return isRefusal ? elsewhere(answer) : answer;
    }
    const challenged = answer.status === 401 || authorisation !== null;
    const challenge = challenged ? answer.headers.get('www-authenticate') : null;
    const demand = authentication.demand(place, challenge);
    // Those that wait know from now on how the registry wants to be asked, unless a password is still to be tried.
    const isForbidden = answer.status === 403;
    if (authorisation && isForbidden) authentication.accepted(place, authorisation);
    const isPassword = (demand ?? authorisation?.demand)?.kind === 'basic';
    if (!isPassword || isForbidden) prepared.settle('answered');
    if (!demand && !authorisation && challenged)
      return { reason: 'unauthorised', login: { kind: 'unknown-method' } };
    const better = await meetAgain({ authentication, place, met }, { demand, authorisation }, patience);
    if ('reason' in better) {
      prepared.settle(outcomeOfLogin(better, { authentication, place, authorisation }));
      return better;
    }
    authorisation = better;
  }
  return unauthorised(authorisation);
}

interface Refused {
  readonly demand: Demand | null;
  readonly authorisation: Authorisation | null;
}

/** What to try after a refusal: another demand, the same once more where what was sent was old or for several, or nothing. */
async function meetAgain(
  {
    authentication,
    place,
    met,
  }: Pick<Conversation, 'authentication' | 'place'> & { readonly met: Set<string> },
  { demand, authorisation }: Refused,
  patience: Patience,
): Promise<Authorisation | Failure> {
  if (authorisation) authentication.refused(place, authorisation);
  const wanted = demand ?? authorisation?.demand;
  if (!wanted || met.has(idOf(wanted)) || met.size === MAX_DEMANDS) return unauthorised(authorisation);
  const alone = authorisation?.isShared ?? false;
  const granted = await authentication.meet({ place, demand: wanted, alone }, patience);
  if ('reason' in granted) return granted;
  // A token may be another one although it reads the same; a password is not.
  if (wanted.kind === 'basic' && granted.header === authorisation?.header) return unauthorised(authorisation);
  note(met, granted);
  return granted;
}

/** A demand that was met for this request alone is not met again. */
function note(met: Set<string>, { demand, isShared, isRemembered }: Authorisation): void {
  if (!isShared && !isRemembered) met.add(idOf(demand));
}

function outcomeOf(answer: Answer | Failure): FirstOutcome {
  if (!('reason' in answer)) return 'answered';
  return answer.reason === 'cancelled' ? 'left' : answer;
}

/** Without a password the others may ask as well; one that was refused is tried by another, or by nobody any more. */
function outcomeOfLogin(
  failure: Failure,
  {
    authentication,
    place,
    authorisation,
  }: Pick<Conversation, 'authentication' | 'place'> & Pick<Refused, 'authorisation'>,
): FirstOutcome {
  if (authorisation) return authentication.isSpent(place, authorisation) ? failure : 'left';
  if (failure.reason !== 'unauthorised') return 'left';
  return failure.login.kind === 'refused' ? failure : 'answered';
}

function unauthorised(authorisation: Authorisation | null): Failure {
  const login: Login = authorisation?.login ?? { kind: 'none' };
  return { reason: 'unauthorised', login };
}

/** A login is for the registry alone, so a redirect that ends at a login elsewhere leads nowhere. */
function elsewhere({ status, url }: Answer): Failure {
  return { reason: 'invalid-response', detail: `redirects to ${addressOf(url)}, which answers ${status}` };
}
