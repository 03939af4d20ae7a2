/**
 * Our own requests beside the language server protocol. Names, and shapes in JSON; positions are LSP's, from 0 and in
 * UTF-16 code units. This file imports nothing; beside inspectionProtocol.ts it is all of the server that the client may
 * import.
 */

/** Given by the client as `initializationOptions`; every field may be absent. */
export interface InitializationOptions {
  /** False in a workspace that the user has not trusted: then no registry is asked. True when absent. */
  readonly trusted?: boolean;
  /** The folder in which answers of registries and the record of tags are kept; nowhere when absent. */
  readonly storage?: string;
  /** Whether the client answers `ENGINE_DIGEST`. */
  readonly engine?: boolean;
}

/** Notification, client to server: the user has now trusted the workspace. No parameters. */
export const WORKSPACE_TRUSTED = 'immutableInfra/workspaceTrusted';

/** Request, client to server: the image reference at a position. `ReferenceAtParams` → `ReferenceAt | null`. */
export const REFERENCE_AT = 'immutableInfra/referenceAt';

export interface ReferenceAtParams {
  readonly textDocument: { readonly uri: string };
  readonly position: ProtocolPosition;
}

export interface ReferenceAt {
  /** The reference after variables, as the registry would be asked for it. */
  readonly reference: string;
  /** Its digest where it is pinned. */
  readonly digest: string | null;
  /** Where it stands as written. */
  readonly range: ProtocolRange;
  /** Where inserting `@digest` pins it; null where the text allows no such insertion. */
  readonly insertAt: ProtocolPosition | null;
  /** The version of the document that the positions are for. */
  readonly version: number;
}

/** Request, client to server, cancellable: ask the registry anew. `ResolveDigestParams` → `ResolveDigestResult`. */
export const RESOLVE_DIGEST = 'immutableInfra/resolveDigest';

export interface ResolveDigestParams {
  readonly reference: string;
}

export type ResolveDigestResult =
  | {
      readonly found: true;
      /** `sha256:…` */
      readonly digest: string;
      /** The reference as it was given, with the digest after it: `node:20@sha256:…`. */
      readonly pinned: string;
      readonly mediaType: string;
      /** Those of an index; empty for a single image. */
      readonly platforms: readonly PlatformDigest[];
      /** Where the answer is not the registry's own: by what it was given, as a sentence. */
      readonly caution: string | null;
    }
  /** `message` says why, and what to do. */
  | { readonly found: false; readonly message: string };

export interface PlatformDigest {
  /** As `linux/arm/v7`. */
  readonly platform: string;
  readonly digest: string;
}

/** Request, client to server, cancellable: facts of an image. `DescribeImageParams` → `DescribeImageResult`. */
export const DESCRIBE_IMAGE = 'immutableInfra/describeImage';

export interface DescribeImageParams {
  readonly reference: string;
  /** As `linux/arm/v7`; null for the platform that an engine here would most likely choose. */
  readonly platform: string | null;
}

export type DescribeImageResult =
  | { readonly found: true; readonly title: string; /** A document of its own. */ readonly markdown: string }
  | { readonly found: false; readonly message: string };

/** Where a command looks for references. A folder counts with those below it. */
export type Scope =
  { readonly kind: 'file' | 'folder'; readonly uri: string } | { readonly kind: 'workspace' };

/** Request, client to server, cancellable, with work done progress: plan changes. `PlanPinsParams` → `PinPlan`. */
export const PLAN_PINS = 'immutableInfra/planPins';

export interface PlanPinsParams {
  readonly action: 'pin' | 'update' | 'unpin';
  readonly scope: Scope;
  readonly workDoneToken?: string | number;
}

/** Changes that are asked for and not yet made. */
export interface PinPlan {
  readonly files: readonly PlannedFile[];
  /** What could not be done and why, and what was left alone; in the order of the files. */
  readonly problems: readonly PinProblem[];
  /** How many references are as they should be already. */
  readonly unchanged: number;
  /** Where answers are remembered ones: how many, and how old the oldest is, as a sentence. */
  readonly caution: string | null;
}

export interface PlannedFile {
  readonly uri: string;
  /** The version of the text that the edits are for; null where the file is not open. */
  readonly version: number | null;
  readonly edits: readonly PlannedEdit[];
}

export interface PlannedEdit {
  readonly range: ProtocolRange;
  readonly newText: string;
  /** For the preview: `node:20`. */
  readonly reference: string;
  /** The text that `range` had when it was planned. */
  readonly before: string;
}

export interface PinProblem {
  readonly uri: string;
  readonly range: ProtocolRange;
  /** `compose.yaml:4`, as people name a place. */
  readonly place: string;
  readonly message: string;
}

/** Request, client to server, cancellable, with work done progress: ask about pins. `CheckPinsParams` → `PinReport`. */
export const CHECK_PINS = 'immutableInfra/checkPins';

export interface CheckPinsParams {
  readonly scope: Scope;
  readonly workDoneToken?: string | number;
}

/** What a check of pins or of a lock has found. The findings of open files show as diagnostics too. */
export interface PinReport {
  /** `12 pins checked: 2 are behind their tags.` */
  readonly summary: string;
  readonly problems: readonly PinProblem[];
  readonly caution: string | null;
}

/** Request, client to server: what a tag has named. `TagHistoryParams` → `TagHistory`. */
export const TAG_HISTORY = 'immutableInfra/tagHistory';

export interface TagHistoryParams {
  readonly reference: string;
}

export interface TagHistory {
  /** The earliest first; empty where nothing is recorded, or the text names no tag. */
  readonly runs: readonly {
    readonly digest: string;
    /** Milliseconds since the epoch. */
    readonly first: number;
    readonly last: number;
  }[];
}

/** Request, client to server, cancellable, with work done progress. `LockParams` → `LockPlan`. */
export const PLAN_LOCK = 'immutableInfra/planLock';
/** Request, client to server, cancellable, with work done progress. `LockParams` → `PinReport`. */
export const VERIFY_LOCK = 'immutableInfra/verifyLock';

export interface LockParams {
  /** A compose file of the project. */
  readonly uri: string;
  readonly workDoneToken?: string | number;
}

/** A compose override file that holds digests, to be written by the client. */
export interface LockPlan {
  readonly uri: string;
  /** Null where there is nothing to lock. */
  readonly text: string | null;
  readonly problems: readonly PinProblem[];
  readonly caution: string | null;
}

/**
 * Request, server to client, cancellable: what the container engine knows of a reference that no registry could be asked
 * about. `EngineDigestParams` → `EngineDigest | null`.
 */
export const ENGINE_DIGEST = 'immutableInfra/engineDigest';

export interface EngineDigestParams {
  readonly reference: string;
}

export interface EngineDigest {
  readonly digest: string;
  readonly mediaType: string | null;
  /** Whether the engine asked the registry itself, or only remembers what it once pulled. */
  readonly by: 'registry' | 'pulled';
}

export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

export interface ProtocolRange {
  readonly start: ProtocolPosition;
  readonly end: ProtocolPosition;
}
