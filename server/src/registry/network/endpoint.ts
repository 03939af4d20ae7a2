import { isLoopback, zoneOf } from './zone';

/**
 * Where a registry's API answers, ending in `/v2/`; null where the registry's name is no valid address. TLS is left out
 * on loopback and for those of `plainHttpHosts`, which name a registry as references do; never for Docker Hub.
 */
export function registryEndpoint(registry: string, plainHttpHosts: readonly string[] = []): URL | null {
  if (registry === 'docker.io') return new URL('https://registry-1.docker.io/v2/');
  if (!URL.canParse(`https://${registry}/v2/`)) return null;
  const secure = new URL(`https://${registry}/v2/`);
  if (secure.pathname !== '/v2/' || secure.username !== '' || secure.password !== '') return null;
  const isNamed = plainHttpHosts.some((host) => host.toLowerCase() === registry.toLowerCase());
  return isNamed || isLoopback(secure) ? new URL(`http://${registry}/v2/`) : secure;
}

/** The address of a manifest or a blob; `target` is a tag or a digest, whose colon stands as it is (RFC 3986, section 3.3). */
export function contentUrl(
  endpoint: URL,
  repository: string,
  kind: 'manifests' | 'blobs' | 'referrers',
  target: string,
): URL {
  const path = repository.split('/').map(encodeSegment).join('/');
  return new URL(`${path}/${kind}/${encodeSegment(target)}`, endpoint);
}

/**
 * Whether what one server says may lead to another address: only to HTTP; in plain text only from plain text, and then on
 * the same host or between loopback addresses; never with a login inside; and never further inside than the server
 * itself is: from the public network into a private one, or from elsewhere into this machine.
 */
export function mayLeadTo(from: URL, to: URL): boolean {
  if (to.username !== '' || to.password !== '') return false;
  if (to.protocol === 'http:') {
    const isNear = to.hostname === from.hostname || (isLoopback(from) && isLoopback(to));
    return from.protocol === 'http:' && isNear;
  }
  return to.protocol === 'https:' && (to.hostname === from.hostname || zoneOf(from) >= zoneOf(to));
}

/** Scheme, host and port, without what may hold a secret. */
export function addressOf(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3A', ':');
}
