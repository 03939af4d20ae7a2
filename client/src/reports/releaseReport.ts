import type { FileChange } from '../docker/engineFacts';
import type { Drift, Freshness, Health, Sync } from '../docker/releases/answers';
import type { DigestSource } from '../docker/releases/identity';
import type { ProjectKind } from '../docker/releases/model';
import type { RevisionWitness } from '../docker/releases/revision';

/*
 * What an auditor asks for: every running container, and what is known of it. These are the fields of the JSON file,
 * documented in docs/releases.md; a field may be added, and one that changes its meaning makes another `version`. Times
 * are in ISO 8601, UTC.
 */

export interface ReleaseReport {
  readonly version: 1;
  readonly created: string;
  /** Whether registries were asked for signatures and attestations. */
  readonly registriesAsked: boolean;
  readonly summary: ReportSummary;
  /** All that were chosen, also those that did not answer. */
  readonly hosts: readonly ReportedHost[];
}

export interface ReportSummary {
  readonly hosts: number;
  readonly hostsThatAnswered: number;
  /** Those that run. */
  readonly containers: number;
  readonly outOfSync: number;
  readonly drifted: number;
  /** Degraded, stopped or paused. */
  readonly unhealthy: number;
  readonly withRisks: number;
  /** Without a digest that is known. */
  readonly unidentified: number;
}

export interface ReportedHost {
  readonly name: string;
  /** Why the host was chosen: `DOCKER_HOST`, `context NAME`, `usual place`. */
  readonly origin: string;
  readonly answered: boolean;
  /** Why there is nothing of it here; null where it answered. */
  readonly problem: string | null;
  /** Null where it did not answer. */
  readonly engine: ReportedEngine | null;
  readonly services: readonly ReportedService[];
  /** Containers that do not run, and of which nothing else is said. */
  readonly notRunning: number;
}

export interface ReportedEngine {
  readonly endpoint: string;
  readonly version: string | null;
  readonly machine: string | null;
  readonly imageStore: 'classic' | 'containerd' | 'unknown';
  readonly swarm: 'manager' | 'worker' | 'none';
}

export interface ReportedService {
  readonly project: string;
  readonly projectKind: ProjectKind;
  readonly name: string;
  /** `9 × 1.0 · 1 × 2.0, 10 % canary`; null where one release runs. */
  readonly rollout: string | null;
  readonly containers: readonly ReportedContainer[];
  /** Of a swarm service, on nodes that this engine cannot look into. */
  readonly tasksElsewhere: readonly ReportedTask[];
}

export interface ReportedTask {
  readonly id: string;
  readonly node: string;
  readonly image: string;
  readonly state: string;
}

export interface ReportedContainer {
  readonly name: string;
  readonly id: string;
  readonly state: string;
  /** Null where the engine has not said it. */
  readonly started: string | null;
  /** The tag, or what the image says of its version. */
  readonly release: string | null;
  readonly reference: Known<string>;
  readonly digest: Known<ReportedDigest>;
  readonly imageId: string;
  readonly platform: Known<string>;
  readonly commit: Known<ReportedCommit>;
  readonly built: Known<string>;
  readonly signature: { readonly status: 'present' | 'none' | 'unknown'; readonly reason: string | null };
  readonly attestations: Known<readonly string[]>;
  readonly base: Known<string>;
  readonly sync: { readonly status: Sync['status']; readonly reasons: readonly Reason[] };
  readonly freshness: {
    readonly status: Freshness['status'];
    readonly reason: string | null;
    readonly newDigest: string | null;
    readonly asked: string | null;
  };
  readonly health: { readonly status: Health['status']; readonly details: readonly string[] };
  readonly drift: ReportedDrift;
  readonly risks: readonly Reason[];
}

export type Known<T> =
  | { readonly known: true; readonly value: T }
  /** For people. */
  | { readonly known: false; readonly reason: string };

export interface ReportedDigest {
  readonly digest: string;
  /** Of the platform's own manifest, where it is known apart. */
  readonly manifest: string | null;
  /** Who says so. */
  readonly source: DigestSource;
}

export interface ReportedCommit {
  readonly revision: string;
  readonly source: string | null;
  /** Who says so. */
  readonly witness: RevisionWitness;
  /** How far that can be trusted, in words. */
  readonly trust: string;
  /** Built with changes that were not committed. */
  readonly dirty: boolean;
}

/** `kind` for programs, `text` for people. */
export interface Reason {
  readonly kind: string;
  readonly text: string;
}

export interface ReportedDrift {
  readonly status: Drift['status'];
  /** Null where it was not measured. */
  readonly measured: string | null;
  /** Why it could not be measured. */
  readonly problem: string | null;
  /** How many paths differ from the image; null where it was not measured. */
  readonly counts: { readonly code: number; readonly data: number; readonly scratch: number } | null;
  /** Those of code and of data. */
  readonly paths: readonly (FileChange & { readonly class: 'code' | 'data' })[];
  readonly touches: readonly { readonly time: string; readonly command: string }[];
  /** Earlier ones would not be known; null where that time is not known. */
  readonly touchesSince: string | null;
}
