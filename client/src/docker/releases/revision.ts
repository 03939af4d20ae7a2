/** The commit that an image was built from, and how far that can be trusted: the first that says so, from the top. */
export type Revision =
  | {
      readonly known: true;
      /** Hexadecimal digits, mostly 40. */
      readonly revision: string;
      /** A web or Git address of the repository; null where nothing says it. */
      readonly source: string | null;
      readonly by: RevisionWitness;
      /** Built with changes that were not committed. */
      readonly dirty: boolean;
    }
  | { readonly known: false; readonly reason: 'none' | 'image-unknown' | 'of-the-base' };

/** `verified` by the engine's check of a signature; `attested` by a signed or attached statement of the builder; the rest is told by whoever built it. */
export type RevisionWitness =
  'signature' | 'provenance' | 'annotation' | 'label' | 'legacy-label' | 'variable' | 'tag';
