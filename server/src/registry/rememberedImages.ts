import type { Environment } from '../environment';
import type { ImageReference } from '../syntax/imageReference';
import type { RegistryClient } from './client';
import { describeImage } from './facts/describe';
import type { ImageFacts } from './facts/imageFacts';
import type { Target } from './manifests';
import type { Memory } from './memory/memory';
import { rememberContent } from './memory/rememberedContent';
import type { RegistrySettings } from './registrySettings';
import type { Failure } from './unresolved';
import { createUpstreams, type Upstreams } from './upstreams';

/** What is remembered of the images of references, in their order; null where anything is missing. It asks nobody. */
export type RecallImages = (references: readonly ImageReference[]) => Promise<readonly (ImageFacts | null)[]>;

export interface RecallOptions {
  readonly settings: () => RegistrySettings;
  readonly memory: Memory;
}

/**
 * A reference with a digest names that; a tag names what it was last seen to name, however long ago: what an image
 * declares seldom changes from one build to the next, and nobody is asked for a finding. As soon as a tag was seen to
 * name something else, what was before it does not count any more. Of an index it is the image that a description is of.
 */
export function createRecallImages(environment: Environment, options: RecallOptions): RecallImages {
  const { settings, memory } = options;
  const upstreams = createUpstreams(environment, settings);
  const client = rememberContent(askNobody, memory);
  return (references) => {
    const instead = createInstead(upstreams);
    const tags = createTags(memory);
    const recallAt = async (target: Target): Promise<ImageFacts | null> => {
      const digest = target.digest ?? (await tags(target));
      if (digest === null) return null;
      const description = await describeImage(client, { ...target, digest }, { platform: null }, PATIENCE);
      return 'reason' in description ? null : (description.image?.facts ?? null);
    };
    const recall = async (reference: ImageReference): Promise<ImageFacts | null> => {
      const target = upstreams.of(reference);
      const known = await recallAt(target);
      if (known) return known;
      for (const registry of await instead(target)) {
        const other = await recallAt({ ...target, registry });
        if (other) return other;
      }
      return null;
    };
    return Promise.all(references.map(recall));
  };
}

const askNobody: RegistryClient = () => Promise.resolve<Failure>({ reason: 'not-found' });
/** Memory answers at once, or not at all. */
const PATIENCE = { signal: new AbortController().signal, until: Infinity };

/** What tags were last seen to name; the record of a registry is read once. */
function createTags(memory: Memory): (target: Target) => Promise<string | null> {
  const read = new Map<string, Promise<ReadonlyMap<string, string>>>();
  return async ({ registry, repository, tag }) => {
    const named = read.get(registry) ?? memory.lastNamed(registry);
    read.set(registry, named);
    return (await named).get(`${repository}:${tag}`) ?? null;
  };
}

/** The registries that may have answered in a target's place; the engine's configuration is read once. */
function createInstead(upstreams: Upstreams): (target: Target) => Promise<readonly string[]> {
  const read = new Map<string, Promise<readonly Target[]>>();
  return async (target) => {
    const others = read.get(target.registry) ?? upstreams.instead(target, NOT_ANSWERED);
    read.set(target.registry, others);
    return (await others).map(({ registry }) => registry);
  };
}

const NOT_ANSWERED: Failure = { reason: 'server-error', status: 503 };
