import { imageWaivers } from '../lint';
import type { ImageReference } from '../syntax/imageReference';
import { pinPlace, type ImageUse } from '../syntax/imageUse';
import { span, textOf, type Span } from '../text/span';
import { moveTagToComment, tagInComment, wouldGainTag, type PinStyle } from './commentStyle';
import type { PinOutcome, PinSource } from './planPins';
import {
  ignoredMessage,
  malformedMessage,
  placelessMessage,
  tagStaysMessage,
  waivedMessage,
} from './reasons';

/** `pin` adds digests where there are none, `update` replaces them by those of today, `unpin` takes them away. */
export type PinAction = 'pin' | 'update' | 'unpin';

/** A change of one place that may wait for a digest. */
export interface Wish {
  readonly source: PinSource;
  readonly image: ImageUse;
  /** The absolute path of the file that `span` is in. */
  readonly location: string;
  readonly span: Span;
  /** What stands there now. */
  readonly before: string;
  /** What follows the digest; without a digest, all that is written. */
  readonly after: string;
  /** What the registry is asked for; null where no digest is needed. */
  readonly asked: ImageReference | null;
  /** The reference without its digest, as messages quote it. */
  readonly text: string;
  /** What is said when it was done. */
  readonly note: string | null;
}

interface WishOptions {
  readonly action: PinAction;
  readonly style: PinStyle;
  readonly readText: (location: string) => string | null;
}

/** What is to be done with each reference of a document, in their order; or why nothing is. */
export function wishesOf(source: PinSource, options: WishOptions): (Wish | PinOutcome)[] {
  const isWaived = imageWaivers(source.document);
  return source.document.images.flatMap((image): (Wish | PinOutcome)[] => {
    const outcome = (kind: 'current' | 'skipped', message: string | null): [PinOutcome] => [
      { source, image, outcome: kind, message, place: null },
    ];
    const { action, readText } = options;
    const unread = ignoredMessage(source, image);
    if (unread !== null) return action === 'pin' ? outcome('skipped', unread) : [];
    const { reference } = image;
    if (image.ignored !== null || reference?.kind === 'invalid' || !reference) return [];
    if (reference.kind === 'malformed-digest') return outcome('skipped', malformedMessage(source, image));
    if (action === 'pin' && reference.digest !== null) return outcome('current', null);
    if (action !== 'pin' && reference.digest === null) return [];
    if (action !== 'unpin' && isWaived(image)) return outcome('skipped', waivedMessage(source, image));
    if (action === 'pin' && wouldGainTag(source.document, image)) {
      const message = `The comment after '${image.resolved ?? ''}' would be read as its tag once it is pinned. Write its tag, such as ':latest', and pin it again.`;
      return outcome('skipped', message);
    }
    const wish = wishFor(source, image, reference, options);
    if (wish === 'no-tag') {
      const message = `'${image.resolved ?? ''}' names no tag, so there is nothing to update it to. Write the tag before the digest.`;
      return outcome('skipped', message);
    }
    return wish ? [wish] : outcome('skipped', placelessMessage(source, image, { action, readText }));
  });
}

/** Null where the text has no place for it. */
function wishFor(
  source: PinSource,
  image: ImageUse,
  { digest, ...parts }: ImageReference,
  { action, style }: WishOptions,
): Wish | 'no-tag' | null {
  const place = pinPlace(image);
  const moved = action === 'pin' ? null : tagInComment(source.document, image);
  const reference: ImageReference = { ...parts, digest: null, tag: parts.tag ?? moved?.tag ?? null };
  if (action === 'update' && reference.tag === null) return 'no-tag';
  if (!place) return null;
  const common = {
    source,
    image,
    location: place.file ?? source.location,
    span: place.span,
    before: digest === null ? '' : `@${digest}`,
    after: '',
    asked: action === 'unpin' ? null : reference,
    text: reference.tag === null ? reference.name : `${reference.name}:${reference.tag}`,
    note: null,
  };
  switch (action) {
    case 'update':
      // The digest is replaced where it stands, and the tag stays where it is.
      return common;
    case 'unpin':
      return moved ? { ...common, ...replacing(source, moved) } : common;
    case 'pin': {
      if (style === 'tag@digest' || source.document.kind === 'dockerfile') return common;
      const move = moveTagToComment(source.document, image);
      if (move) return { ...common, ...replacing(source, move) };
      return { ...common, note: reference.tag === null ? null : tagStaysMessage(source, image) };
    }
  }
}

function replacing(
  { document }: PinSource,
  { span: { start, end }, after }: { readonly span: Span; readonly after: string },
): Pick<Wish, 'span' | 'before' | 'after'> {
  return { span: span(start, end), before: textOf(document.text, { start, end }), after };
}
