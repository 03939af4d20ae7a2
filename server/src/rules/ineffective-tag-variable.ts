import type { Segment } from '../syntax/expandedText';
import type { Document } from '../syntax/document';
import type { ImageUse } from '../syntax/imageUse';
import { writtenDigest } from '../syntax/unsetVariable';
import { span, textOf, type Edit } from '../text/span';
import type { Fix, Problem, Rule } from './rule';

export const ineffectiveTagVariable: Rule = {
  id: 'ineffective-tag-variable',
  tenet: 'A release is one image, named by digest',
  summary:
    'A variable chooses the tag of an image whose digest is written beside it, and so chooses nothing.',
  why:
    'Where a reference has a digest, engines do not look at the tag. Who sets the variable to a new version gets the old ' +
    'image with the new name on it, and believes to have upgraded.\n\n' +
    'Put tag and digest into one place: `ARG BASE=node:20.11.1@sha256:…` and `FROM ${BASE}`; or write the tag out.',
  severity: { production: 'warning', development: 'warning' },
  subject: 'image reference',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'ARG VERSION=20.11.1\nFROM node:${VERSION}@{pinned}\n',
      good: 'ARG VERSION=20.11.1\nFROM node:20.11.1@{pinned}\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres:${VERSION:-16.2}@{pinned}\n',
      good: 'services:\n  db:\n    image: postgres:16.2@{pinned}\n',
    },
  ],
  dockerfile: findIneffectiveVariables,
  compose: findIneffectiveVariables,
};

function* findIneffectiveVariables(file: Document): Iterable<Problem> {
  for (const image of file.images) {
    if (image.ignored !== null && image.ignored !== 'variable') continue;
    const digest = writtenDigest(image);
    const last = image.segments.at(-1);
    if (digest === null || !isPartOf(image, last)) continue;
    const variables = tagSegments(image, digest).filter((segment) => !isPartOf(image, segment));
    if (variables.length === 0) continue;
    const written = textOf(file.text, image.span);
    const tag = written.slice(0, -digest.length);
    const fix = tagWrittenOut(image, digest, written);
    const message = `The digest decides, whatever the variable in '${tag}' says. Put the digest where the tag comes from, or write the tag out.`;
    const { development, related, span: place } = image;
    yield { span: place, message, development, related, ...(fix && { fix }) };
  }
}

/** Whether a piece is written in the reference itself, and not in a variable or its default. */
function isPartOf(image: ImageUse, segment: Segment | undefined): boolean {
  return segment?.origin === 'literal' && segment.span !== null && segment.span.start >= image.span.start;
}

/** The pieces that have a part in the tag. */
function tagSegments({ segments }: ImageUse, digest: string): Segment[] {
  const whole = segments.map(({ text, origin }) =>
    origin === 'unknown' ? text.replace(/[:/]/g, '_') : text,
  );
  const name = whole.join('').slice(0, -digest.length);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  if (colon < 0) return [];
  let end = 0;
  return segments.filter((segment, index) => {
    end += whole[index]?.length ?? 0;
    return end > colon + 1 && segment.text !== '';
  });
}

/** The same reference, with the tag as it is today: the image stays what it is. */
function tagWrittenOut(image: ImageUse, digest: string, written: string): Fix | null {
  const { reference, resolved, span: place } = image;
  if (reference?.kind !== 'reference' || reference.tag === null || resolved === null) return null;
  const colon = written.indexOf(`:`, written.lastIndexOf('/', written.indexOf('$')) + 1);
  const isNameWritten = written.slice(0, colon) === reference.name;
  if (!isNameWritten || !written.endsWith(digest) || /["'\\]/.test(written)) return null;
  const edits: Edit[] = [
    { span: span(place.start + colon + 1, place.end - digest.length), newText: reference.tag },
  ];
  return { kind: 'edits', title: `Write the tag '${reference.tag}' out`, edits };
}
