import type { Environment } from '../environment';
import type { ImageReference } from '../syntax/imageReference';
import type { Target } from './manifests';
import { readMirrors, type Mirror } from './mirrors';
import { registryEndpoint } from './network/endpoint';
import type { RegistrySettings } from './registrySettings';
import type { Failure } from './unresolved';
import { upstreamOf } from './upstream';

/** Who may be asked about a reference. */
export interface Upstreams {
  /** The one to ask first. */
  readonly of: (reference: ImageReference) => Target;
  /** Those to ask when that one cannot be: the mirrors of Docker Hub. A cache may lag behind, so it comes second. */
  readonly instead: (target: Target, failure: Failure) => Promise<readonly Target[]>;
}

export function createUpstreams(environment: Environment, settings: () => RegistrySettings): Upstreams {
  const isAllowed = ({ registry, plainHttp }: Mirror): boolean => {
    const endpoint = registryEndpoint(registry, settings().plainHttpHosts);
    if (endpoint?.protocol === (plainHttp ? 'http:' : 'https:')) return true;
    environment.log(
      `The mirror ${registry} is not asked: plain HTTP is for loopback and for hosts that are set.`,
    );
    return false;
  };
  return {
    of: (reference) => upstreamOf(reference, settings()),
    instead: async (target, { reason }) => {
      if (target.registry !== 'docker.io' || !CANNOT_BE_ASKED.has(reason)) return [];
      const mirrors = await readMirrors(environment);
      return mirrors.filter(isAllowed).map(({ registry }) => ({ ...target, registry }));
    },
  };
}

const CANNOT_BE_ASKED: ReadonlySet<Failure['reason']> = new Set([
  'unreachable',
  'rate-limited',
  'server-error',
]);
