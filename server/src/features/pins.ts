import type { CodeAction } from 'vscode-languageserver';
import type { OpenDocument } from '../documents';
import { moveTagToComment } from '../pins/commentStyle';
import type { Digests } from '../registry/digests';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import type { PinSettings } from '../settings';
import { isWellFormedDigest, parseImageReference } from '../syntax/imageReference';
import { pinPlace } from '../syntax/imageUse';
import type { Edit } from '../text/span';
import type { PendingPin } from './codeActions';
import { workspaceEdit, type EditTarget } from './convert';

/** Why nothing is asked before the user trusts the workspace. */
export const UNTRUSTED =
  'This workspace is not trusted, so no registry is asked. Trust it to resolve digests.';

export interface PinResolving {
  readonly digests: Pick<Digests, 'resolve'>;
  readonly settings: PinSettings;
  /** The text that a pin is for when the registry has answered; null where it has changed. */
  readonly targetOf: (pin: PendingPin) => EditTarget | null;
  /** The file that the pin was offered in, as it stands. */
  readonly fileOf: (pin: PendingPin) => OpenDocument | null;
}

/** The action with its edit, one digest for the text that it was offered for; or why there is none. */
export async function resolvePin(
  action: CodeAction,
  { digests, settings, targetOf, fileOf }: PinResolving,
  signal: AbortSignal,
): Promise<{ readonly action: CodeAction; readonly message?: string }> {
  const pin = action.data as PendingPin;
  const parsed = parseImageReference(pin.reference);
  if (parsed.kind !== 'reference') return { action, message: `'${pin.reference}' is no image reference.` };
  const { platform, style } = settings;
  const resolution = await digests.resolve(parsed, signal, { platform });
  if (!resolution.found) return { action, message: unresolvedMessage(pin.reference, resolution) };
  const { digest, host } = resolution;
  if (!isWellFormedDigest(digest)) {
    const message = `${host} answered for '${pin.reference}' with a text that is no digest. Check that it is a container registry.`;
    return { action, message };
  }
  const target = targetOf(pin);
  if (!target) {
    return {
      action,
      message: `The file changed while the registry was asked for '${pin.reference}'. Pin it again.`,
    };
  }
  const file = style === 'tag@digest' ? null : fileOf(pin);
  return { action: { ...action, edit: workspaceEdit(target, [editOf(pin, file, digest)]) } };
}

/** With the tag in a comment where that is wanted and there is room for one. */
function editOf({ span, file: other }: PendingPin, file: OpenDocument | null, digest: string): Edit {
  const plain = { span, newText: `@${digest}` };
  if (!file?.document || other !== null || span.start !== span.end) return plain;
  const image = file.document.images.find(({ insertion }) => insertion === span.start);
  const move = image ? moveTagToComment(file.document, image) : null;
  return move ? { span: move.span, newText: `@${digest}${move.after}` } : plain;
}

/** Whether a file still takes the reference of a pin from the same place of another file. */
export function stillPinsElsewhere(
  { document }: OpenDocument,
  { reference, file, span }: PendingPin,
): boolean {
  const images = document?.images ?? [];
  return images.some((image) => {
    const place = pinPlace(image);
    return (
      image.resolved?.split('@', 1)[0] === reference &&
      place?.file === file &&
      place.span.start === span.start &&
      place.span.end === span.end
    );
  });
}
