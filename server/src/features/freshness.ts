import type { Answers } from '../answers';
import type { DigestsPresentResult, FreshnessAnswer, RunningImage } from '../inspectionProtocol';
import type { Comparison } from '../registry/compareRunning';
import type { CompareAnswer } from '../registry/comparing';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import { parseImageReference } from '../syntax/imageReference';
import { noReference } from './digestAnswers';

/** What a registry says, or has said, against an image that runs. */
export async function freshnessOf(
  answers: Pick<Answers, 'compare' | 'recallComparison'>,
  image: RunningImage,
  /** Null where nobody may be asked. */
  signal: AbortSignal | null,
): Promise<FreshnessAnswer> {
  const { key, reference, digests, configuration, platform } = image;
  const parsed = parseImageReference(reference);
  if (parsed.kind !== 'reference') return unknownFreshness(key, noReference(reference));
  const running = { digests, configuration, platform };
  const answer =
    signal === null
      ? await answers.recallComparison(parsed, running)
      : await answers.compare(parsed, running, signal);
  // Without a detail it is plain that nobody has asked.
  return answer ? freshnessAnswer(image, answer) : unknownFreshness(key, null);
}

export function unknownFreshness(key: string, detail: string | null): FreshnessAnswer {
  return { key, status: 'unknown', newDigest: null, asked: null, detail };
}

function freshnessAnswer({ key, reference }: RunningImage, answer: CompareAnswer): FreshnessAnswer {
  if (!answer.found) return unknownFreshness(key, unresolvedMessage(reference, answer));
  const { status, newDigest, asked } = answer;
  return { key, status, newDigest, asked, detail: detailOf(reference, answer) };
}

function detailOf(reference: string, comparison: Comparison): string | null {
  if (comparison.status !== 'unknown') return null;
  switch (comparison.why) {
    case 'platform':
      return `'${reference}' names another digest now, and it is not known for which platform the image runs. Start the container again to find out.`;
    case 'before':
      return `'${reference}' names another digest now, and its registry does not show what the old one held. Ask the registry again, or pull the tag to find out.`;
    case 'local':
      return `The engine knows no digest of '${reference}' from its registry: the image was built or loaded there. Push it, and run what was pushed.`;
  }
}

/** Whether a registry still has what a reference with a digest names. */
export async function digestPresent(
  { resolve }: Pick<Answers, 'resolve'>,
  reference: string,
  signal: AbortSignal,
): Promise<DigestsPresentResult['answers'][number]> {
  const parsed = parseImageReference(reference);
  if (parsed.kind !== 'reference' || parsed.digest === null) {
    const detail = `'${reference}' is no reference with a digest. Write it as in: registry/repository@sha256:…`;
    return { present: 'unknown', detail };
  }
  const resolution = await resolve(parsed, signal);
  if (resolution.found) return { present: 'yes', detail: null };
  return resolution.reason === 'not-found'
    ? { present: 'no', detail: null }
    : { present: 'unknown', detail: unresolvedMessage(reference, resolution) };
}
