import type * as Undici from 'undici';
import type { Dispatcher, Pool, ProxyAgent, buildConnector } from 'undici';

export interface ProxyWay {
  /** The proxy's URL, with the login for it where there is one. */
  readonly proxy: string;
  /** For the connection to the proxy, where that has https. */
  readonly proxyTls: buildConnector.BuildOptions;
  /** For the connection to the host behind it. */
  readonly hostTls: buildConnector.BuildOptions;
  /** Milliseconds that an idle connection is kept. */
  readonly keepAliveTimeout: number;
}

/** The name of the error that wraps what kept a connection to the proxy, or a tunnel through it, from being made. */
export const NO_WAY_THROUGH_PROXY = 'NoWayThroughProxy';
/** Milliseconds in which a proxy has to make a tunnel. */
const TUNNEL_TIMEOUT = 15_000;

/**
 * Requests through an HTTP proxy: those with https in a tunnel that it cannot look into, others as they are, since
 * proxies often tunnel to port 443 alone (to a proxy that itself has https, undici tunnels them too). undici's agent does
 * not say whose connection has failed; this one does.
 */
export function createProxyDispatcher(
  undici: Pick<typeof Undici, 'buildConnector' | 'Pool' | 'ProxyAgent'>,
  way: ProxyWay,
): ProxyAgent {
  const { keepAliveTimeout, hostTls, proxyTls } = way;
  const proxy = new URL(way.proxy);
  const uri = `${proxy.origin}/`;
  const token = loginFor(proxy);
  const connect = saying(undici.buildConnector(proxyTls));
  const options = { connect, keepAliveTimeout, headersTimeout: TUNNEL_TIMEOUT };
  const toProxy = (): Pool => new undici.Pool(proxy.origin, options);
  return new undici.ProxyAgent({
    uri,
    ...(token !== null && { token }),
    keepAliveTimeout,
    requestTls: hostTls,
    proxyTunnel: false,
    clientFactory: () => failingOnce(toProxy()),
    // Without a tunnel it asks for the proxy as given; hosts are origins, which have no slash at the end.
    factory: (target: string | URL, options: object): Dispatcher =>
      String(target) === uri ? toProxy() : new undici.Pool(target, options),
  });
}

/** RFC 7617; a password may be empty, as where a token stands for the name, and what is badly encoded is taken as written. */
function loginFor({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const login = [username, password].map(decoded).join(':');
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Without this, undici tries again without end and without a pause where a proxy closes the connection instead of
 * answering: it takes that error for one of a connection that was idle.
 */
function failingOnce(pool: Pool): Dispatcher {
  const connect = pool.connect.bind(pool);
  const once = (options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> =>
    connect(options).catch((error: unknown) => {
      throw noWay(error);
    });
  return Object.assign(pool, { connect: once });
}

function saying(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    // What the agent gives may be an address, which is no server name (RFC 6066); left out, it is taken from the host.
    const { servername: _given, ...others } = options;
    connect(others, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(noWay(error), null);
    });
  };
}

function noWay(cause: unknown): Error {
  return Object.assign(new Error('', { cause }), { name: NO_WAY_THROUGH_PROXY });
}
