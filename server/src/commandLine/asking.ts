import { resolve } from 'node:path';
import { createDigests, type Digests } from '../registry/digests';
import { hostsMessage } from '../registry/hostsMessage';
import { createMemory } from '../registry/memory/createMemory';
import { DEFAULT_REGISTRY_SETTINGS } from '../registry/registrySettings';
import type { Console } from './console';

/** How registries are asked. */
export interface AskingArguments {
  readonly plainHttpHosts: readonly string[];
  readonly registryMap: ReadonlyMap<string, string>;
  /** The folder in which answers and the record of tags are kept; null where nothing outlives the command. */
  readonly storage: string | null;
}

/** Does a command's work with registries at hand, keeps what was learned, and says what their hosts said of their limits. */
export async function withDigests<Result>(
  console: Console,
  { plainHttpHosts, registryMap, storage }: AskingArguments,
  work: (digests: Digests) => Promise<Result>,
): Promise<Result> {
  const { environment, workingDirectory, complain } = console;
  const folder = storage === null ? null : resolve(workingDirectory, storage);
  const settings = { ...DEFAULT_REGISTRY_SETTINGS, plainHttpHosts, registryMap };
  const memory = createMemory(environment, { folder });
  // The repository may be anybody's, and what is in it is not run.
  const root = environment.repositoryRoot(resolve(workingDirectory, 'any'));
  const notFrom = root === null || root === environment.homeDirectory ? [] : [root];
  const digests = createDigests(environment, { settings: () => settings, memory, notFrom: () => notFrom });
  const result = await work(digests);
  await digests.settled();
  const message = hostsMessage(digests.hosts(), environment.now());
  if (message !== null) complain(`${message}\n`);
  return result;
}
