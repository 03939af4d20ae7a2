import type { CodeAction } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ResolveDigestResult } from '../protocol';
import { unresolvedMessage, type Digests } from '../registry/digests';
import { parseImageReference } from '../syntax/imageReference';
import { workspaceEdit } from './convert';
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
 * The action with its edit, one insertion for the version of the text that it was offered for; or why there is none.
 * `current` gives the document as it stands when the registry has answered.
 */
export async function resolvePin(
  action: CodeAction,
  {
    digests,
    current,
  }: { readonly digests: Digests; readonly current: (uri: string) => TextDocument | undefined },
  signal: AbortSignal,
): Promise<{ readonly action: CodeAction; readonly message?: string }> {
  const { uri, version, reference, insertion } = action.data as PendingPin;
  const result = await resolveDigest(digests, reference, signal);
  if (!result.found) return { action, message: result.message };
  const source = current(uri);
  if (source?.version !== version) {
    return {
      action,
      message: `The file changed while the registry was asked for '${reference}'. Pin it again.`,
    };
  }
  const insert = { span: { start: insertion, end: insertion }, newText: `@${result.digest}` };
  return { action: { ...action, edit: workspaceEdit(source, [insert]) } };
}
