import { span, type Span } from '../text/span';
import type { ExpandedText, Segment } from './expandedText';
import { parseImageReference, type ImageReference, type ParsedReference } from './imageReference';
import { PLACEHOLDER } from './placeholder';

/** Where in a file a reference stands; the words of the command line's JSON contract. */
export type ImagePosition =
  | 'from'
  | 'copy-from'
  | 'mount-from'
  | 'syntax'
  | 'onbuild'
  | 'compose-image'
  | 'additional-context'
  | 'image-volume'
  | 'pre-start'
  | 'model'
  | 'include'
  | 'cache'
  | 'sbom-generator';

/**
 * Why a reference is listed but not judged: it names a build stage, a build context given from outside, another service,
 * the empty image, what this very file builds, a variable without a value, a template's placeholder, a cache that is
 * meant to move, or it is no reference at all.
 */
export type IgnoredReason =
  | 'stage'
  | 'context'
  | 'service'
  | 'scratch'
  | 'build-output'
  | 'variable'
  | 'template'
  | 'cache'
  | 'invalid';

/** One image reference where it stands in a document. */
export interface ImageUse {
  readonly position: ImagePosition;
  /** True inside `dockerfile_inline` of a compose file. */
  readonly inline: boolean;
  /** The reference as written: the word in FROM, the flag's value, the YAML scalar without its quotes. */
  readonly span: Span;
  /** The reference after variables; null when a variable has no value. */
  readonly resolved: string | null;
  /** The pieces that `resolved` is made of, in order; of an unknown one its text is the variable as written. */
  readonly segments: readonly Segment[];
  /** What `resolved` means; null where `ignored` says that it names no image of a registry. */
  readonly reference: ParsedReference | null;
  readonly ignored: IgnoredReason | null;
  /** Where inserting `@digest` pins this reference and touches no other; null where no such place exists. */
  readonly insertion: number | null;
  /** The same in another file, such as the line of `.env` that holds the whole reference. */
  readonly elsewhere: { readonly file: string; readonly offset: number } | null;
  /**
   * Where the `@digest` of a reference that has one stands in one piece, so that changing it changes this reference, and
   * others only in the same way; null where no such place exists.
   */
  readonly digestPlace: PinPlace | null;
  /** Where a finding about it stands: `span`, or the one text that feeds several references. */
  readonly finding: Span;
  /** Other places of the document that belong to it: YAML aliases and merges, and the ARG that its text comes from. */
  readonly related: readonly RelatedPlace[];
  /** True in a stage or service that only development uses. */
  readonly development: boolean;
}

/** The text that a pin replaces: the `@digest` before it, or nothing. */
export interface PinPlace {
  /** The absolute path of the file; null for the document itself. */
  readonly file: string | null;
  readonly span: Span;
}

/** Another place, and what it has to do with the first. */
export interface RelatedPlace {
  readonly span: Span;
  /** The absolute path of the file where it is; absent for the same document. */
  readonly file?: string;
  readonly message: string;
}

/** What is said of a place that holds the text of a reference, or a piece of it. */
export const TEXT_SOURCE = 'Its text comes from here.';

/** What a reader knows of a reference before its text is understood. */
export interface ImageUseDraft {
  readonly position: ImagePosition;
  readonly span: Span;
  readonly expanded: ExpandedText;
  /** Set where the reader knows that this names no image to judge. */
  readonly ignored?: IgnoredReason | null;
  /** True where no insertion may be made although the text would allow it, such as an ARG that other text shares. */
  readonly locked?: boolean;
  /** The other places that use the same text: YAML aliases and merges. */
  readonly users?: readonly Span[];
  readonly development?: boolean;
}

