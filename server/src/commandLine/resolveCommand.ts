import type { Description } from '../registry/descriptions';
import type { Digests } from '../registry/digests';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import { parseImageReference, type ImageReference } from '../syntax/imageReference';
import type { Format } from './arguments';
import { withDigests, type AskingArguments } from './asking';
import type { Console, ExitCode } from './console';

/** What is asked for: of each reference the digest now, of its index or of one platform. */
export interface ResolveArguments extends AskingArguments {
  readonly references: readonly string[];
  readonly format: Format;
  /** As `linux/arm64`; null for the index. */
  readonly platform: string | null;
}

type Answer = Resolved | { readonly reference: string; readonly message: string };

/** In JSON all that is known of the image stands beside these. */
interface Resolved {
  readonly reference: string;
  readonly digest: string;
  readonly mediaType: string;
}

export async function resolveCommand(
  console: Console,
  { references, format, platform, ...asking }: ResolveArguments,
): Promise<ExitCode> {
  const { signal } = console;
  const answers = await withDigests(console, asking, (digests) =>
    Promise.all(references.map((reference) => answer({ digests, reference, format, platform }, signal))),
  );
  const resolved = answers.filter((found) => 'digest' in found);
  const errors = answers.filter((found) => 'message' in found);
  if (format === 'json') console.print(`${JSON.stringify({ version: 1, resolved, errors }, null, 2)}\n`);
  else console.print(resolved.map(({ reference, digest }) => `${reference}\t${digest}\n`).join(''));
  for (const { message } of errors) console.complain(`${message}\n`);
  return errors.length > 0 ? 2 : 0;
}

interface Question {
  readonly digests: Digests;
  readonly reference: string;
  readonly format: Format;
  readonly platform: string | null;
}

/** The JSON form says all that is known of the image, for which its manifest and configuration are fetched. */
async function answer(
  { digests, reference, format, platform }: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const parsed = parseImageReference(reference);
  if (parsed.kind !== 'reference') {
    return {
      reference,
      message: `'${reference}' is no image reference. Write it as in: registry/repository:tag`,
    };
  }
  if (format === 'text') {
    const resolution = await digests.resolve(parsed, signal, { platform });
    if (!resolution.found) return { reference, message: unresolvedMessage(reference, resolution) };
    return { reference, digest: resolution.digest, mediaType: resolution.mediaType };
  }
  return describe({ digests, reference, parsed, platform }, signal);
}

async function describe(
  { digests, reference, parsed, platform }: Omit<Question, 'format'> & { readonly parsed: ImageReference },
  signal: AbortSignal,
): Promise<Answer> {
  const description = await digests.describe(parsed, platform, signal);
  if (!description.found) return { reference, message: unresolvedMessage(reference, description) };
  const { host, manifest, platforms, chosen, image, problem, evidence } = description;
  const named = platform === null || !chosen ? manifest : chosen;
  const known = {
    reference,
    digest: named.digest,
    mediaType: named.mediaType,
    host,
    index: manifest.isIndex ? manifest.digest : null,
    platforms: [...new Set(platforms.map((each) => each.platform))],
    manifests: platforms.map((each) => ({ platform: each.platform, digest: each.digest })),
    annotations: manifest.annotations,
    image: image && { ...image.facts, digest: image.manifest.digest, size: image.manifest.size },
    problem: problem && unresolvedMessage(reference, { ...problem, found: false, registry: host }),
    ...evidenceOf(evidence),
  };
  return known;
}

/** What is there; whether it is good was not looked at. */
function evidenceOf({
  signatures,
  sboms,
  provenances,
  others,
  incomplete,
}: Extract<Description, { found: true }>['evidence']): object {
  const present = { signatures, sboms, provenances, others, complete: incomplete === null };
  return { present };
}
