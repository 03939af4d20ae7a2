import type { ProtocolRange } from './protocol';

/*
 * Our own requests for what runs: what the client, which knows the engines, asks of the server, which knows files and
 * registries. As protocol.ts: names, and shapes in JSON. The client may import this file too.
 */

/** Request, client to server, cancellable: what the files of the workspace declare of projects that run. `DeclaredServicesParams` → `DeclaredServicesResult`. */
export const DECLARED_SERVICES = 'immutableInfra/declaredServices';

export interface DeclaredServicesParams {
  readonly projects: readonly RunningProject[];
}

export interface RunningProject {
  /** Comes back in the answer. */
  readonly key: string;
  readonly kind: 'compose' | 'stack' | 'standalone';
  readonly name: string;
  /** As compose labels its containers, on the machine that it ran on; null and empty where there is no label. */
  readonly workingDirectory: string | null;
  readonly files: readonly string[];
  readonly environmentFiles: readonly string[];
  readonly services: readonly string[];
}

export interface DeclaredServicesResult {
  readonly projects: readonly ProjectDeclaration[];
}

export type ProjectDeclaration =
  | {
      readonly key: string;
      readonly found: true;
      /** By the labels of its containers, or only by the name that a file of the workspace gives its project. */
      readonly by: 'labels' | 'name';
      /** Paths of the files that declare it together, the first that was named first. */
      readonly files: readonly string[];
      readonly services: readonly DeclaredService[];
      /** Where they make a project because they were named together; absent where compose's conventions say so. */
      readonly composed?: ComposedFiles;
    }
  /** `path`: a file that should declare it and cannot be read here; null where nothing says which it is. */
  | { readonly key: string; readonly found: false; readonly path: string | null };

/** Files that were named together, as on a command line. Paths are absolute. */
export interface ComposedFiles {
  /** In the order in which they are merged. */
  readonly files: readonly string[];
  /** Instead of the `.env` of the folder; empty for that. */
  readonly environmentFiles: readonly string[];
  /** Relative paths start from it. */
  readonly folder: string;
}

export interface DeclaredService {
  readonly name: string;
  /** Where the service's name stands. */
  readonly place: FileRange;
  /** Null where it only builds. */
  readonly image: DeclaredImage | null;
  /** The service is built here; `dockerfile` is null where it is inline, remote or not there. */
  readonly build: { readonly dockerfile: string | null } | null;
}

export interface DeclaredImage {
  /** As written: `${REGISTRY}/app:1.0`. */
  readonly text: string;
  /** After variables; null where they leave it unknown. */
  readonly reference: string | null;
  readonly place: FileRange;
}

export interface FileRange {
  readonly uri: string;
  readonly range: ProtocolRange;
}

/** Request, client to server: the services of a compose file. `ComposeServicesParams` → `ComposeServicesResult`. */
export const COMPOSE_SERVICES = 'immutableInfra/composeServices';

export interface ComposeServicesParams {
  readonly uri: string;
}

export interface ComposeServicesResult {
  /** In the order of the file; empty for what is no compose file. `range` is that of the name. */
  readonly services: readonly { readonly name: string; readonly range: ProtocolRange }[];
}

/**
 * Request, client to server, cancellable, with work done progress: what registries say against images that run.
 * `CompareRunningParams` → `CompareRunningResult`.
 */
export const COMPARE_RUNNING = 'immutableInfra/compareRunning';

export interface CompareRunningParams {
  readonly images: readonly RunningImage[];
  /** Whether registries may be asked: only when the user said so. Otherwise only what they have said before counts. */
  readonly ask: boolean;
  readonly workDoneToken?: string | number;
}

export interface RunningImage {
  /** Comes back in the answer. */
  readonly key: string;
  /** With a tag and without a digest. */
  readonly reference: string;
  /** All that is known to name what runs, in this repository: of an index, of a manifest. */
  readonly digests: readonly string[];
  /** Digest of the configuration, in the classic image store; null elsewhere. */
  readonly configuration: string | null;
  /** As `linux/arm/v7`; null where it is not known. */
  readonly platform: string | null;
}

