import type { Document } from '../syntax/document';
import { parseImageReference } from '../syntax/imageReference';
import type { ImageUse } from '../syntax/imageUse';
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
  const line = lineOf(document, image);
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

function tagCommentOf(
  document: Document,
  image: ImageUse,
): { readonly tag: string; readonly quote: string; readonly end: number } | null {
  const line = lineOf(document, image);
  if (!line) return null;
  const [comment, tag] = TAG_COMMENT.exec(line.rest) ?? [];
  if (comment === undefined || tag === undefined) return null;
  if (parseImageReference(`x:${tag}`).kind !== 'reference') return null;
  const { quote } = line;
  return { tag, quote, end: image.span.end + quote.length + comment.trimEnd().length };
}

/** What stands after a scalar of a block mapping on its line; null for any other text. */
function lineOf(
  { kind, text }: Document,
  image: ImageUse,
): { readonly quote: string; readonly rest: string } | null {
  if (kind !== 'compose' || image.inline) return null;
  const start = lineStart(text, image.span.start);
  const [, quote] = BEFORE_SCALAR.exec(text.slice(start, image.span.start)) ?? [];
  if (quote === undefined || !text.startsWith(quote, image.span.end)) return null;
  const restStart = image.span.end + quote.length;
  const [rest = ''] = LINE.exec(text.slice(restStart)) ?? [];
  return IN_BRACES.test(text.slice(restStart + rest.length)) ? null : { quote, rest };
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** A key, with the dash of a list, a tag and an anchor where there are some, and the opening quote. */
const BEFORE_SCALAR =
  /^[ \t]*(?:-[ \t]+)*(?:[\w.-]+|"[\w.-]+"|'[\w.-]+')[ \t]*:[ \t]+(?:[&!][^\s,[\]{}]*[ \t]+)*(["']?)$/;
const LINE = /^[^\r\n]*/;
/** Comments and blank lines, and then what only goes on inside of braces and brackets. */
const IN_BRACES = /^(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*[ \t]*[,}\]]/;
/** One word alone. */
const TAG_COMMENT = /^[ \t]+#[ \t]*(\S+)[ \t]*$/;
