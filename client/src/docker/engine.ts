/** What we ask of a container engine, in our own words. Every answer is a value; nothing here throws. */
export interface Engine {
  readonly facts: EngineFacts;
  /** The running containers: also paused and restarting ones, as `docker ps` lists them. */
  readonly containers: (signal: AbortSignal) => Promise<Answer<readonly ContainerFacts[]>>;
  /** The image that a container was started from as its author named it, or null. */
  readonly startedFrom: (container: string, signal: AbortSignal) => Promise<Answer<string | null>>;
  /** What the engine knows of an image; null where it has the image no longer. */
  readonly image: (id: string, signal: AbortSignal) => Promise<Answer<ImageFacts | null>>;
  /** What the registry says of a reference when the engine asks it with its own credentials; null where it cannot. */
  readonly distribution: (
    reference: string,
    signal: AbortSignal,
  ) => Promise<Answer<DistributionFacts | null>>;
  /** Follows the events until they end: null when they were cut, a failure when there never were any. */
  readonly follow: (listener: ChangeListener, signal: AbortSignal) => Promise<EngineFailure | null>;
}

export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: EngineFailure };

export type Connection =
  | { readonly connected: true; readonly engine: Engine }
  | { readonly connected: false; readonly failure: EngineFailure };

export interface ChangeListener {
  /** The engine reports from now on. */
  readonly opened: () => void;
  /** A container or an image is not what it was. */
  readonly changed: () => void;
}

export interface EngineFacts {
  /** Where it answers, as Docker writes it: `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  readonly origin: AddressOrigin;
  readonly version: string | null;
  /** In the containerd store an image's id is the digest of its manifest or index; in the classic one it is not. */
  readonly store: 'classic' | 'containerd' | 'unknown';
}

/** Why an address was chosen: a variable, a context of the Docker command line, or one of the usual places. */
export type AddressOrigin =
  | { readonly kind: 'variable'; readonly name: 'DOCKER_HOST' }
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'usual' };

export interface EngineAddress {
  readonly endpoint: string;
  readonly origin: AddressOrigin;
  readonly transport: Transport;
}

export type Transport =
  /** A Unix socket or a named pipe of Windows. */
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: TlsMaterial | null };

/** PEM texts; null where the system's own authorities, or no client certificate, are to be used. */
export interface TlsMaterial {
  readonly authority: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
}

export interface EngineFailure {
  readonly reason: FailureReason;
  readonly endpoint: string | null;
  /** For people who look closer: a system's error, or the file that is at fault. */
  readonly detail: string;
  /** Of HTTP, where there was an answer. */
  readonly status?: number;
}

export type FailureReason =
  /** None of the usual places has an engine. */
  | 'absent'
  /** The socket is there, and this user may not open it. */
  | 'denied'
  /** The engine that a variable or a context names does not answer. */
  | 'unreachable'
  /** It takes the connection and says nothing. */
  | 'silent'
  /** The certificates do not fit. */
  | 'untrusted'
  /** Something answers that is no engine, or that refuses what we ask. */
  | 'unexpected'
  /** The variable, the context or the configuration of the Docker command line cannot be understood. */
  | 'misconfigured'
  /** An address of a kind that we cannot use, like `ssh://`. */
  | 'unsupported';

export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  /** As listed: the reference at its start, or the image's id once its tag has moved. */
  readonly image: string;
  readonly imageId: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** `running`, `paused`, `restarting`, … as the engine says it. */
  readonly state: string;
  /** `Up 8 minutes (healthy)`. */
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ImageFacts {
  /** `repository@digest`, for every repository the image was pulled from or pushed to. */
  readonly repositoryDigests: readonly string[];
  /** Digest of what the tag named, an index where there is one (API 1.48, containerd store). */
  readonly descriptor: string | null;
}

/** The manifest or the index that a registry has for a reference. */
export interface DistributionFacts {
  readonly digest: string;
  readonly mediaType: string | null;
}
