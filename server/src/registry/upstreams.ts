import type { Environment } from '../environment';
import type { ImageReference } from '../syntax/imageReference';
import type { Target } from './manifests';
import { readMirrors, type Mirror } from './mirrors';
import type { RegistrySettings } from './registrySettings';
import type { Failure } from './unresolved';
import { upstreamOf } from './upstream';

/** Who may be asked about a reference. */
export interface Upstreams {
  /** The one to ask first. */
  readonly of: (reference: ImageReference) => Target;
  /** Those to ask when that one cannot be: the mirrors of Docker Hub. A cache may lag behind, so it comes second. */
  readonly instead: (target: Target, failure: Failure) => Promise<readonly Target[]>;
  /** The user's settings, with what the mirrors need. */
  readonly settings: () => RegistrySettings;
}

export function createUpstreams(environment: Environment, settings: () => RegistrySettings): Upstreams {
  let mirrors: readonly Mirror[] = [];
  return {
    of: (reference) => upstreamOf(reference, settings()),
    instead: async (target, { reason }) => {
      if (target.registry !== 'docker.io' || !CANNOT_BE_ASKED.has(reason)) return [];
      mirrors = await readMirrors(environment);
      return mirrors.map(({ registry }) => ({ ...target, registry }));
    },
    settings: () => {
      const own = settings();
      const plain = mirrors.filter(({ plainHttp }) => plainHttp).map(({ registry }) => registry);
      return plain.length === 0 ? own : { ...own, plainHttpHosts: [...own.plainHttpHosts, ...plain] };
    },
  };
}

const CANNOT_BE_ASKED: ReadonlySet<Failure['reason']> = new Set([
  'unreachable',
  'rate-limited',
  'server-error',
]);
