import type { Environment, Route } from '../../environment';
import { createProxyDispatcher } from './proxyDispatcher';
import { createTrust, type Trust } from './trust';

type Fetch = Environment['fetch'];

const CONNECT_TIMEOUT = 10_000;
const KEEP_ALIVE = 10_000;
/** Ways to hosts that are kept open; a person has a proxy and a few registries with certificates of their own. */
const MAX_ROUTES = 20;

/**
 * HTTP by undici, which is loaded with the first request. No redirect is followed; connections are kept for the next
 * request, and idle ones do not keep the process alive.
 */
export function createFetch(log: (message: string) => void = () => undefined): Fetch {
  let client: Promise<Fetch> | null = null;
  return async (url, init) => (await (client ??= loadClient(log)))(url, init);
}

async function loadClient(log: (message: string) => void): Promise<Fetch> {
  const undici = await import('undici');
  const trust = createTrust(log);
  const dispatcherFor = remembered((route: Route) => {
    const { proxy, systemAuthorities, verifyProxy } = route;
    const hostTls = { ...trustOptions(trust, route), timeout: CONNECT_TIMEOUT };
    if (proxy === null) return new undici.Agent({ connect: hostTls, keepAliveTimeout: KEEP_ALIVE });
    const proxyTls = {
      ...trustOptions(trust, { ...NO_OTHERS, systemAuthorities }),
      timeout: CONNECT_TIMEOUT,
      rejectUnauthorized: verifyProxy,
    };
    return createProxyDispatcher(undici, { proxy, proxyTls, hostTls, keepAliveTimeout: KEEP_ALIVE });
  });
  return (url, { route, ...init }) =>
    undici.fetch(url, { ...init, redirect: 'manual', dispatcher: dispatcherFor(secureOnly(url, route)) });
}

/** A plain connection has no use for certificates, so that it needs none to be read. */
function secureOnly(url: string, route: Route): Route {
  if (url.startsWith('https:') || route.proxy?.startsWith('https:') === true) return route;
  return { ...route, systemAuthorities: false, authorities: [], clientCertificate: null };
}

/** The runtime's own trust where nothing else is wanted. */
function trustOptions(
  trust: Trust,
  route: Parameters<Trust>[0],
): { readonly secureContext?: ReturnType<Trust> } {
  const isPlain =
    !route.systemAuthorities && route.authorities.length === 0 && route.clientCertificate === null;
  return isPlain ? {} : { secureContext: trust(route) };
}

/** A proxy is told nothing of what is set up for the hosts behind it. */
const NO_OTHERS = { authorities: [], clientCertificate: null };

/** Dispatchers by what they are for; the one that was used least lately goes first. */
function remembered<Dispatcher extends { readonly close: () => Promise<void> }>(
  create: (route: Route) => Dispatcher,
): (route: Route) => Dispatcher {
  const known = new Map<string, Dispatcher>();
  return (route) => {
    const key = JSON.stringify(route);
    const dispatcher = known.get(key) ?? create(route);
    known.delete(key);
    known.set(key, dispatcher);
    const [[oldest, unused] = []] = known;
    if (known.size > MAX_ROUTES && oldest !== undefined) {
      known.delete(oldest);
      unused?.close().catch(() => undefined);
    }
    return dispatcher;
  };
}
