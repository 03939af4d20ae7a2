import { textOf, type Span } from '../../text/span';
import type { Build } from '../dockerfile/build';
import type { Dockerfile } from '../document';
import { parseDockerfile } from '../dockerfile/dockerfile';
import type { ImageUse } from '../imageUse';
import {
  hasEmptyVariable,
  interpolatedText,
  placeAfter,
  segmentsBetween,
  templateSpan,
  type InterpolatedText,
} from './interpolatedSpan';
import { interpolate, type Variables } from './interpolation';
import type { MappedText } from '../yaml/characters';

/** What a Dockerfile inside of a compose file says, with spans of that file. */
export type InlineDockerfile = Pick<Dockerfile, 'images' | 'suppressions'>;

/**
 * Reads a `dockerfile_inline`. Compose replaces its own variables first; one
 * without a value becomes a text that no Dockerfile gives a meaning to. Source: compose build specification.
 */
export function readInlineDockerfile(
  scalar: MappedText,
  variables: Variables,
  builds: readonly Build[],
  source: string,
): InlineDockerfile {
  const whole = { start: 0, end: scalar.text.length };
  const expanded = interpolate({ text: scalar.text, span: whole, verbatim: true }, variables);
  const dockerfile = interpolatedText(expanded, whole, () => UNKNOWN);
  const place = { dockerfile, scalar, source };
  const spanOf = (span: Span) => sourceSpan(place, templateSpan(dockerfile, span));
  const { images, suppressions } = parseDockerfile(dockerfile.text, builds);
  return {
    images: images.map((image) => {
      const span = spanOf(image.span);
      return {
        ...image,
        inline: true,
        span,
        finding: image.finding === image.span ? span : spanOf(image.finding),
        insertion: insertionOf(image, place),
        digestPlace: digestPlaceOf(image, place),
        related: image.related.map((related) => ({ ...related, span: spanOf(related.span) })),
      };
    }),
    suppressions: suppressions.map(({ comment, ids, markerEnd, scope, ...said }) => ({
      ...said,
      inline: true,
      comment: spanOf(comment),
      ids: ids.map(spanOf),
      markerEnd: spanOf({ start: comment.start, end: markerEnd }).end,
      scope: spanOf(scope),
    })),
  };
}

/** A Dockerfile's text, the scalar that it was made of, and the file that holds that. */
interface Place {
  readonly dockerfile: InterpolatedText;
  readonly scalar: MappedText;
  readonly source: string;
}

function sourceSpan(place: Place, { start, end }: Span): Span {
  const from = place.scalar.offsets[start] ?? place.scalar.end;
  return { start: from, end: end > start ? endOf(place, end) : from };
}

/** Where the character before `index` ends: an escape and a fold reach to the next one. */
function endOf({ scalar: { text, offsets, end }, source }: Place, index: number): number {
  const last = offsets[index - 1] ?? end;
  if (source[last] === text[index - 1]) return last + 1;
  return offsets.slice(index, index + 2).find((next) => next > last) ?? end;
}

/**
 * The place after the same character in the file; null where that is written otherwise or elsewhere, or where compose
 * puts the tag together from pieces.
 */
function insertionOf(
  { insertion, reference }: ImageUse,
  { dockerfile, scalar, source }: Place,
): number | null {
  if (insertion === null || reference?.kind !== 'reference') return null;
  if (hasEmptyVariable(dockerfile, insertion)) return null;
  const tag = { start: insertion - (reference.tag?.length ?? 1), end: insertion };
  const place = segmentsBetween(dockerfile, tag).length === 1 ? placeAfter(dockerfile, insertion) : null;
  const at = place === null ? undefined : scalar.offsets[place - 1];
  return at !== undefined && source[at] === dockerfile.text[insertion - 1] ? at + 1 : null;
}

/** The same digest in the file; null where any of it is written otherwise or elsewhere. */
function digestPlaceOf(
  { digestPlace }: ImageUse,
  { dockerfile, scalar, source }: Place,
): ImageUse['digestPlace'] {
  if (!digestPlace || hasEmptyVariable(dockerfile, digestPlace.span.end)) return null;
  const digest = textOf(dockerfile.text, digestPlace.span);
  const isOnePiece = segmentsBetween(dockerfile, digestPlace.span).length === 1;
  const after = isOnePiece ? placeAfter(dockerfile, digestPlace.span.end) : null;
  const start = after === null ? undefined : scalar.offsets[after - digest.length];
  if (after === null || start === undefined) return null;
  const span = { start, end: start + digest.length };
  return textOf(source, span) === digest && scalar.offsets[after - 1] === span.end - 1
    ? { file: null, span }
    : null;
}

/** No Dockerfile can read it, so that no ARG of the same name steps in for compose's variable. */
const UNKNOWN = '${}';
