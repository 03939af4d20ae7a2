import type { AddressOrigin, Engine, EngineFailure } from '../engine';
import type { HostReleases } from '../releases/model';

/** What there is to show of all hosts that were chosen, at one moment. */
export interface Inspection {
  readonly hosts: readonly HostSight[];
}

/** An engine that was chosen. Each fails alone. */
export interface HostSight {
  /** The same for the same context or variable at every start. */
  readonly id: string;
  readonly name: string;
  readonly origin: AddressOrigin;
  readonly state: HostState;
}

export type HostState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'failed'; readonly failure: EngineFailure }
  /** `live` is false where the engine refuses its events, so that the list is only read again now and then. */
  | { readonly kind: 'running'; readonly releases: HostReleases; readonly live: boolean };

/** Where a line of the view stands for something. */
export type Target =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'project' | 'service' | 'release'; readonly host: string; readonly key: string }
  | { readonly kind: 'container'; readonly host: string; readonly id: string }
  | { readonly kind: 'change'; readonly host: string; readonly id: string; readonly path: string };

/** What commands may ask of the engines behind the view. */
export interface Inspector {
  /** Nothing is asked while nobody looks, and nothing before somebody first looked. */
  readonly setVisible: (visible: boolean) => void;
  /** Looks for all engines anew, reads them, and measures drift again. */
  readonly refresh: () => void;
  /**
   * Somebody looks closer at a container: its drift is measured unless it was within the last minute. Resolves when the
   * measurement, or why there is none, is in `current()`; at once where none is to come, as while nobody looks.
   */
  readonly lookAt: (host: string, container: string) => Promise<void>;
  /** The workspace's files, its Git history or the settings are not what they were. */
  readonly forgetWorkspace: () => void;
  /** Has registries asked about all that runs there, or everywhere, and where it comes from; resolves when they have answered. */
  readonly checkFreshness: (target: Target | null, signal: AbortSignal) => Promise<void>;
  /** Ids of the hosts to show from now on; null for the one that the Docker command line would take. */
  readonly chooseHosts: (ids: readonly string[] | null) => void;
  readonly current: () => Inspection;
  /** Null while there is no connection. */
  readonly engine: (host: string) => Engine | null;
  readonly dispose: () => void;
}
