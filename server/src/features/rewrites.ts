import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
} from 'vscode-languageserver';
import type { OpenDocument } from '../documents';
import { tagInComment } from '../pins/commentStyle';
import type { ImageUse } from '../syntax/imageUse';
import { isKindOf, type PendingPin } from './codeActions';
import { spanOf, workspaceEdit } from './convert';

/**
 * What may be done with the pins that the asked range touches, although nothing is wrong with them. Only where somebody
 * opens the menu: a light bulb at every pin would say nothing.
 */
export function rewrites(
  file: OpenDocument,
  { range, context: { only, triggerKind } }: Pick<CodeActionParams, 'range' | 'context'>,
): CodeAction[] {
  const wanted = only
    ? only.some((kind) => isKindOf(CodeActionKind.RefactorRewrite, kind))
    : triggerKind === CodeActionTriggerKind.Invoked;
  if (!wanted) return [];
  const { start, end } = spanOf(file.source, range);
  return (file.document?.images ?? [])
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((image) => rewritesOf(file, image));
}

function rewritesOf(file: OpenDocument, image: ImageUse): CodeAction[] {
  const { source, version, document } = file;
  const { digestPlace, reference } = image;
  if (!document || digestPlace?.file !== null || reference?.kind !== 'reference') return [];
  const kind = CodeActionKind.RefactorRewrite;
  const moved = tagInComment(document, image);
  const tag = reference.tag ?? moved?.tag ?? null;
  const name = tag === null ? reference.name : `${reference.name}:${tag}`;
  const { span } = digestPlace;
  const pin: PendingPin = { uri: source.uri, version, reference: name, span, file: null };
  const edit = moved ? { span: moved.span, newText: moved.after } : { span, newText: '' };
  return [
    ...(tag === null
      ? []
      : [{ title: `Update the pin of '${name}' to its current digest`, kind, data: pin }]),
    { title: `Remove the digest of '${name}'`, kind, edit: workspaceEdit({ source, version }, [edit]) },
  ];
}
