import type { Answers } from '../answers';
import type {
  DescribeImageParams,
  DescribeImageResult,
  PlatformDigest,
  ResolveDigestResult,
} from '../protocol';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import { imagePage } from '../reports/imagePage';
import { parseImageReference, type ImageReference } from '../syntax/imageReference';

/** Asks the registry for the digest of a reference as a person wrote it. */
export async function resolveDigest(
  answers: Answers,
  reference: string,
  signal: AbortSignal,
): Promise<ResolveDigestResult> {
  const parsed = parseImageReference(reference);
  if (parsed.kind !== 'reference') return { found: false, message: noReference(reference) };
  const resolution = await answers.resolveAnyhow(parsed, signal);
  if (!resolution.found) return { found: false, message: unresolvedMessage(reference, resolution) };
  const { digest, mediaType, caution } = resolution;
  const name = reference.split('@', 1)[0] ?? reference;
  const platforms = caution === null ? await platformsOf(answers, { ...parsed, digest }, signal) : [];
  return { found: true, digest, pinned: `${name}@${digest}`, mediaType, platforms, caution };
}

/** None where they cannot be told: the digest alone is still an answer. */
async function platformsOf(
  { contents }: Answers,
  reference: ImageReference,
  signal: AbortSignal,
): Promise<PlatformDigest[]> {
  const content = await contents(reference, signal);
  return content.found ? content.platforms.map(({ platform, digest }) => ({ platform, digest })) : [];
}

/** All that is known of an image, as a page for people. */
export async function describeReference(
  { describe }: Answers,
  { reference, platform }: DescribeImageParams,
  signal: AbortSignal,
): Promise<DescribeImageResult> {
  const parsed = parseImageReference(reference);
  if (parsed.kind !== 'reference') return { found: false, message: noReference(reference) };
  const description = await describe(parsed, platform, signal);
  return description.found
    ? { found: true, title: reference, markdown: imagePage(reference, description) }
    : { found: false, message: unresolvedMessage(reference, description) };
}

export function noReference(reference: string): string {
  return `'${reference}' is no image reference. Write it as in: registry/repository:tag`;
}
