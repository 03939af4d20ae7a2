import type { Descriptor, Target } from '../manifests';
import type { Failure } from '../unresolved';

/** What registries have said before. It asks nobody, and never fails: what cannot be read or kept is not remembered. */
export interface Memory {
  /**
   * The last answer about a tag or a digest that still counts: an hour for what was found, ten minutes for a failure,
   * one for an unreachable host; a rate limit for as long as it says, and then what is left of it.
   */
  readonly recall: (target: Target) => Promise<RememberedAnswer | null>;
  /**
   * Keeps an answer that a registry has just given; what a tag names also goes into the record. Kept neither is one that
   * was not waited for, nor a failure of the moment, such as a rate limit, beside what was found and still counts.
   */
  readonly remember: (target: Target, answer: Descriptor | Failure) => Promise<void>;
  /** What was kept about the content of a digest, which never changes; undefined where nothing was. */
  readonly recallFacts: (place: Repository, key: string) => Promise<unknown>;
  readonly rememberFacts: (place: Repository, key: string, facts: object) => Promise<void>;
  /** What a tag has named, the earliest first. */
  readonly history: (tag: Repository & { readonly tag: string }) => Promise<readonly TagRun[]>;
  /** The digest that each tag of a registry was last seen to name, however long ago, by `repository:tag`. */
  readonly lastNamed: (registry: string) => Promise<ReadonlyMap<string, string>>;
  /** Settled when all that is remembered is on disk, or could not be written; a process that ends waits for it. */
  readonly settled: () => Promise<void>;
}

export interface Repository {
  readonly registry: string;
  readonly repository: string;
}

export interface RememberedAnswer {
  readonly answer: Descriptor | Failure;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A time through which a tag was seen to name one digest and no other. */
export interface TagRun {
  readonly digest: string;
  /** Milliseconds since the epoch: the first and, to within ten minutes, the last time that a registry said so. */
  readonly first: number;
  readonly last: number;
}
