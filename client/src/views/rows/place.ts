import type { EngineFacts } from '../../docker/engine';
import type { HostSight } from '../../docker/watch/inspection';

/** Where rows stand, and what all of them need. */
export interface Place {
  readonly host: Pick<HostSight, 'id' | 'name'>;
  readonly engine: EngineFacts;
  /** Before the ids of rows that may be shown in several places. */
  readonly within: string;
  /** Of the filter, in small letters. */
  readonly words: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}
