import type { ImageEvidenceParams } from '../../../server/src/inspectionProtocol';
import type { RunningContainer } from '../docker/releases/model';
import { platformName } from '../docker/releases/platformName';
import { startedReference } from '../docker/releases/startedReference';
import type { Inspection } from '../docker/watch/inspection';
import { runningContainers } from './collectReport';

type Question = ImageEvidenceParams['images'][number];

/** What to ask registries about all that runs, once for each image. Nobody is asked about what was built or imported here. */
export function evidenceQuestions({ hosts }: Inspection): readonly Question[] {
  const questions = hosts
    .flatMap(({ state }) => (state.kind === 'running' ? runningContainers(state.releases) : []))
    .flatMap(({ container }) => question(container) ?? []);
  return [...new Map(questions.map((asked) => [asked.key, asked])).values()];
}

function question({ reference, digest, imageId, platform, answers }: RunningContainer): Question | null {
  if (reference === null || !digest.known || digest.source === 'store') return null;
  if (answers.freshness.reason === 'local') return null;
  const { repository } = startedReference(reference);
  return {
    key: imageId,
    reference: `${repository}@${digest.digest}`,
    platform: platform && platformName(platform),
  };
}
