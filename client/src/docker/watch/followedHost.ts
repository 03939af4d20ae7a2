import type { Clock } from '../../environment';
import type { Engine } from '../engine';
import type { HostMemory } from './hostMemory';
import type { MeasuringPlan } from './measureChanges';
import type { ReleaseModel } from './releaseModel';

/** A host whose engine has just answered. */
export interface FollowedHost {
  readonly engine: Engine;
  readonly memory: HostMemory;
  readonly plan: MeasuringPlan;
  readonly model: ReleaseModel;
  readonly clock: Clock;
  /** There is more to show than before. */
  readonly changed: () => void;
  readonly setLive: (live: boolean) => void;
  /** All that the engine was asked is answered. */
  readonly finished: () => void;
  readonly report: (error: unknown) => void;
}
