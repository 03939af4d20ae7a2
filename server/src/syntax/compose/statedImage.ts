import type { Node } from 'yaml';
import type { Span } from '../../text/span';
import { scalarText } from '../yaml/nodes';

/** An image where a file says it, after variables. */
export interface StatedImage {
  readonly text: string;
  readonly span: Span;
  /** The absolute path of the file; null for one that is read by itself. */
  readonly file: string | null;
}

/** None where a variable in it has no value. */
export function statedImages(
  node: Node,
  image: string | undefined,
  { text, file }: { readonly text: string; readonly file: string | null },
): StatedImage[] {
  const scalar = scalarText(node, text);
  return scalar && image !== undefined ? [{ text: image, span: scalar.span, file }] : [];
}

/** The scalar of an image, whether or not its variables have values. */
export interface ImagePlace {
  /** As written, before variables. */
  readonly written: string;
  /** Behind aliases: where the text itself stands. */
  readonly span: Span;
  readonly file: string | null;
}

/** Null for what is no text. */
export function imagePlace(
  node: Node,
  { text, file }: { readonly text: string; readonly file: string | null },
): ImagePlace | null {
  const scalar = scalarText(node, text);
  return scalar && { written: scalar.text, span: scalar.span, file };
}
