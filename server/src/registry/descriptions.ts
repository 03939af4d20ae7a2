import type { ImageReference } from '../syntax/imageReference';
import type { RegistryClient } from './client';
import { describeImage, type ImageDescription } from './facts/describe';
import { findEvidence, type Evidence } from './facts/evidence';
import { findProvenances, type Provenances } from './facts/provenance';
import { inquire, type Answered, type Inquiry } from './inquiry';
import type { Target } from './manifests';
import type { Memory } from './memory/memory';
import type { Patience } from './network/waiting';
import type { Failure, Unresolved } from './unresolved';

/** All that is known of the image of a platform, or of the one that is most likely wanted where that is null. */
export interface Descriptions {
  describe(reference: ImageReference, platform: string | null, signal: AbortSignal): Promise<Description>;
  /** The same with what builders say of how it was made: at most six requests more. */
  trace(reference: ImageReference, platform: string | null, signal: AbortSignal): Promise<Trace>;
}

export type Description = (WholeDescription & Answered) | Unresolved;
export type Trace = (WholeDescription & Answered & { readonly made: Provenances }) | Unresolved;

type WholeDescription = ImageDescription & { readonly evidence: Evidence };

interface DescribingOptions {
  readonly inquiry: Inquiry;
  /** One that remembers content. */
  readonly client: RegistryClient;
  readonly memory: Memory;
}

export function createDescriptions({ inquiry, client, memory }: DescribingOptions): Descriptions {
  const { of } = inquiry.upstreams;
  const describe = async (target: Target, platform: string | null, patience: Patience) => {
    const description = await describeWhole(client, { ...target, platform }, patience);
    if ('reason' in description) return description;
    // Without the rest, which is more than what is remembered of a tag.
    const { digest, mediaType } = description;
    await memory.remember(target, { digest, mediaType });
    return description;
  };
  return {
    describe: (reference, platform, signal) =>
      inquire(inquiry, of(reference), (target, patience) => describe(target, platform, patience), signal),
    trace: (reference, platform, signal) =>
      inquire(
        inquiry,
        of(reference),
        async (target, patience) => {
          const description = await describe(target, platform, patience);
          if ('reason' in description) return description;
          const { registry, repository } = target;
          const holders = description.evidence.provenances;
          const { digest, chosen } = description;
          const subjects = [digest, ...(chosen ? [chosen.digest] : [])];
          const question = { registry, repository, holders, subjects };
          const made = await findProvenances(client, question, patience);
          return { ...description, made };
        },
        signal,
      ),
  };
}

async function describeWhole(
  client: RegistryClient,
  { platform, ...target }: Target & { readonly platform: string | null },
  patience: Patience,
): Promise<WholeDescription | Failure> {
  const description = await describeImage(client, target, { platform }, patience);
  if ('reason' in description) return description;
  const { manifest: facts, chosen } = description;
  const { registry, repository } = target;
  const question = { registry, repository, facts, platformDigest: chosen?.digest ?? null };
  return { ...description, evidence: await findEvidence(client, question, patience) };
}
