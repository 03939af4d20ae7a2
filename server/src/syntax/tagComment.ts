import type { Document } from './document';
import { parseImageReference } from './imageReference';
import type { ImageUse } from './imageUse';

/** A tag in the comment beside a reference: `node@sha256:… # 20`. */
export interface TagComment {
  readonly tag: string;
  /** Where the tag stands. */
  readonly tagStart: number;
  /** The quote that closes the reference; empty for none. */
  readonly quote: string;
  /** Where the comment ends. */
  readonly end: number;
}

/** The comment after a reference on its line, where it is one word that can be a tag; null for any other text. */
export function tagCommentOf(document: Document, image: ImageUse): TagComment | null {
  const line = restOfLine(document, image);
  if (!line) return null;
  const [comment, tag] = TAG_COMMENT.exec(line.rest) ?? [];
  if (comment === undefined || tag === undefined) return null;
  if (parseImageReference(`x:${tag}`).kind !== 'reference') return null;
  const { quote } = line;
  const end = image.span.end + quote.length + comment.trimEnd().length;
  return { tag, tagStart: end - tag.length, quote, end };
}

/** What stands after a scalar of a block mapping on its line; null for any other text. */
export function restOfLine(
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
