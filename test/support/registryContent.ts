import { createRegistryClient, type RegistryClient } from '../../server/src/registry/client';
import type { Repository, Target } from '../../server/src/registry/manifests';
import { createFetch } from '../../server/src/registry/network/http';
import type { Patience } from '../../server/src/registry/network/waiting';
import { DEFAULT_REGISTRY_SETTINGS } from '../../server/src/registry/registrySettings';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, type FakeRegistry } from './fakeRegistry';

const fetch = createFetch();

/** Somebody who asks for manifests and blobs without a login, and remembers nothing. */
export function contentClient(): RegistryClient {
  const { ask } = createRegistryClient({
    environment: { fetch, now: Date.now, log: () => undefined },
    settings: () => DEFAULT_REGISTRY_SETTINGS,
    routeTo: () =>
      Promise.resolve({
        proxy: null,
        verifyProxy: true,
        systemAuthorities: false,
        authorities: [],
        clientCertificate: null,
      }),
    credentials: {
      read: () => Promise.resolve({ kind: 'anonymous', login: { kind: 'none' } }),
      forget: () => undefined,
    },
    retryDelay: 1,
  });
  return ask;
}

export const PATIENT: Patience = { signal: new AbortController().signal, until: Infinity };

/** A repository of a fake registry, and how it is filled with content of the shapes that builders and signers push. */
export interface FakeRepository {
  readonly place: Repository;
  readonly target: (reference: string) => Target;
  readonly push: (tag: string | null, mediaType: string, content: object) => Child;
  /** An image with its configuration. */
  readonly image: (tag: string | null, configuration: object, manifest?: object) => Child;
  readonly index: (tag: string | null, manifests: readonly object[], index?: object) => Child;
}

export interface Child {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export function fakeRepository(registry: FakeRegistry, repository = 'shop/app'): FakeRepository {
  const push = (tag: string | null, mediaType: string, content: object): Child => {
    const body = JSON.stringify(content);
    return { mediaType, digest: registry.push(repository, tag, { mediaType, body }), size: body.length };
  };
  return {
    place: { registry: registry.host, repository },
    target: (reference) => ({
      registry: registry.host,
      repository,
      tag: reference.startsWith('sha256:') ? '' : reference,
      digest: reference.startsWith('sha256:') ? reference : null,
    }),
    push,
    image: (tag, configuration, manifest = {}) => {
      const config = push(null, OCI_CONFIG, configuration);
      return push(tag, OCI_MANIFEST, { ...EMPTY_MANIFEST, config, layers: [], ...manifest });
    },
    index: (tag, manifests, index = {}) =>
      push(tag, OCI_INDEX, { schemaVersion: 2, mediaType: OCI_INDEX, manifests, ...index }),
  };
}

const EMPTY_MANIFEST = { schemaVersion: 2, mediaType: OCI_MANIFEST };
