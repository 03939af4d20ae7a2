import type { Dockerfile } from '../syntax/document';
import type { ImageReference } from '../syntax/imageReference';
import type { PinCheck } from './pinCheck';

/** What is known beside the document. A rule reads it and never waits for more; what is absent is not known. */
export interface Facts {
  /** True where the file as a whole is for development. */
  readonly development: boolean;
  /** What a registry has answered about a reference; undefined where none was asked. */
  readonly checks?: (reference: ImageReference) => PinCheck | undefined;
  /** What is remembered of an image's configuration; undefined where nothing is. */
  readonly image?: (reference: ImageReference) => KnownImage | undefined;
  readonly surroundings?: FileSurroundings;
  readonly options?: RuleOptions;
}

/** What an image's configuration says (OCI image specification, "Image Configuration"), of one platform. */
export interface KnownImage {
  /** Absolute paths. */
  readonly volumes: readonly string[];
  readonly hasHealthcheck: boolean;
  readonly labels: ReadonlyMap<string, string>;
  readonly exposedPorts: readonly string[];
}

/** The files around the document, as far as they can be read; paths are absolute. */
export interface FileSurroundings {
  /** The document's own path. */
  readonly path: string;
  /** The text of a small file; null where there is none that can be read. */
  readonly readText: (path: string) => string | null;
  /** The names of a folder's files and links; none where there is no such folder. */
  readonly fileNames: (folder: string) => readonly string[];
  /** The folder above the document that nobody looks beyond. */
  readonly root: string;
  /** The Dockerfile at a path, as the builds around it see it; null where it cannot be read. */
  readonly dockerfile: (path: string) => Dockerfile | null;
}

/** What people set for rules beside severities. */
export interface RuleOptions {
  /** By rule id, the images, as `traefik` or `ghcr.io/acme/*`, whose services it leaves alone. */
  readonly allowedImages: ReadonlyMap<string, readonly string[]>;
  /** Images that are built on this machine and in no registry, likewise. */
  readonly localImages: readonly string[];
  /** Images that update other containers, beside those that are known, likewise. */
  readonly autoUpdaters: readonly string[];
  /** Whether packages of languages count as pinned by their hashes alone. */
  readonly requireHashes: boolean;
  /** Whether upgrades that are limited to security fixes are accepted. */
  readonly allowSecurityUpgrades: boolean;
  /** Whether an ignore comment must give a reason. */
  readonly requireReason: boolean;
}

export const DEFAULT_RULE_OPTIONS: RuleOptions = {
  allowedImages: new Map(),
  localImages: [],
  autoUpdaters: [],
  requireHashes: false,
  allowSecurityUpgrades: false,
  requireReason: false,
};
