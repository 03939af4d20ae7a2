/** What a manager says of its swarm: `GET /services`, `/tasks`, `/nodes`. Times are milliseconds since the epoch. */
export interface SwarmFacts {
  readonly services: readonly SwarmServiceFacts[];
  readonly tasks: readonly SwarmTaskFacts[];
  readonly nodes: readonly SwarmNodeFacts[];
}

export interface SwarmServiceFacts {
  readonly id: string;
  readonly name: string;
  /** Of the whole service, by which an update is refused that comes too late. */
  readonly version: number;
  /** As specified: the engine itself pins what it can, to `tag@digest`. */
  readonly image: string;
  /** Of the service's specification; `com.docker.stack.namespace` names its stack. */
  readonly labels: Readonly<Record<string, string>>;
  /** Null for a service that is global, or a job. */
  readonly replicas: number | null;
  readonly mode: 'replicated' | 'global' | 'job';
  /** That of the specification before the last update; null where there is none, and so no way back. */
  readonly previousImage: string | null;
  readonly update: SwarmUpdate | null;
  readonly created: number;
  readonly updated: number;
}

export interface SwarmUpdate {
  /** `updating`, `paused`, `completed`, `rollback_started`, `rollback_paused`, `rollback_completed`. */
  readonly state: string;
  readonly started: number | null;
  readonly completed: number | null;
  readonly message: string;
}

export interface SwarmTaskFacts {
  readonly id: string;
  readonly serviceId: string;
  /** Null for a global service. */
  readonly slot: number | null;
  readonly nodeId: string;
  /** As specified: `tag@digest` where the engine pinned it. */
  readonly image: string;
  /** `new`, `pending`, …, `running`, `complete`, `failed`, `shutdown`, `rejected`, `orphaned`. */
  readonly state: string;
  readonly desiredState: string;
  /** What went wrong, or what it waits for. */
  readonly message: string;
  /** Null until it has one. */
  readonly containerId: string | null;
  readonly created: number;
  /** Since when it is in this state. */
  readonly changed: number;
}

export interface SwarmNodeFacts {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly availability: string;
}
