/**
 * Our own requests beside the language server protocol. Names, and shapes in JSON; positions are LSP's, from 0 and in
 * UTF-16 code units. This file imports nothing, and is all of the server that the client may import.
 */

/** Given by the client as `initializationOptions`; every field may be absent. */
export interface InitializationOptions {
  /** False in a workspace that the user has not trusted: then no registry is asked. True when absent. */
  readonly trusted?: boolean;
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
  /** Where it stands as written. */
  readonly range: ProtocolRange;
  /** Where inserting `@digest` pins it; null where the text allows no such insertion. */
  readonly insertAt: ProtocolPosition | null;
  /** The version of the document that the positions are for. */
  readonly version: number;
}

/** Request, client to server, cancellable: ask the registry. `ResolveDigestParams` → `ResolveDigestResult`. */
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
    }
  /** `message` says why, and what to do. */
  | { readonly found: false; readonly message: string };

export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

export interface ProtocolRange {
  readonly start: ProtocolPosition;
  readonly end: ProtocolPosition;
}
