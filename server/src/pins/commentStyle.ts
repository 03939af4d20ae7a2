import type { Document } from '../syntax/document';
import type { ImageUse } from '../syntax/imageUse';
import { restOfLine, tagCommentOf } from '../syntax/tagComment';
import { span, textOf, type Span } from '../text/span';

/**
 * How a tag and its digest are written together: `node:20@sha256:…`; or, where YAML allows it, the digest alone with the
 * tag in a comment after it, `node@sha256:… # 20`.
 */
export type PinStyle = 'tag@digest' | 'digest # tag';

/** What a pin replaces that moves the tag into a comment, and what follows the digest. */
export interface TagMove {
  readonly span: Span;
  readonly after: string;
}

/** Null where the tag has to stay: a comment needs a scalar that is alone on its line, as it is written. */
export function moveTagToComment(document: Document, image: ImageUse): TagMove | null {
  const line = restOfLine(document, image);
  const tag = image.reference?.kind === 'reference' ? image.reference.tag : null;
  if (line?.rest.trim() !== '' || tag === null) return null;
  if (image.insertion !== image.span.end || textOf(document.text, image.span) !== image.resolved) return null;
  const start = image.span.end - tag.length - 1;
  return { span: span(start, image.span.end + line.quote.length), after: `${line.quote} # ${tag}` };
}

/** The tag in the comment after a reference that has a digest and no tag, and what puts it back in place of the digest. */
export function tagInComment(
  document: Document,
  image: ImageUse,
): (TagMove & { readonly tag: string }) | null {
  const { digestPlace, reference } = image;
  if (reference?.kind !== 'reference' || reference.tag !== null) return null;
  if (digestPlace?.file !== null || digestPlace.span.end !== image.span.end) return null;
  const comment = tagCommentOf(document, image);
  if (!comment) return null;
  const { tag, quote, end } = comment;
  return { tag, span: span(digestPlace.span.start, end), after: `:${tag}${quote}` };
}

/** Whether a comment after a reference without a tag would be read as its tag once it is pinned. */
export function wouldGainTag(document: Document, image: ImageUse): boolean {
  const { insertion, reference } = image;
  if (reference?.kind !== 'reference' || reference.tag !== null) return false;
  return insertion === image.span.end && tagCommentOf(document, image) !== null;
}
