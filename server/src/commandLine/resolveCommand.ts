import { createDigests, unresolvedMessage, type Digests } from '../registry/digests';
import { parseImageReference } from '../syntax/imageReference';
import type { Format } from './arguments';
import type { Console, ExitCode } from './console';

type Answer =
  | {
      readonly reference: string;
      readonly digest: string;
      readonly mediaType: string;
      readonly platforms: readonly string[];
    }
  | { readonly reference: string; readonly message: string };

export async function resolveCommand(
  console: Console,
  { references, format }: { readonly references: readonly string[]; readonly format: Format },
): Promise<ExitCode> {
  const digests = createDigests(console.environment);
  const ask = (reference: string) => answer(digests, reference, format, console.signal);
  const answers = await Promise.all(references.map(ask));
  const resolved = answers.filter((found) => 'digest' in found);
  const errors = answers.filter((found) => 'message' in found);
  if (format === 'json') console.print(`${JSON.stringify({ version: 1, resolved, errors }, null, 2)}\n`);
  else console.print(resolved.map(({ reference, digest }) => `${reference}\t${digest}\n`).join(''));
  for (const { message } of errors) console.complain(`${message}\n`);
  return errors.length > 0 ? 2 : 0;
}

/** Only the JSON form says which platforms there are, so only for it they are asked for. */
async function answer(
  digests: Digests,
  reference: string,
  format: Format,
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
    const resolution = await digests.resolve(parsed, signal);
    if (!resolution.found) return { reference, message: unresolvedMessage(reference, resolution) };
    return { reference, digest: resolution.digest, mediaType: resolution.mediaType, platforms: [] };
  }
  const description = await digests.describe(parsed, signal);
  if (!description.found) return { reference, message: unresolvedMessage(reference, description) };
  const { digest, mediaType, platforms } = description;
  return { reference, digest, mediaType, platforms };
}
