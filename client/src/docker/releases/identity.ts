/** The digest that runs. */
export type RunningDigest =
  | {
      readonly known: true;
      /** That of the index where one is known, which is what a pin names; else that of the manifest. */
      readonly digest: string;
      /** Of the platform's own manifest, where it is known apart. */
      readonly manifest: string | null;
      /** More digests of the same repository for the same image. */
      readonly others: readonly string[];
      readonly source: DigestSource;
    }
  | { readonly known: false; readonly reason: UnknownDigest; readonly elsewhere: readonly string[] };

/** Who says so: the reference that it was started with, the engine's record of pulls and pushes, or its image store. */
export type DigestSource = 'reference' | 'repository' | 'store';

export type UnknownDigest =
  /** The engine knows of no registry that has the image: built or imported here, or its tag has moved on. */
  | 'none'
  /** It knows the image in repositories other than that of the reference: `elsewhere`. */
  | 'other-repository'
  /** The image has been removed from the engine. */
  | 'image-removed'
  /** The engine did not answer. */
  | 'unanswered';
