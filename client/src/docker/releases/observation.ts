import type { EngineEvent } from '../engineEvents';
import type { EngineFacts } from '../engine';
import type { ContainerDetails, ContainerFacts, FileChange, ImageFacts, ListedImage } from '../engineFacts';
import type { SwarmFacts } from '../swarmFacts';
import type {
  FreshnessAnswer,
  ImageEvidence,
  ProjectDeclaration,
} from '../../../../server/src/inspectionProtocol';

import type { SourceState } from './sourceState';
/** All that one engine has said, so far. */
export interface Observation {
  readonly engine: EngineFacts;
  readonly containers: readonly ObservedContainer[];
  /** Images by id, as `GET /images/json` lists them. */
  readonly listed: ReadonlyMap<string, ListedImage>;
  /** Those that were looked at closely, by id. */
  readonly images: ReadonlyMap<string, ImageAnswer>;
  readonly swarm: SwarmFacts | null;
  /** `exec_create` events, in their order; health checks are still among them. */
  readonly execs: readonly EngineEvent[];
  /** Time of the earliest event that the engine still remembers, milliseconds by its clock; null where it told none. */
  readonly remembersSince: number | null;
}

export interface ObservedContainer {
  readonly facts: ContainerFacts;
  /** Null until it was looked at closely. */
  readonly details: ContainerDetails | null;
  readonly changes: MeasuredChanges | null;
}

export type MeasuredChanges =
  /** `measured`: milliseconds since the epoch by our clock. */
  | { readonly ok: true; readonly measured: number; readonly changes: readonly FileChange[] }
  | { readonly ok: false; readonly measured: number; readonly problem: string };

export type ImageAnswer = ImageFacts | 'removed' | 'unanswered';

/** What others than the engine know: the workspace's files, registries, Git. Each part is empty until it was asked for. */
export interface Knowledge {
  /** By project key. */
  readonly declarations: ReadonlyMap<string, ProjectDeclaration>;
  /** Hashes that `docker compose config --hash` gives, by project key and then service; absent where it was not run. */
  readonly configurationHashes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By `freshnessKey`. */
  readonly freshness: ReadonlyMap<string, FreshnessAnswer>;
  /** By image id. */
  readonly evidence: ReadonlyMap<string, ImageEvidence>;
  /** By revision. */
  readonly sources: ReadonlyMap<string, SourceState>;
  /** Glob patterns of more paths that are scratch, from the settings. */
  readonly scratch: readonly string[];
}

export const NOTHING_KNOWN: Knowledge = {
  declarations: new Map(),
  configurationHashes: new Map(),
  freshness: new Map(),
  evidence: new Map(),
  sources: new Map(),
  scratch: [],
};
