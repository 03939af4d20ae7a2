import type { Engine, EngineFailure, FileAnswer } from './engine';
import type { Platform } from './engineFacts';
import { temporaryContainers, type TemporaryContainers } from './temporaryContainers';

/**
 * Reads files of images. Engines show the files of containers only, so a container is made from the image, never
 * started, and removed when nobody reads from it any more: also after a failure, a cancellation, or a crash.
 */
export interface ImageSide {
  /** Those who read of one image at once share one container. Who cancels does not wait for its removal. */
  readonly file: (place: ImagePlace, limit: number, signal: AbortSignal) => Promise<ImageFile>;
  /** Resolves when nothing is being read or removed. */
  readonly idle: () => Promise<void>;
}

export interface ImagePlace {
  readonly engine: Engine;
  /** The image's id. */
  readonly image: string;
  /** The one that runs; null where it is not known. */
  readonly platform: Platform | null;
  /** Absolute, in the image. */
  readonly path: string;
}

export type ImageFile =
  | { readonly read: true; readonly file: FileAnswer }
  /** The engine does not have the image any more. */
  | { readonly read: false; readonly reason: 'image-gone' }
  | { readonly read: false; readonly reason: 'not-created' | 'not-read'; readonly failure: EngineFailure }
  | { readonly read: false; readonly reason: 'cancelled' };

/** `owner`: the same for the same window after a crash, and no other window's. `now`: milliseconds since the epoch. */
export function imageSide(owner: string, now: () => number): ImageSide {
  const containers = temporaryContainers(owner, now);
  const working = new Set<Promise<unknown>>();
  return {
    file: async (place, limit, signal) => {
      if (signal.aborted) return CANCELLED;
      const work = read(containers, place, limit, signal).finally(() => working.delete(work));
      working.add(work);
      return Promise.race([work, cancelled(signal)]);
    },
    idle: async () => {
      while (working.size > 0) await Promise.allSettled(working);
    },
  };
}

async function read(
  containers: TemporaryContainers,
  { engine, image, platform, path }: ImagePlace,
  limit: number,
  signal: AbortSignal,
): Promise<ImageFile> {
  await containers.tidy(engine);
  if (isOver(signal)) return CANCELLED;
  const container = containers.acquire({ engine, image, platform: mattering(engine, platform) });
  try {
    const created = await container.created;
    if (isOver(signal)) return CANCELLED;
    if (!created.ok) return notCreated(created.failure);
    const file = await engine.file({ container: created.value, path }, limit, signal);
    if (file.ok) return { read: true, file: file.value };
    return isOver(signal) ? CANCELLED : { read: false, reason: 'not-read', failure: file.failure };
  } finally {
    await containers.release(container);
  }
}

/** Only containerd's store has images of several platforms; another one may refuse a name that is written otherwise. */
function mattering({ facts }: Engine, platform: Platform | null): Platform | null {
  return facts.store === 'containerd' ? platform : null;
}

function notCreated(failure: EngineFailure): ImageFile {
  if (failure.status === 404) return { read: false, reason: 'image-gone' };
  return { read: false, reason: 'not-created', failure };
}

function cancelled(signal: AbortSignal): Promise<ImageFile> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(CANCELLED), { once: true });
  });
}

/** Asked anew after each wait, which the type checker does not know. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

const CANCELLED: ImageFile = { read: false, reason: 'cancelled' };
