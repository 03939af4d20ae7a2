import type { Environment } from '../../server/src/environment';
import {
  createDigests,
  type Asking,
  type Digests,
  type DigestsOptions,
  type Resolution,
} from '../../server/src/registry/digests';
import { unresolvedMessage } from '../../server/src/registry/unresolvedMessage';
import type { Description } from '../../server/src/registry/descriptions';
import { createMemory } from '../../server/src/registry/memory/createMemory';
import { createFetch } from '../../server/src/registry/network/http';
import { DEFAULT_REGISTRY_SETTINGS } from '../../server/src/registry/registrySettings';
import { parseImageReference, type ImageReference } from '../../server/src/syntax/imageReference';
import { environmentWith } from './environment';
import { startFakeRegistry, type FakeAuthentication, type FakeRegistry } from './fakeRegistry';

/** Somebody who asks registries, with what is set up for it; everything is closed after each test. */
export interface RegistryUser {
  readonly environment: Environment;
  readonly digests: Digests;
  readonly resolve: (reference: string, signal?: AbortSignal, asking?: Asking) => Promise<Resolution>;
  readonly describe: (reference: string) => Promise<Description>;
  /** The digest, or the reason and the message with the registry's address as `HOST`. */
  readonly ask: (reference: string) => Promise<string>;
  /** What was logged. */
  readonly log: readonly string[];
}

export interface RegistryUserOptions extends Partial<DigestsOptions> {
  /** Docker's `config.json`. */
  readonly configuration?: unknown;
  readonly environment?: Partial<Environment>;
  /** Origins and the fake registries that answer for them: `https://registry.example`. */
  readonly hosts?: Readonly<Record<string, FakeRegistry>>;
}

const fetch = createFetch();
const NEVER = new AbortController().signal;

export function registryUser(options: RegistryUserOptions = {}): RegistryUser {
  const { configuration, hosts = {}, retryDelay = 1, ...limits } = options;
  const log: string[] = [];
  const environment = environmentWith({
    fetch: (url, init) => fetch(routed(url, hosts), init),
    now: Date.now,
    readFile: (path) =>
      Promise.resolve(
        configuration === undefined || path !== '/home/nobody/.docker/config.json'
          ? { found: false, reason: 'absent', detail: 'There is no such file.' }
          : { found: true, bytes: Buffer.from(textOf(configuration)) },
      ),
    log: (message) => void log.push(message),
    ...options.environment,
  });
  const digests = createDigests(environment, {
    settings: () => DEFAULT_REGISTRY_SETTINGS,
    memory: createMemory(environment, { folder: null }),
    retryDelay,
    ...limits,
  });
  const resolve = (text: string, signal = NEVER, asking?: Asking): Promise<Resolution> =>
    digests.resolve(reference(text), signal, asking);
  return {
    environment,
    digests,
    resolve,
    describe: (text) => digests.describe(reference(text), null, NEVER),
    ask: async (text) => {
      const resolution = await resolve(text);
      if (resolution.found) return resolution.digest;
      const message = unresolvedMessage(text, resolution);
      return `${resolution.reason}: ${message.replaceAll(resolution.registry, 'HOST')}`;
    },
    log,
  };
}

export function reference(text: string): ImageReference {
  const parsed = parseImageReference(text);
  if (parsed.kind !== 'reference') throw new Error(`'${text}' is no reference`);
  return parsed;
}

/** Starts fake registries, each with its own way to log in, and closes them after the test. */
export function fakeRegistries(): (authentication?: FakeAuthentication) => Promise<FakeRegistry> {
  const running: FakeRegistry[] = [];
  afterEach(() => Promise.all(running.splice(0).map((registry) => registry.close())));
  return async (authentication) => {
    const registry = await startFakeRegistry(authentication);
    running.push(registry);
    return registry;
  };
}

function routed(url: string, hosts: Readonly<Record<string, FakeRegistry>>): string {
  const { origin } = new URL(url);
  const registry = hosts[origin];
  return registry ? url.replace(origin, `http://${registry.host}`) : url;
}

function textOf(configuration: unknown): string {
  return typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
}