/** Understands the text of a reference: what it means, whether it is judged, and where its pin goes. */
export function imageUse(draft: ImageUseDraft): ImageUse {
  const { text } = draft.expanded;
  const written = draft.expanded.segments.map((segment) => segment.text).join('');
  const ignored = PLACEHOLDER.test(written) ? 'template' : (draft.ignored ?? reasonToIgnore(text));
  const names = ignored === null || ignored === 'build-output' || ignored === 'cache';
  const parsed = names && text !== null ? parseImageReference(text) : null;
  const invalid =
    ignored === null &&
    parsed?.kind === 'invalid' &&
    !(draft.position === 'model' && HUGGING_FACE.test(written));
  const pinnable = ignored === null && draft.locked !== true && isUndigested(parsed);
  return {
    position: draft.position,
    inline: false,
    span: draft.span,
    resolved: text,
    segments: draft.expanded.segments,
    reference: parsed?.kind === 'invalid' ? null : parsed,
    ignored: invalid ? 'invalid' : ignored,
    insertion: pinnable ? insertionPoint(draft.expanded, parsed) : null,
    elsewhere: pinnable ? insertionElsewhere(draft.expanded) : null,
    digestPlace: ignored === null && draft.locked !== true ? digestPlace(draft.expanded, parsed) : null,
    finding: draft.span,
    related: [
      ...(draft.users ?? []).map((span) => ({ span, message: 'Used here.' })),
      ...sources(draft.expanded),
    ],
    development: draft.development ?? false,
  };
}

/** Where a pin of this reference goes: after it, or in place of the digest that it has. */
export function pinPlace({ insertion, elsewhere, digestPlace }: ImageUse): PinPlace | null {
  if (insertion !== null) return { file: null, span: span(insertion, insertion) };
  if (elsewhere) return { file: elsewhere.file, span: span(elsewhere.offset, elsewhere.offset) };
  return digestPlace;
}

/**
 * The reference of a use that names an image of a registry by its name or tag alone; null for every other use. What is
 * only listed is left out: models, includes and generators are no images that a release is made of, and the frontend
 * of `# syntax` leaves nothing of itself in one.
 */
export function undigestedReference({ ignored, position, reference }: ImageUse): ImageReference | null {
  if (ignored !== null || LISTED_ONLY.has(position) || reference?.kind !== 'reference') return null;
  return reference.digest === null ? reference : null;
}

const LISTED_ONLY: ReadonlySet<ImagePosition> = new Set([
  'syntax',
  'model',
  'include',
  'cache',
  'sbom-generator',
]);

function reasonToIgnore(text: string | null): IgnoredReason | null {
  if (text === null) return 'variable';
  if (text === 'scratch') return 'scratch';
  return IMAGE_ID.test(text) ? 'invalid' : null;
}

/** An image of this machine by its ID, which no registry knows. */
const IMAGE_ID = /^(?:sha256:)?[0-9a-f]{64}$/;
/** Names of models there have capitals, and are what a model runner asks for. */
const HUGGING_FACE = /^(?:hf\.co|huggingface\.co)\//;

function isUndigested(parsed: ParsedReference | null): parsed is ImageReference {
  return parsed?.kind === 'reference' && parsed.digest === null;
}

/**
 * The offset after the last character of the reference, when that character and the whole tag are written verbatim in
 * one piece of this document. A tag put together from pieces would be overruled by the digest whatever its variable
 * says, so such a reference has no place for a pin.
 */
function insertionPoint({ segments }: ExpandedText, { tag }: ImageReference): number | null {
  // A variable after it that is empty today may say more tomorrow.
  const last = segments.at(-1);
  if (!last?.span || !last.verbatim) return null;
  return last.text.length >= (tag?.length ?? 1) ? last.span.end : null;
}

/** Where another file holds the whole reference, and nothing of it stands here. */
function insertionElsewhere({ segments }: ExpandedText): ImageUse['elsewhere'] {
  const [only, ...others] = segments;
  if (!only?.elsewhere || !only.verbatim || others.length > 0) return null;
  return { file: only.elsewhere.file, offset: only.elsewhere.span.end };
}

/** The digest where its last piece holds all of it; of another file, only where that holds the whole reference. */
function digestPlace({ segments }: ExpandedText, parsed: ParsedReference | null): PinPlace | null {
  const last = segments.at(-1);
  if (parsed?.kind !== 'reference' || parsed.digest === null || !last?.verbatim) return null;
  const written = `@${parsed.digest}`;
  const file = last.elsewhere?.file ?? null;
  const held = last.span ?? last.elsewhere?.span;
  if (!held || !last.text.endsWith(written) || (file !== null && segments.length > 1)) return null;
  return { file, span: span(held.end - written.length, held.end) };
}

/** Where other files hold pieces of the text. */
function sources({ segments }: ExpandedText): RelatedPlace[] {
  return segments.flatMap(({ elsewhere }) => (elsewhere ? [{ ...elsewhere, message: TEXT_SOURCE }] : []));
}
