import type { Position } from 'vscode-languageserver';
import type { OpenDocument } from '../documents';
import type { ReferenceAt } from '../protocol';
import { rangeOf } from './convert';

/** The image reference at a position, where it names an image of a registry. */
export function referenceAt(
  { source, version, document }: OpenDocument,
  position: Position,
): ReferenceAt | null {
  const offset = source.offsetAt(position);
  const image = document?.images.find(({ span }) => span.start <= offset && offset <= span.end);
  if (image?.resolved == null || image.reference?.kind !== 'reference') return null;
  return {
    reference: image.resolved,
    digest: image.reference.digest,
    range: rangeOf(source, image.span),
    insertAt: image.insertion === null ? null : source.positionAt(image.insertion),
    version,
  };
}
