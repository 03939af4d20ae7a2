import type { Environment } from '../environment';
import type { ImageReference } from '../syntax/imageReference';

/** Asks registries which digest a reference names now. */
export interface Digests {
  resolve(reference: ImageReference, signal: AbortSignal): Promise<Resolution>;
}
