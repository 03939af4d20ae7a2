import type { RunningImage, RunningProject } from '../../../../server/src/inspectionProtocol';
import type { EngineEvent } from '../engineEvents';
import type { ContainerDetails } from '../engineFacts';
import type { HostReleases } from '../releases/model';
import type { Knowledge, Observation } from '../releases/observation';

/** What the watch needs of the model of releases; all pure. */
export interface ReleaseModel {
  readonly hostReleases: (observation: Observation, knowledge: Knowledge) => HostReleases;
  /** Ids of images that no container runs and that are needed all the same. */
  readonly imagesToCompare: (observation: Observation) => readonly string[];
  /** What registries can be asked about; the key is that of `Knowledge.freshness`. */
  readonly runningImages: (observation: Observation) => readonly RunningImage[];
  readonly projectsToDeclare: (observation: Observation) => readonly RunningProject[];
  readonly isHealthcheck: (exec: EngineEvent, details: ContainerDetails) => boolean;
}
