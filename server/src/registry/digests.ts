import type { Environment } from '../environment';
import type { ImageReference } from '../syntax/imageReference';
import { createRegistryClient, type RegistryClient } from './client';
import { createComparing, type Comparing } from './comparing';
import { createDescriptions, type Descriptions } from './descriptions';
import { readManifestFacts, type ManifestFacts } from './facts/manifestFacts';
import { findPlatformImage } from './facts/platformImage';
import {
  answered,
  askInTurn,
  createLimit,
  inquire,
  type Answered,
  type ByHost,
  type Inquiry,
  type Question,
} from './inquiry';
import { createCredentials } from './login/credentials';
import { findDescriptor, getManifest, type Descriptor, type Target } from './manifests';
import type { Memory, TagRun } from './memory/memory';
import { rememberContent } from './memory/rememberedContent';
import type { HostState } from './network/hosts';
import { createRouter } from './network/route';
import { createSharing, type Patience } from './network/waiting';
import type { RegistrySettings } from './registrySettings';
import { CANCELLED, type Failure, type Unresolved } from './unresolved';
import { createUpstreams, type Upstreams } from './upstreams';

/** Asks registries what references name. Requests for the same thing that are under way at once are one. */
export interface Digests extends Comparing, Descriptions {
  /** What a reference names; one with a digest names that digest, if the registry has it. */
  resolve(reference: ImageReference, signal: AbortSignal, asking?: Asking): Promise<Resolution>;
  /** What the manifest or index says that the reference names; registries may count it as a pull. */
  contents(reference: ImageReference, signal: AbortSignal): Promise<Contents>;
  /** What the reference's tag has been seen to name, the earliest first. */
  history(reference: ImageReference): Promise<readonly TagRun[]>;
  /** What is known of the hosts that were asked. */
  hosts(): readonly HostState[];
  /** Settled when all that is remembered is kept. */
  settled(): Promise<void>;
}

export interface Asking {
  readonly freshness?: Freshness;
  /** As `linux/arm64`: the image of that platform in place of the index. */
  readonly platform?: string | null;
}

/** Which answers of before will do: none, one of the last hour, or also a failure of the last ten minutes. */
export type Freshness = 'now' | 'recent' | 'automatic';

export type Resolution = (Descriptor & Answered) | Unresolved;
export type Contents = (ManifestFacts & Answered) | Unresolved;

export interface DigestsOptions {
  readonly settings: () => RegistrySettings;
  readonly memory: Memory;
  /** Folders whose programs are never run, such as the workspace. */
  readonly notFrom?: () => readonly string[];
  /** Milliseconds that one answer may take, all its requests and retries together. */
  readonly timeLimit?: number;
  /** Milliseconds, about, before the first retry. */
  readonly retryDelay?: number;
}

export function createDigests(environment: Environment, options: DigestsOptions): Digests {
  const { settings, memory, notFrom = () => [], timeLimit = 30_000, retryDelay = 300 } = options;
  const upstreams = createUpstreams(environment, settings);
  const { ask, hosts } = createRegistryClient({
    environment,
    settings,
    routeTo: createRouter(environment, () => settings().network),
    credentials: createCredentials(environment, { notFrom }),
    retryDelay,
  });
  const client = rememberContent(ask, memory);
  const inquiry: Inquiry = {
    upstreams,
    limit: createLimit(environment.now, timeLimit),
    now: environment.now,
  };
  const find = createFinder({ inquiry, ask, client, memory });
  return {
    ...createComparing({ inquiry, ask, memory }),
    ...createDescriptions({ inquiry, client, memory }),
    resolve: (reference, signal, { freshness = 'now', platform = null } = {}) =>
      find({ target: upstreams.of(reference), platform, freshness }, signal),
    contents: (reference, signal) =>
      inquire(
        inquiry,
        upstreams.of(reference),
        (target, patience) => readContents(client, target, patience),
        signal,
      ),
    history: (reference) => memory.history(upstreams.of(reference)),
    hosts,
    settled: () => memory.settled(),
  };
}

interface Wanted {
  readonly target: Target;
  readonly platform: string | null;
  readonly freshness: Freshness;
}

/** Finds what a target names, and remembers it; what is under way for it already is shared. */
function createFinder({
  inquiry: { upstreams, limit, now },
  ask,
  client,
  memory,
}: {
  readonly inquiry: Inquiry;
  readonly ask: RegistryClient;
  /** One that remembers content. */
  readonly client: RegistryClient;
  readonly memory: Memory;
}): (wanted: Wanted, signal: AbortSignal) => Promise<Resolution> {
  const share = createSharing<ByHost<Descriptor> | Failure>(() => CANCELLED);
  const findWhole: Question<Descriptor> = async (target, patience) => {
    const answer = await findDescriptor(ask, target, patience);
    await memory.remember(target, answer);
    return answer;
  };
  return async ({ target, platform, freshness }, signal) => {
    const known = freshness === 'now' ? null : await recall({ memory, upstreams }, target, freshness);
    const { registry } = target;
    if (known && ('reason' in known.answer || platform === null))
      return answered(known.answer, { registry, at: known.at, remembered: true });
    const whole = known && !('reason' in known.answer) ? known.answer : null;
    const work = async (patience: Patience): Promise<ByHost<Descriptor> | Failure> => {
      const found = whole ?? (await askInTurn(upstreams, target, findWhole, patience));
      if ('reason' in found || platform === null) return found;
      const named = { ...target, registry: found.host, digest: found.digest };
      const findPart: Question<Descriptor> = (asked, still) =>
        findPlatformImage(client, asked, platform, still);
      return askInTurn(upstreams, named, findPart, patience);
    };
    const key = `${keyOf({ ...target, digest: whole?.digest ?? target.digest })} ${platform ?? ''}`;
    const answer = await share(key, (shared) => limit(registry, work, shared), signal);
    return answered(answer, { registry, at: known?.at ?? now(), remembered: known !== null });
  };
}

/** What is remembered of a target and will do, be it the answer of one that was asked in its place. */
async function recall(
  { memory, upstreams }: { readonly memory: Memory; readonly upstreams: Upstreams },
  target: Target,
  freshness: Freshness,
): Promise<{ readonly answer: ByHost<Descriptor> | Failure; readonly at: number } | null> {
  const known = await memory.recall(target);
  if (!known) return null;
  const { answer, at } = known;
  if (!('reason' in answer)) return { answer: { ...answer, host: target.registry }, at };
  if (freshness !== 'automatic') return null;
  for (const other of await upstreams.instead(target, answer)) {
    const instead = await memory.recall(other);
    if (instead && !('reason' in instead.answer))
      return { answer: { ...instead.answer, host: other.registry }, at: instead.at };
  }
  return { answer, at };
}

async function readContents(
  client: RegistryClient,
  target: Target,
  patience: Patience,
): Promise<ManifestFacts | Failure> {
  const manifest = await getManifest(client, target, patience);
  return 'reason' in manifest ? manifest : readManifestFacts(manifest);
}

function keyOf({ registry, repository, tag, digest }: Target): string {
  return `${registry}/${repository}${digest === null ? `:${tag}` : `@${digest}`}`;
}
