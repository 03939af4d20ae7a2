import { isDeepStrictEqual } from 'node:util';
import { checkKey } from './pins/checkPins';
import type { ImageFacts } from './registry/facts/imageFacts';
import type { RecallImages } from './registry/rememberedImages';
import type { Facts, KnownImage } from './rules/facts';
import type { ImageReference } from './syntax/imageReference';

/** What is known of images, for rules: they are told at once what was looked up, and what they missed is looked up later. */
export interface KnownImages {
  readonly image: NonNullable<Facts['image']>;
  /** Looks up what rules have asked for since; whether anything is another than they were told. */
  readonly lookUp: (recall: RecallImages) => Promise<boolean>;
  /** Has everything looked up again; until then what is known stays. */
  readonly doubt: () => void;
}

export function createKnownImages(): KnownImages {
  const known = new Map<string, Looked>();
  const wanted = new Map<string, ImageReference>();
  let work: Promise<unknown> = Promise.resolve();
  const lookUp = async (recall: RecallImages): Promise<boolean> => {
    const batch = [...wanted];
    wanted.clear();
    const found = batch.length === 0 ? [] : await recall(batch.map(([, reference]) => reference));
    let isNews = false;
    for (const [index, [key, reference]] of batch.entries()) {
      const facts = found[index] ?? null;
      const image = facts ? knownImage(facts) : undefined;
      isNews ||= !isDeepStrictEqual(image, known.get(key)?.image);
      known.set(key, { reference, image });
    }
    return isNews;
  };
  return {
    image: (reference) => {
      const key = checkKey(reference);
      const looked = known.get(key);
      if (!looked) wanted.set(key, reference);
      return looked?.image;
    },
    lookUp: (recall) => {
      if (wanted.size === 0) return Promise.resolve(false);
      // One after the other, so that what was found last is what stays.
      const next = work.then(() => lookUp(recall));
      work = next.catch(() => undefined);
      return next;
    },
    doubt: () => {
      for (const [key, { reference }] of known) wanted.set(key, reference);
    },
  };
}

interface Looked {
  readonly reference: ImageReference;
  readonly image: KnownImage | undefined;
}

function knownImage({ volumes, healthcheck, labels, exposedPorts }: ImageFacts): KnownImage {
  return {
    volumes: volumes.filter((path) => ABSOLUTE.test(path)),
    hasHealthcheck: healthcheck !== null && healthcheck !== 'NONE',
    labels: new Map(Object.entries(labels)),
    exposedPorts,
  };
}

/** In Linux or Windows. */
const ABSOLUTE = /^(?:\/|[a-z]:[\\/])/i;
