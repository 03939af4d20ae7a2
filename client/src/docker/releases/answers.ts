import type { FileChange } from '../engineFacts';

/**
 * Four answers about what runs, none guessed from another, each with `unknown` as an honest value; and the risks beside
 * them. `R01` … are the rows of the catalogue of runtime checks.
 */
export interface Answers {
  readonly sync: Sync;
  readonly freshness: Freshness;
  readonly health: Health;
  readonly drift: Drift;
  readonly risks: readonly Risk[];
}

/** What the workspace's file declares against what runs. */
export interface Sync {
  readonly status: 'synced' | 'out-of-sync' | 'unknown';
  /** Why; for `synced` too: remarks that are no difference. */
  readonly reasons: readonly SyncReason[];
}

export type SyncReason =
  /** R01. The file names another image. */
  | { readonly kind: 'other-image'; readonly declared: string; readonly running: string }
  /** R03. The tag names another image on this engine by now: rebuilt, or pulled, and the container not replaced. */
  | { readonly kind: 'tag-moved-here'; readonly reference: string }
  /** R04. Compose would replace the container: its configuration is not what the file says. */
  | { readonly kind: 'configuration' }
  /** R07. A remark where the commit is known: `behind` commits of HEAD. */
  | { readonly kind: 'behind'; readonly commits: number }
  /** R07. The image was built from files that were not committed. */
  | { readonly kind: 'dirty-source' }
  /** R07. The workspace's Git history does not have the commit. */
  | { readonly kind: 'unknown-commit'; readonly revision: string }
  /** R08. The file has no such service. */
  | { readonly kind: 'orphan' }
  /** Unknown: nothing says which file declares it. */
  | { readonly kind: 'undeclared' }
  /** Unknown: the file is not on this machine, or cannot be read. */
  | { readonly kind: 'file-absent'; readonly path: string }
  /** Unknown: the reference cannot be known from the files. */
  | { readonly kind: 'variable'; readonly text: string }
  /** Unknown: which image the declared tag names is known to the registry only. */
  | { readonly kind: 'tag-not-here'; readonly declared: string }
  /** Unknown: the engine does not say what runs. */
  | { readonly kind: 'identity-unknown' };

/** What the registry says against what runs. */
export interface Freshness {
  readonly status: 'current' | 'tag-moved' | 'tag-gone' | 'digest-gone' | 'unknown';
  readonly reason: FreshnessUnknown | null;
  /** The digest that the tag names now. */
  readonly newDigest: string | null;
  /** When the registry said so, milliseconds since the epoch. */
  readonly asked: number | null;
  /** For people: what the registry answered where that is the reason. */
  readonly detail: string | null;
}

export type FreshnessUnknown =
  /** Nobody has asked: it takes an explicit command or a setting. */
  | 'not-asked'
  /** Built or imported here: no registry has it, so nothing can be compared. */
  | 'local'
  /** Pinned without a tag: nothing that could move. */
  | 'no-tag'
  | 'reference-unknown'
  /** The registry refused, was silent, or the workspace is not trusted. */
  | 'unanswered';

export interface Health {
  /** `unknown`: it runs, and nothing checks its health. */
  readonly status: 'healthy' | 'starting' | 'degraded' | 'paused' | 'stopped' | 'unknown';
  /** `exit code 3`, `restarted 4 times`, `out of memory`: short, for people. */
  readonly details: readonly string[];
}

/** The writable layer against the image. */
export interface Drift {
  /** `none`: measured, and nothing but scratch differs, and nobody has been seen inside. */
  readonly status: 'none' | 'drifted' | 'unknown';
  /** R05. Null until measured. */
  readonly changes: SortedChanges | null;
  /** When `changes` were measured, milliseconds since the epoch by our clock. */
  readonly measured: number | null;
  /** Why they could not be measured. */
  readonly problem: string | null;
  /** R06. The latest last. */
  readonly touches: readonly Touch[];
  /** Earlier touches would not be known: the engine remembers a few hundred events. Milliseconds; null where unknown. */
  readonly touchesSince: number | null;
}

/** Real changes only: parents of changed files are folded, mounts are left out. */
export interface SortedChanges {
  /** Programs, libraries, configuration: a release should replace them. */
  readonly code: readonly FileChange[];
  /** What a service has written and a replacement would lose: it belongs into a volume. */
  readonly data: readonly FileChange[];
  /** Temporary files, caches, process ids, and what the image's own start script writes: no drift. */
  readonly scratch: readonly FileChange[];
}

/** A command that somebody ran in the container (`docker exec`); health checks are none. */
export interface Touch {
  /** Milliseconds since the epoch, by the engine's clock. */
  readonly time: number;
  /** Secrets masked; empty where the engine does not tell it. */
  readonly command: string;
}

export type Risk =
  /** R09. Started from a tag that no registry's digest stands behind. */
  | { readonly kind: 'unpinned'; readonly reference: string }
  /** R10. It replaces other containers by itself. */
  | { readonly kind: 'auto-updater'; readonly name: string }
  /** R11. */
  | { readonly kind: 'engine-socket'; readonly target: string };
