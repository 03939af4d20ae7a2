import type { EngineFacts } from '../engine';
import type { ContainerDetails, ContainerFacts, Mount, Platform } from '../engineFacts';
import type { SwarmServiceFacts, SwarmTaskFacts } from '../swarmFacts';
import type { Answers } from './answers';
import type { Declaration } from './declaration';
import type { RunningDigest } from './identity';
import type { Revision } from './revision';

/** All that runs on one engine, as people think of it: project → service → release → container. */
export interface HostReleases {
  readonly engine: EngineFacts;
  readonly projects: readonly Project[];
}

export interface Project {
  /** The same for the same project at every reading. Unique on its host. */
  readonly key: string;
  readonly kind: ProjectKind;
  readonly name: string;
  readonly services: readonly Service[];
}

/** `standalone` holds what no project owns: services that groups of names make (`app-blue`, `app-green`), and single containers. */
export type ProjectKind = 'compose' | 'stack' | 'standalone';

export interface Service {
  /** Unique on its host. */
  readonly key: string;
  readonly project: Pick<Project, 'key' | 'kind' | 'name'>;
  readonly name: string;
  /** More than one while one replaces another. The one with most running containers first. */
  readonly releases: readonly Release[];
  /** `9 × 1.0 · 1 × 2.0, 10 % canary`; null where only one release runs. */
  readonly rollout: string | null;
  /** Null for what is no swarm service. */
  readonly swarm: SwarmService | null;
  readonly declaration: Declaration;
  /** The worst of the releases' answers. */
  readonly answers: Answers;
}

export interface SwarmService {
  readonly facts: SwarmServiceFacts;
  /** `3 of 5 tasks run`. */
  readonly running: number;
  readonly wanted: number;
  /** Those that are wanted and those that failed last, the newest first; they may be on other nodes. */
  readonly tasks: readonly SwarmTask[];
}

export interface SwarmTask extends SwarmTaskFacts {
  readonly node: string;
}

/** All that runs from one digest of one service. */
export interface Release {
  /** Unique on its host. */
  readonly key: string;
  /** The tag, or what the image says of its version; null where nothing does. */
  readonly version: string | null;
  /** As its containers were started, without a digest; null where it cannot be told any more. */
  readonly repository: string | null;
  readonly digest: RunningDigest;
  readonly platform: Platform | null;
  readonly revision: Revision;
  /** When its image was made, milliseconds since the epoch. */
  readonly built: number | null;
  /** Bytes. */
  readonly size: number | null;
  readonly containers: readonly RunningContainer[];
  /** Tasks of a swarm service on nodes that this engine cannot look into. */
  readonly tasksElsewhere: readonly SwarmTask[];
  readonly answers: Answers;
}

export interface RunningContainer {
  readonly id: string;
  readonly name: string;
  /** The reference at its start as its author wrote it, null when it was started by an image's id or cannot be told any more. */
  readonly reference: string | null;
  readonly imageId: string;
  readonly digest: RunningDigest;
  readonly platform: Platform | null;
  readonly revision: Revision;
  readonly facts: ContainerFacts;
  /** Null until the engine has said them. */
  readonly details: ContainerDetails | null;
  /** Variables that the image does not set, or sets otherwise; secret values masked. Null where the image is not known. */
  readonly environment: readonly ChangedVariable[] | null;
  readonly mounts: readonly SortedMount[];
  readonly answers: Answers;
}

export interface ChangedVariable {
  readonly name: string;
  /** `•••` where the name is that of a secret. */
  readonly value: string;
  /** Null where the image does not set it. */
  readonly imageValue: string | null;
}

/** What a mount brings from outside: state that outlives the container, configuration, source code, a socket of the host. */
export interface SortedMount extends Mount {
  readonly role: 'state' | 'configuration' | 'source' | 'socket' | 'scratch' | 'other';
}
