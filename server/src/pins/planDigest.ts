import { isWellFormedDigest, parseImageReference, type ImageReference } from '../syntax/imageReference';
import { pinPlace, type ImageUse } from '../syntax/imageUse';
import { lineStarts, placeAt } from '../text/lines';
import { textOf, type Span } from '../text/span';
import { tagInComment } from './commentStyle';
import type { PinEdit, PinOutcome, PinPlan, PinSource } from './planPins';
import { ignoredMessage, malformedMessage, placelessMessage } from './reasons';

/** The image of a service where it stands, and who else has it. */
export interface ServiceImage {
  readonly service: string;
  /** The compose file that decides it. */
  readonly source: PinSource;
  readonly image: ImageUse;
  /** All references of the files around, those of `source` too. */
  readonly around: readonly { readonly source: PinSource; readonly image: ImageUse }[];
  /** The other services that have this very text as their image, by an alias, a merge or `extends`. */
  readonly sharedBy: readonly string[];
}

export interface DigestWish {
  readonly digest: string;
  /** The tag to write too; null to keep what the author wrote. */
  readonly tag: string | null;
  readonly readText: (location: string) => string | null;
}

/** Plans the edit by which one service names a digest, and nothing else another image; nobody is asked. */
export function planDigest(subject: ServiceImage, wish: DigestWish): PinPlan {
  const { source, image } = subject;
  const planned = plannedEdit(subject, wish);
  const common = { source, image, place: null };
  if (typeof planned === 'string') return planOf({ ...common, outcome: 'skipped', message: planned });
  if (planned === null) return planOf({ ...common, outcome: 'current', message: null });
  const { location, edit } = planned;
  const outcome: PinOutcome = {
    ...common,
    outcome: 'changed',
    message: null,
    place: { location, span: edit.span },
  };
  return { ...planOf(outcome), edits: new Map([[location, [edit]]]) };
}

function planOf(outcome: PinOutcome): PinPlan {
  return { edits: new Map(), outcomes: [outcome], remembered: null };
}

interface Planned {
  readonly location: string;
  readonly edit: PinEdit;
}

/** Null where it names that already; else why there is none. */
function plannedEdit(subject: ServiceImage, wish: DigestWish): Planned | string | null {
  const { source, image } = subject;
  const wrong = wrongWish(wish) ?? unwritable(subject);
  if (wrong !== null) return wrong;
  const { reference } = image;
  const place = pinPlace(image);
  if (!place || reference?.kind !== 'reference') return placeless(subject, wish);
  const location = place.file ?? source.location;
  const text = place.file === null ? source.document.text : (wish.readText(place.file) ?? '');
  const before = reference.digest === null ? '' : `@${reference.digest}`;
  if (textOf(text, place.span) !== before) return CHANGED;
  const change = changeOf({ source, image, reference, text, place: place.span }, wish);
  if (change === null || typeof change === 'string') return change;
  return { location, edit: { ...change, before: textOf(text, change.span) } };
}

interface Written {
  readonly source: PinSource;
  readonly image: ImageUse;
  readonly reference: ImageReference;
  /** Of the file in which the digest stands, or is to stand. */
  readonly text: string;
  readonly place: Span;
}

function changeOf(
  { source, image, reference, text, place }: Written,
  wish: DigestWish,
): Omit<PinEdit, 'before'> | string | null {
  const { name, digest } = reference;
  const comment = tagInComment(source.document, image);
  const tag = reference.tag ?? comment?.tag ?? null;
  if (wish.tag === null || wish.tag === tag) {
    if (digest === wish.digest) return null;
    const quoted = reference.tag === null ? name : `${name}:${reference.tag}`;
    return { span: place, newText: `@${wish.digest}`, reference: quoted };
  }
  if (comment) {
    const { end } = comment.span;
    const between = text.slice(place.end, end - comment.tag.length);
    const newText = `@${wish.digest}${between}${wish.tag}`;
    return { span: { start: place.start, end }, newText, reference: name };
  }
  const written = reference.tag === null ? '' : `:${reference.tag}`;
  const start = place.start - written.length;
  // A tag that is only partly written here is also that of a variable.
  const own = image.segments.at(-1)?.text ?? '';
  if (!own.endsWith(`${written}${digest === null ? '' : `@${digest}`}`))
    return `The tag of '${image.resolved ?? ''}' is made of pieces. Write it in one piece, and try again.`;
  return { span: { start, end: place.end }, newText: `:${wish.tag}@${wish.digest}`, reference: name };
}

function wrongWish({ digest, tag }: DigestWish): string | null {
  if (!isWellFormedDigest(digest)) return `'${digest}' is no digest. Nothing was changed.`;
  const isTag = tag === null || parseImageReference(`image:${tag}`).kind === 'reference';
  return isTag ? null : `'${tag}' is no tag. Nothing was changed.`;
}

/** Why the text is not one that a digest may be written to; null where it may be. */
function unwritable({ service, source, image, sharedBy, around }: ServiceImage): string | null {
  const unread = ignoredMessage(source, image);
  if (unread !== null) return unread;
  if (image.ignored !== null) {
    return `The service '${service}' builds its image, so there is no digest to write. Build the commit that is to run.`;
  }
  if (image.reference?.kind === 'malformed-digest') return malformedMessage(source, image);
  const [other] = sharedBy;
  if (other !== undefined) {
    const text = image.resolved ?? '';
    return `The text of '${text}' is the image of '${other}' too. Write it twice, and change that of '${service}'.`;
  }
  return sharedPlace(source, image, around);
}

/** Other references whose text comes from the same place, such as a line of `.env`. */
function sharedPlace(source: PinSource, image: ImageUse, around: ServiceImage['around']): string | null {
  const own = placeKey(source, image);
  if (own === null) return null;
  const other = around.find(
    (use) =>
      placeKey(use.source, use.image) === own &&
      (use.source.location !== source.location || use.image.span.start !== image.span.start),
  );
  if (!other) return null;
  const { path, document } = other.source;
  const { line } = placeAt(lineStarts(document.text), other.image.span.start);
  return `The text of '${image.resolved ?? ''}' makes the image at ${path}:${line} too. Write them apart, and try again.`;
}

function placeKey(source: PinSource, image: ImageUse): string | null {
  const place = pinPlace(image);
  return place && `${place.span.end} ${place.file ?? source.location}`;
}

function placeless({ source, image }: ServiceImage, { readText }: DigestWish): string {
  const { reference } = image;
  const isPinned = reference?.kind === 'reference' && reference.digest !== null;
  return placelessMessage(source, image, { action: isPinned ? 'update' : 'pin', readText });
}

const CHANGED = 'Nothing was changed. The file has changed meanwhile.';
