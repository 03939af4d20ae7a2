import type { CodeAction } from 'vscode-languageserver';
import type { OpenDocument } from '../documents';
import type { ResolveDigestResult } from '../protocol';
import { unresolvedMessage, type Digests } from '../registry/digests';
import { parseImageReference } from '../syntax/imageReference';
import { workspaceEdit, type EditTarget } from './convert';
import type { PendingPin } from './codeActions';

/** Why nothing is asked before the user trusts the workspace. */
export const UNTRUSTED =
  'This workspace is not trusted, so no registry is asked. Trust it to resolve digests.';

/** Asks the registry for the digest of a reference as a person wrote it. */
export async function resolveDigest(
  digests: Digests,
  reference: string,
  signal: AbortSignal,
): Promise<ResolveDigestResult> {
  const parsed = parseImageReference(reference);
  if (parsed.kind !== 'reference') {
    return {
      found: false,
      message: `'${reference}' is no image reference. Write it as in: registry/repository:tag`,
    };
  }
  const resolution = await digests.resolve(parsed, signal);
  if (!resolution.found) return { found: false, message: unresolvedMessage(reference, resolution) };
  const { digest, mediaType } = resolution;
  return { found: true, digest, pinned: `${reference.split('@', 1)[0] ?? reference}@${digest}`, mediaType };
}

/**
 * The action with its edit, one insertion for the text that it was offered for; or why there is none. `targetOf` gives
 * that text when the registry has answered, and null where it has changed.
 */
export async function resolvePin(
  action: CodeAction,
  {
    digests,
    targetOf,
  }: { readonly digests: Digests; readonly targetOf: (pin: PendingPin) => EditTarget | null },
  signal: AbortSignal,
): Promise<{ readonly action: CodeAction; readonly message?: string }> {
  const pin = action.data as PendingPin;
  const { reference, insertion } = pin;
  const result = await resolveDigest(digests, reference, signal);
  if (!result.found) return { action, message: result.message };
  const target = targetOf(pin);
  if (!target) {
    return {
      action,
      message: `The file changed while the registry was asked for '${reference}'. Pin it again.`,
    };
  }
  const insert = { span: { start: insertion, end: insertion }, newText: `@${result.digest}` };
  return { action: { ...action, edit: workspaceEdit(target, [insert]) } };
}

/** Whether a file still takes the reference of a pin from the same place of another file. */
export function stillPinsElsewhere(
  { document }: OpenDocument,
  { reference, file, insertion }: PendingPin,
): boolean {
  const images = document?.images ?? [];
  return images.some(
    ({ resolved, elsewhere }) =>
      resolved === reference && elsewhere?.file === file && elsewhere.offset === insertion,
  );
}
