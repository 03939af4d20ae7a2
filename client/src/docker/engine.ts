import type { EngineEvent } from './engineEvents';
import type {
  ContainerDetails,
  ContainerFacts,
  FileChange,
  ImageFacts,
  ListedImage,
  Platform,
} from './engineFacts';
import type { SwarmFacts, SwarmServiceFacts } from './swarmFacts';

/** What we ask of a container engine, in our own words. Every answer is a value; nothing here throws. */
export interface Engine {
  readonly facts: EngineFacts;
  /** All containers, also those that have ended. `GET /containers/json?all=1` */
  readonly containers: (signal: AbortSignal) => Promise<Answer<readonly ContainerFacts[]>>;
  /** All images with their digests. `GET /images/json` */
  readonly images: (signal: AbortSignal) => Promise<Answer<readonly ListedImage[]>>;
  /** Null where the container is gone. `GET /containers/{id}/json` */
  readonly container: (id: string, signal: AbortSignal) => Promise<Answer<ContainerDetails | null>>;
  /** What the engine knows of an image; null where it has the image no longer. `GET /images/{id}/json?manifests=1` */
  readonly image: (id: string, signal: AbortSignal) => Promise<Answer<ImageFacts | null>>;
  /** What differs from the image, as the engine lists it; null where the container is gone. `GET /containers/{id}/changes` */
  readonly changes: (container: string, signal: AbortSignal) => Promise<Answer<readonly FileChange[] | null>>;
  /** Services, tasks and nodes; null on a node that is no manager. Three requests. */
  readonly swarm: (signal: AbortSignal) => Promise<Answer<SwarmFacts | null>>;
  /** A file of a container, running or not, as it is now; nothing over `limit` bytes is read. `GET /containers/{id}/archive` */
  readonly file: (place: FilePlace, limit: number, signal: AbortSignal) => Promise<Answer<FileAnswer>>;
  /**
   * Creates a container that is never started, with these labels, and answers its id. Of an image of several platforms it
   * is made for `platform`, or for that of the engine. `POST /containers/create`
   */
  readonly createContainer: (
    image: string,
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
    platform?: Platform | null,
  ) => Promise<Answer<string>>;
  /** Removes a container that was never started, with its anonymous volumes; it is no failure when it is gone. */
  readonly removeContainer: (id: string, signal: AbortSignal) => Promise<Answer<null>>;
  /** Has a swarm service return to its previous specification. `POST /services/{id}/update?rollback=previous` */
  readonly rollBackService: (service: SwarmServiceFacts, signal: AbortSignal) => Promise<Answer<null>>;
  /** What the registry says of a reference when the engine asks it with its own credentials; null where it cannot. */
  readonly distribution: (
    reference: string,
    signal: AbortSignal,
  ) => Promise<Answer<DistributionFacts | null>>;
  /**
   * Follows the events until they end: null when they were cut, a failure when there never were any. First come those
   * after `since` that the engine remembers (a few hundred); null for all of them. `GET /events`
   */
  readonly follow: (
    listener: EventListener,
    since: number | null,
    signal: AbortSignal,
  ) => Promise<EngineFailure | null>;
}

export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: EngineFailure };

export type Connection =
  | { readonly connected: true; readonly engine: Engine }
  | { readonly connected: false; readonly failure: EngineFailure };

export interface EventListener {
  /** The engine reports from now on. */
  readonly opened: () => void;
  /** Events in the order of the engine, some at a time. */
  readonly heard: (events: readonly EngineEvent[]) => void;
}

export interface FilePlace {
  readonly container: string;
  /** Absolute, in the container. */
  readonly path: string;
}

export type FileAnswer =
  | { readonly found: true; readonly kind: 'file'; readonly content: Uint8Array; readonly mode: number }
  | { readonly found: true; readonly kind: 'link'; readonly target: string }
  /** `size` in bytes. */
  | { readonly found: true; readonly kind: 'too-large'; readonly size: number }
  /** A folder, a device, a socket. */
  | { readonly found: true; readonly kind: 'other' }
  | { readonly found: false };

/** An engine as it says it is; answers of `GET /info`. */
export interface EngineFacts {
  /** Where it answers, as Docker writes it: `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  readonly origin: AddressOrigin;
  readonly version: string | null;
  /** The engine's own name for its machine. */
  readonly machine: string | null;
  /** In the containerd store an image's id is the digest of its manifest or index; in the classic one it is not. */
  readonly store: 'classic' | 'containerd' | 'unknown';
  /** What the node is in a swarm; podman and engines outside a swarm are `none`. */
  readonly swarm: 'manager' | 'worker' | 'none';
  /** Milliseconds since the epoch by the engine's own clock when it was asked; null where it does not say. */
  readonly time: number | null;
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
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: TlsMaterial | null }
  /** The command that carries the connection on its standard input and output, as the Docker command line does. */
  | { readonly kind: 'ssh'; readonly command: readonly [string, ...string[]] };

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
  /** An engine from before API 1.25, of early 2017. */
  | 'too-old'
  /** The variable, the context or the configuration of the Docker command line cannot be understood. */
  | 'misconfigured'
  /** An address of a kind that we cannot use. */
  | 'unsupported';

/** The manifest or the index that a registry has for a reference. */
export interface DistributionFacts {
  readonly digest: string;
  readonly mediaType: string | null;
}
