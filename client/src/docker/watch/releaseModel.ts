import type { RunningImage } from '../../../../server/src/inspectionProtocol';
import type { EngineEvent } from '../engineEvents';
import type { ContainerDetails } from '../engineFacts';
import { imagesToCompare } from '../releases/baseImages';
import { evidenceQuestion, type EvidenceQuestion } from '../releases/evidenceQuestion';
import { runningImages } from '../releases/freshness';
import { hostReleases } from '../releases/hostReleases';
import type { HostReleases, RunningContainer } from '../releases/model';
import type { Knowledge, Observation } from '../releases/observation';
import { projectsToDeclare, type ProjectToDeclare } from '../releases/projectsToDeclare';
import { isHealthCheck } from '../releases/touches';

/** What the watch needs of the model of releases; all pure. Tests of the watch bring a plainer one. */
export interface ReleaseModel {
  readonly hostReleases: (observation: Observation, knowledge: Knowledge) => HostReleases;
  /** Ids of images that no container runs and that are needed all the same. */
  readonly imagesToCompare: (observation: Observation) => readonly string[];
  /** What registries can be asked about; the key is that of `Knowledge.freshness`. */
  readonly runningImages: (observation: Observation) => readonly RunningImage[];
  /** What registries can be asked about where an image comes from; the key is that of `Knowledge.evidence`. */
  readonly evidenceQuestion: (container: RunningContainer) => EvidenceQuestion | null;
  readonly projectsToDeclare: (observation: Observation) => readonly ProjectToDeclare[];
  readonly isHealthcheck: (exec: EngineEvent, details: ContainerDetails) => boolean;
}

export const releaseModel: ReleaseModel = {
  hostReleases,
  imagesToCompare,
  runningImages,
  evidenceQuestion,
  projectsToDeclare,
  isHealthcheck: (exec, { configuration }) => isHealthCheck(exec, configuration),
};