export interface CompareRunningResult {
  readonly answers: readonly FreshnessAnswer[];
}

export interface FreshnessAnswer {
  readonly key: string;
  /** `current`: the tag names what runs, if need be through the manifest for its platform. */
  readonly status: 'current' | 'tag-moved' | 'tag-gone' | 'digest-gone' | 'unknown';
  /** What the tag names now; null where that is not known. */
  readonly newDigest: string | null;
  /** When the registry said so, milliseconds since the epoch; null where it has said nothing. */
  readonly asked: number | null;
  /** For people: why it is unknown; null too where nobody has asked yet. */
  readonly detail: string | null;
}

/** Request, client to server, cancellable, with work done progress: where images come from. `ImageEvidenceParams` → `ImageEvidenceResult`. */
export const IMAGE_EVIDENCE = 'immutableInfra/imageEvidence';

export interface ImageEvidenceParams {
  readonly images: readonly {
    /** Comes back in the answer. */
    readonly key: string;
    /** `repository@digest`. */
    readonly reference: string;
    /** As `linux/arm/v7`; null where it is not known. */
    readonly platform: string | null;
  }[];
  readonly workDoneToken?: string | number;
}

export interface ImageEvidenceResult {
  readonly images: readonly ImageEvidence[];
}

export interface ImageEvidence {
  readonly key: string;
  /** The commit, by the highest witness that a registry has; null where none says it. */
  readonly revision: {
    readonly revision: string;
    readonly source: string | null;
    readonly by: 'provenance' | 'annotation' | 'label' | 'legacy-label';
    readonly dirty: boolean;
  } | null;
  /** Whether a signature was found; it was not verified. */
  readonly signature: 'present' | 'none' | 'unknown';
  /** What is attested, as people call it: `SLSA provenance`, `SPDX`. */
  readonly attestations: readonly string[];
  /** `name@digest` or `name` of the image that it was built from. */
  readonly base: string | null;
  /** For people: why something is unknown. */
  readonly detail: string | null;
}

/** Request, client to server, cancellable: which digests a registry still has. `DigestsPresentParams` → `DigestsPresentResult`. */
export const DIGESTS_PRESENT = 'immutableInfra/digestsPresent';

export interface DigestsPresentParams {
  /** Each `repository@digest`. */
  readonly references: readonly string[];
}

export interface DigestsPresentResult {
  /** In the order of the references. `detail` says why it is unknown. */
  readonly answers: readonly {
    readonly present: 'yes' | 'no' | 'unknown';
    readonly detail: string | null;
  }[];
}

/** Request, client to server, cancellable: what an earlier text of a compose file names as a service's image. `EarlierImagesParams` → `EarlierImagesResult`. */
export const EARLIER_IMAGES = 'immutableInfra/earlierImages';

export interface EarlierImagesParams {
  /** Of the file, for its neighbours. */
  readonly uri: string;
  readonly service: string;
  readonly texts: readonly string[];
  /** The file that had these texts, where it is another of the same project: one that is extended or merged. */
  readonly textsOf?: string;
  /** The project that it is a file of, as `ProjectDeclaration` has it. */
  readonly composed?: ComposedFiles;
}

export interface EarlierImagesResult {
  /** One a text, after variables; null where it has no such service, no image, or the image cannot be known. */
  readonly references: readonly (string | null)[];
}

/**
 * Request, client to server: the edit by which a service names another digest, as a reviewed change. Nobody is asked.
 * `PlanDigestParams` → `PinPlan`.
 */
export const PLAN_DIGEST = 'immutableInfra/planDigest';

export interface PlanDigestParams {
  /** Of the compose file that declares the service. */
  readonly uri: string;
  readonly service: string;
  readonly digest: string;
  /** The tag to write too; null to keep what the author wrote. */
  readonly tag: string | null;
  /** The project of the file, as `ProjectDeclaration` has it. */
  readonly composed?: ComposedFiles;
}
