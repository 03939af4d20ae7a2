import { dirname, join, relative } from 'node:path';
import { quoteReference } from '../rules/rule';
import type { Document } from '../syntax/document';
import { TEXT_SOURCE, type ImageUse, type RelatedPlace } from '../syntax/imageUse';
import { lineStarts, placeAt } from '../text/lines';
import { textOf } from '../text/span';
import type { PinSource } from './planPins';
import type { PinAction } from './wishes';

/** Why it is not known which image a text means; null where it is known, or means none of a registry. */
export function ignoredMessage({ document }: PinSource, image: ImageUse): string | null {
  const quoted = quoteOnLine(document, image);
  switch (image.ignored) {
    case 'variable':
      return `${quoted} has a variable without a value, so it names no image here. Give it a default, or pin it where it gets its value.`;
    case 'template':
      return `${quoted} is a template, so it names no image here. Pin what fills it.`;
    case 'invalid':
      return `${quoted} is no image reference. Write it as in: registry/repository:tag`;
    case 'stage':
    case 'context':
    case 'service':
    case 'scratch':
    case 'build-output':
    case 'cache':
    case null:
      return null;
  }
}

export function malformedMessage({ document }: PinSource, image: ImageUse): string {
  return `The digest of ${quoteOnLine(document, image)} is not well-formed. Remove it, and pin it again.`;
}

export function waivedMessage({ document }: PinSource, image: ImageUse): string {
  return `${quoteOnLine(document, image)} is left as it is. An ignore comment waives it.`;
}

export function tagStaysMessage({ document }: PinSource, image: ImageUse): string {
  return `${quoteOnLine(document, image)} keeps its tag before the digest. Only a tag in a plain or quoted scalar that is alone on its line goes into a comment.`;
}

/** Why a reference has no place that a pin could change, and where to do it by hand. */
export function placelessMessage(
  source: PinSource,
  image: ImageUse,
  {
    action,
    readText,
  }: { readonly action: PinAction; readonly readText: (location: string) => string | null },
): string {
  const quoted = quoteOnLine(source.document, image);
  const advice = ADVICE[action];
  const origin = image.related.find(({ message }) => message === TEXT_SOURCE);
  if (origin) {
    const where = placeText(source, origin, readText);
    return `${quoted} is made of text that also means something else, or of pieces. It comes from ${where}: ${advice} there by hand.`;
  }
  const [user] = image.related;
  if (user) {
    const where = placeText(source, user, readText);
    return `The text of ${quoted} is also used otherwise, such as at ${where}. Write it twice, and ${advice} here.`;
  }
  return `${quoted} is not written in one piece as it is read. Write it without escapes, line breaks and variables, and ${advice} here.`;
}

const ADVICE: Readonly<Record<PinAction, string>> = {
  pin: 'pin it',
  update: 'update its digest',
  unpin: 'remove its digest',
};

/** On one line, however many it is written on. */
function quoteOnLine(document: Document, image: ImageUse): string {
  const { resolved, span } = image;
  const written = textOf(document.text, span);
  return /[\r\n]/.test(written)
    ? `'${resolved ?? written.replace(/\s+/g, ' ')}'`
    : quoteReference(document, image);
}

/** As `compose.yaml:3:12`, below the path under which the source is reported. */
function placeText(
  { path, location, document }: PinSource,
  { file, span }: RelatedPlace,
  readText: (location: string) => string | null,
): string {
  const text = file === undefined ? document.text : (readText(file) ?? '');
  const { line, column } = placeAt(lineStarts(text), span.start);
  const shown = file === undefined ? path : join(dirname(path), relative(dirname(location), file));
  return `${shown.replaceAll('\\', '/')}:${line}:${column}`;
}
