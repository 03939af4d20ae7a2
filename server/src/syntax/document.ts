import type { Suppression } from './suppression';
import type { ImageUse } from './imageUse';

/** A file as the rules see it. */
export type Document = Dockerfile | ComposeFile;

/** A Dockerfile or Containerfile. */
export interface Dockerfile {
  readonly kind: 'dockerfile';
  readonly text: string;
  readonly images: readonly ImageUse[];
  readonly suppressions: readonly Suppression[];
}

/** A compose file. */
export interface ComposeFile {
  readonly kind: 'compose';
  readonly text: string;
  readonly images: readonly ImageUse[];
  readonly suppressions: readonly Suppression[];
}
