import { couldNotBeAsked, type AskEngine } from './engine';
import type { EngineDigest } from './protocol';
import type { Digests, Resolution } from './registry/digests';
import type { Failure } from './registry/unresolved';
import type { ImageReference } from './syntax/imageReference';

/** Digests from registries, and from the container engine where a registry could not be asked from here. */
export interface Answers extends Pick<Digests, 'contents' | 'describe' | 'recallComparison'> {
  /** Where only an engine could ask the registry, it tells what the tag names, and no more. */
  readonly compare: Digests['compare'];
  /** Of the engine's answers only those for which it asked the registry itself. */
  readonly resolve: Digests['resolve'];
  /** Also what the engine pulled once; what is to be known about such an answer is `caution`. */
  readonly resolveAnyhow: (reference: ImageReference, signal: AbortSignal) => Promise<CautiousResolution>;
}

export type CautiousResolution = Resolution & { readonly caution: string | null };

export function createAnswers(digests: Digests, askEngine: AskEngine | null, now: () => number): Answers {
  const engineAnswer = async (reference: ImageReference, failure: Failure, signal: AbortSignal) =>
    askEngine && couldNotBeAsked(failure) && !signal.aborted ? askEngine(nameOf(reference), signal) : null;
  const fromEngine = ({ digest, mediaType }: EngineDigest): Resolution => {
    return { found: true, digest, mediaType: mediaType ?? '', host: ENGINE, at: now(), remembered: false };
  };
  return {
    contents: (reference, signal) => digests.contents(reference, signal),
    describe: (reference, platform, signal) => digests.describe(reference, platform, signal),
    recallComparison: (reference, running) => digests.recallComparison(reference, running),
    compare: async (reference, running, signal) => {
      const comparison = await digests.compare(reference, running, signal);
      if (comparison.found) return comparison;
      const known = await engineAnswer({ ...reference, digest: null }, comparison, signal);
      // Another digest may be an index of the same images, which it does not show.
      if (known?.by !== 'registry' || !running.digests.includes(known.digest)) return comparison;
      const asked = now();
      const by = { found: true, host: ENGINE, at: asked, remembered: false } as const;
      return { ...by, status: 'current', newDigest: known.digest, asked };
    },
    resolveAnyhow: async (reference, signal) => {
      const resolution = await digests.resolve(reference, signal);
      const known = resolution.found ? null : await engineAnswer(reference, resolution, signal);
      if (!known) return { ...resolution, caution: null };
      return { ...fromEngine(known), caution: known.by === 'registry' ? ASKED : PULLED };
    },
    resolve: async (reference, signal, asking) => {
      // An engine pulls for its own platform, and tells of the index; it cannot be asked for another's image.
      if (asking?.platform != null) return digests.resolve(reference, signal, asking);
      const resolution = await digests.resolve(reference, signal, asking);
      if (resolution.found) return resolution;
      const known = await engineAnswer(reference, resolution, signal);
      return known?.by === 'registry' ? fromEngine(known) : resolution;
    },
  };
}

function nameOf({ name, tag, digest }: ImageReference): string {
  return `${name}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
}

const ENGINE = 'the container engine';
const ASKED = 'The registry could not be asked from here; the container engine asked it.';
const PULLED =
  'The registry could not be asked; this is what the container engine pulled once. The tag may name another digest by now.';
