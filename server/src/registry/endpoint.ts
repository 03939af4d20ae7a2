/** Where a registry's API answers, ending in `/v2/`; null where the registry's name is no valid address. */
export function registryEndpoint(registry: string): URL | null {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  if (!URL.canParse(`https://${host}/v2/`)) return null;
  const secure = new URL(`https://${host}/v2/`);
  return isLoopback(secure) ? new URL(`http://${host}/v2/`) : secure;
}

/** The address of a manifest or a blob; `target` is a tag or a digest, whose colon stands as it is (RFC 3986, section 3.3). */
export function contentUrl(
  endpoint: URL,
  repository: string,
  kind: 'manifests' | 'blobs',
  target: string,
): URL {
  const path = repository.split('/').map(encodeSegment).join('/');
  return new URL(`${path}/${kind}/${encodeSegment(target)}`, endpoint);
}

/**
 * Whether what one server says may lead to another address: only to HTTP, in plain text only between loopback
 * addresses, never with a login inside, and never from outside into this machine or its private network.
 */
export function mayLeadTo(from: URL, to: URL): boolean {
  if (to.username !== '' || to.password !== '') return false;
  if (to.protocol === 'http:') return from.protocol === 'http:' && isLoopback(from) && isLoopback(to);
  if (to.protocol !== 'https:') return false;
  return isPrivate(from) || !isPrivate(to);
}

/** Scheme, host and port, without what may hold a secret. */
export function addressOf(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

/** `localhost` and the names below it (RFC 6761, section 6.3), 127.0.0.0/8 and [::1]. */
function isLoopback(url: URL): boolean {
  const hostname = hostOf(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** Loopback, private (RFC 1918, RFC 4193), shared (RFC 6598) and link-local addresses, also as IPv6 writes IPv4. */
function isPrivate(url: URL): boolean {
  const hostname = hostOf(url);
  if (isLoopback(url)) return true;
  if (hostname.startsWith('[')) return /^\[(?:::|::ffff:.*|f[cd].*|fe[89ab].*)\]$/.test(hostname);
  const parts = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(hostname);
  if (!parts) return false;
  const [first, second] = [Number(parts[1]), Number(parts[2])];
  return (
    first === 0 ||
    first === 10 ||
    (first === 100 && second >= 64 && second < 128) ||
    (first === 169 && second === 254) ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168)
  );
}

/** The host without the dot that may end a full name. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/\.$/, '');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3A', ':');
}
