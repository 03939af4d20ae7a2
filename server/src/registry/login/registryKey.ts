import type { ConfigurationStyle } from './configurations';
import { isRecord } from '../json';

/** A repository of a registry, both as a reference names them in full. */
export interface LoginPlace {
  readonly registry: string;
  readonly repository: string;
}

/** The keys of a section that are for a place, the one that says it best first. */
export function keysFor(
  { registry, repository }: LoginPlace,
  section: unknown,
  style: ConfigurationStyle,
): readonly string[] {
  if (!isRecord(section)) return [];
  const exact = style !== 'podman' && registry === 'docker.io' ? DOCKER_HUB_SERVER : registry;
  const closeness = (key: string): number => {
    const { host, path } = partsOf(key);
    if (host !== partsOf(registry).host) return 0;
    if (key === exact) return 3;
    if (path === '' || VERSION.test(path)) return 2;
    if (style !== 'podman') return 1;
    return repository === path || repository.startsWith(`${path}/`) ? 3 + path.length : 0;
  };
  return Object.keys(section)
    .map((key) => ({ key, closeness: closeness(key) }))
    .filter((found) => found.closeness > 0)
    .sort((left, right) => right.closeness - left.closeness)
    .map(({ key }) => key);
}

/** What a helper of Docker's is asked for. */
export function serverOf(registry: string): string {
  return registry === 'docker.io' ? DOCKER_HUB_SERVER : registry;
}

/** Docker Hub's logins have had several names. */
const DOCKER_HUB_SERVER = 'https://index.docker.io/v1/';
const DOCKER_HUB_HOSTS: readonly string[] = ['index.docker.io', 'registry-1.docker.io'];

/** The registry's interface, as old clients wrote it after the host. */
const VERSION = /^v\d+$/;

/** Keys may be a host, a URL with a path such as `/v1/`, or, podman's, a host and the beginning of a repository. */
function partsOf(key: string): { readonly host: string; readonly path: string } {
  const [first = '', ...others] = key.replace(/^https?:\/\//i, '').split('/');
  const host = first.toLowerCase();
  return {
    host: DOCKER_HUB_HOSTS.includes(host) ? 'docker.io' : host,
    path: others.join('/').replace(/\/+$/, ''),
  };
}
