import { parseImageReference, type ImageReference } from './imageReference';

/** The repository of an image as people name it, without `docker.io/library/` and the tag; null for no reference. */
export function familiarRepository(image: string | null): string | null {
  const reference = image === null ? null : parseImageReference(image);
  if (reference?.kind !== 'reference') return null;
  const { registry, repository } = reference;
  return registry === 'docker.io' ? repository.replace(/^library\//, '') : `${registry}/${repository}`;
}

/** Whether an image is a reverse proxy that usually receives all traffic of a host. */
export function isEdgeProxy(image: string | null): boolean {
  const name = familiarRepository(image)?.split('/').at(-1) ?? '';
  return EDGE_PROXIES.has(name);
}

const EDGE_PROXIES: ReadonlySet<string> = new Set([
  'acme-companion',
  'caddy',
  'caddy-docker-proxy',
  'docker-letsencrypt-nginx-proxy-companion',
  'envoy',
  'haproxy',
  'ingress',
  'nginx-proxy',
  'nginx-proxy-manager',
  'swag',
  'traefik',
]);

/** Whether the registry of an image is in its own network, so that the image is built there. */
export function isOfLocalRegistry({ registry }: ImageReference): boolean {
  return /\.(?:local|localhost)$/.test(registry.replace(/:\d+$/, ''));
}
