import type { Document } from '../../server/src/syntax/document';
import type { ImageUse } from '../../server/src/syntax/imageUse';
import { picture } from './picture';

/**
 * The source with every image reference marked, and under it what it was understood as; `¦` in the word of a reference
 * shows where its pin goes when that is not its end.
 */
export function imagesPicture(document: Document): string {
  return picture(
    document.text,
    document.images.map((image) => ({ span: image.span, text: describeImage(document.text, image) })),
  );
}

function describeImage(
  text: string,
  { position, resolved, span, ignored, insertion, finding, related }: ImageUse,
): string {
  const written = text.slice(span.start, span.end);
  const parts: string[] = [position];
  if (resolved !== null && resolved !== written) parts.push(`= ${resolved}`);
  if (ignored !== null) parts.push(`(${ignored})`);
  if (insertion !== null) parts.push(insertion === span.end ? 'pin' : `pin at ${placeOf(text, insertion)}`);
  if (finding !== span) parts.push(`found at ${placeOf(text, finding.start)}`);
  if (related.length > 0)
    parts.push(`see ${related.map((place) => placeOf(text, place.span.start)).join(' ')}`);
  return parts.join(' ');
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}
