import type { ImageEvidenceParams } from '../../../../server/src/inspectionProtocol';
import type { RunningContainer } from './model';
import { platformText } from './runningDigest';
import { startedReference } from './startedReference';

/** The key is the image's id. */
export type EvidenceQuestion = ImageEvidenceParams['images'][number];

/** What to ask a registry about where the image of a container comes from; null for what was built or imported here. */
export function evidenceQuestion({
  reference,
  digest,
  imageId,
  platform,
  answers,
}: RunningContainer): EvidenceQuestion | null {
  if (reference === null || !digest.known || digest.source === 'store') return null;
  if (answers.freshness.reason === 'local') return null;
  const { repository } = startedReference(reference);
  return { key: imageId, reference: `${repository}@${digest.digest}`, platform: platformText(platform) };
}
