import { textOf, type Edit, type Span } from '../../text/span';
import type { Build } from '../dockerfile/build';
import type { Dockerfile } from '../document';
import { parseDockerfile } from '../dockerfile/dockerfile';
import type { ImageUse } from '../imageUse';
import { hasEmptyVariable, placeAfter, segmentsBetween } from './interpolatedSpan';
import { inlineEdit, type InlinePlace } from './inlineEdits';
import type { Variables } from './interpolation';
import { scalarSource } from './scalarSource';
import type { MappedText } from '../yaml/characters';

/** A Dockerfile inside of a compose file. Spans of `images` and `suppressions` are of the compose file. */
export interface InlineDockerfile extends Pick<Dockerfile, 'images' | 'suppressions'> {
  /** Read by itself, with spans of its own text. */
  readonly dockerfile: Dockerfile;
  /** Whether only development builds it. */
  readonly development: boolean;
  /** Where a span of the Dockerfile stands in the compose file. */
  readonly spanOf: (span: Span) => Span;
  /** The same change in the compose file; null where the text there is written otherwise, or comes from elsewhere. */
  readonly editOf: (edit: Edit) => Edit | null;
}

/**
 * Reads a `dockerfile_inline`. Compose replaces its own variables first; one
 * without a value becomes a text that no Dockerfile gives a meaning to. Source: compose build specification.
 */
export function readInlineDockerfile(
  scalar: MappedText,
  { variables, source, development }: InlineContext,
  builds: readonly Build[],
): InlineDockerfile {
  const { interpolated, spanOf: spanAt } = scalarSource(scalar, source, variables, () => UNKNOWN);
  const place = { dockerfile: interpolated, scalar, source };
  const spanOf = ({ start, end }: Span) => spanAt(start, end);
  const dockerfile = parseDockerfile(interpolated.text, builds);
  const { images, suppressions } = dockerfile;
  return {
    dockerfile,
    development,
    spanOf,
    editOf: (edit) => inlineEdit(edit, place),
    images: images.map((image) => {
      const span = spanOf(image.span);
      return {
        ...image,
        inline: true,
        development: image.development || development,
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

export interface InlineContext {
  readonly variables: Variables;
  /** The text of the compose file. */
  readonly source: string;
  readonly development: boolean;
}

/**
 * The place after the same character in the file; null where that is written otherwise or elsewhere, or where compose
 * puts the tag together from pieces.
 */
function insertionOf(
  { insertion, reference }: ImageUse,
  { dockerfile, scalar, source }: InlinePlace,
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
  { dockerfile, scalar, source }: InlinePlace,
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
