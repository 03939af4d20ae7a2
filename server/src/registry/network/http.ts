import type { Environment, Route } from '../../environment';
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
  const { Agent, ProxyAgent, fetch } = await import('undici');
  const trust = createTrust(log);
  const common = { connectTimeout: CONNECT_TIMEOUT, keepAliveTimeout: KEEP_ALIVE };
  const dispatcherFor = remembered((route: Route) => {
    const tls = { ...trustOptions(trust, route), timeout: CONNECT_TIMEOUT };
    if (route.proxy === null) return new Agent({ ...common, connect: tls });
    const proxyTls = {
      timeout: CONNECT_TIMEOUT,
      ...trustOptions(trust, PROXY),
      rejectUnauthorized: route.verifyProxy,
    };
    // What is not encrypted goes through a proxy as it is, as proxies often tunnel to port 443 alone.
    return new ProxyAgent({ ...common, uri: route.proxy, requestTls: tls, proxyTls, proxyTunnel: false });
  });
  return (url, { route, ...init }) =>
    fetch(url, { ...init, redirect: 'manual', dispatcher: dispatcherFor(secureOnly(url, route)) });
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

/** What a proxy's own certificate is checked by. */
const PROXY = { systemAuthorities: true, authorities: [], clientCertificate: null };

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
