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
  { position, inline, resolved, span, ignored, insertion, elsewhere, finding, related }: ImageUse,
): string {
  const written = text.slice(span.start, span.end);
  const parts: string[] = [inline ? `inline ${position}` : position];
  if (resolved !== null && resolved !== written) parts.push(`= ${resolved}`);
  if (ignored !== null) parts.push(`(${ignored})`);
  if (insertion !== null) parts.push(insertion === span.end ? 'pin' : `pin at ${placeOf(text, insertion)}`);
  if (elsewhere) parts.push(`pin in ${elsewhere.file} at ${elsewhere.offset}`);
  if (finding !== span) parts.push(`found at ${placeOf(text, finding.start)}`);
  if (related.length > 0)
    parts.push(
      `see ${related.map((place) => (place.file === undefined ? placeOf(text, place.span.start) : `${place.file}@${place.span.start}`)).join(' ')}`,
    );
  return parts.join(' ');
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}
