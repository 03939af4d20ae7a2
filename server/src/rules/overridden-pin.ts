import { basename } from 'node:path';
import type { StatedImage } from '../syntax/compose/statedImage';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeFile } from '../syntax/document';
import { parseImageReference, type ImageReference } from '../syntax/imageReference';
import type { Facts } from './facts';
import type { Fix, Problem, Rule } from './rule';

export const overriddenPin: Rule = {
  id: 'overridden-pin',
  tenet: 'A release is one image, named by digest',
  summary: 'A compose file takes away the digest that the file before it gives an image.',
  why:
    'Compose merges files, and the image of the last one counts. An override that names the image again without its digest ' +
    'undoes the pin of the base file, which still looks pinned to everybody who reads it; one with another digest starts ' +
    'another release than the base says.\n\n' +
    'Leave `image` out of the override where it is the same image, or give it the digest of the base.',
  severity: { production: 'warning', development: 'warning' },
  examples: [
    {
      kind: 'compose',
      bad:
        'services:\n  db:\n    image: postgres:16.2@{pinned}\n---\n' +
        'services:\n  db:\n    image: postgres:16.2\n',
      good:
        'services:\n  db:\n    image: postgres:16.2@{pinned}\n---\n' +
        'services:\n  db:\n    image: postgres:16.2@{pinned}\n',
    },
  ],
  compose: findOverriddenPins,
};

function* findOverriddenPins({ services }: ComposeFile, facts: Facts): Iterable<Problem> {
  for (const service of services) {
    const found = overridden(service, facts);
    if (!found) continue;
    const { own, base, before } = found;
    const value = service.field('image');
    const [pinned, now] = [base.text, own.text];
    const isHere = base.file === null || base.file === own.file;
    const where = isHere ? 'above' : `in '${basename(base.file)}'`;
    const digest = referenceOf(own)?.digest ?? null;
    const fix = digest === null && value ? copiedPin(service, own, before) : null;
    yield {
      span: own.span,
      message:
        digest === null
          ? `'${now}' takes away the digest that this image has ${where}. Copy it, or leave the image out here.`
          : `'${now}' has another digest than ${where}. Write one digest in both, or leave the image out here.`,
      development: service.development,
      image: service.image,
      related: [
        {
          span: base.span,
          message: `'${pinned}' is overridden.`,
          ...(!isHere && { file: base.file }),
        },
        ...(value?.related ?? []),
      ],
      ...(fix && { fix }),
    };
  }
}

interface Overridden {
  readonly own: StatedImage;
  readonly base: StatedImage;
  readonly before: ImageReference;
}

/** What this file says of an image that the file before it pins; null where either is not so. */
function overridden({ merged, field }: ComposeService, { surroundings }: Facts): Overridden | null {
  const value = field('image');
  // What is built here has no digest yet.
  if (!merged || merged.built || !value) return null;
  const index = merged.images.findIndex(
    ({ span, file }) => span.start === value.span.start && (file === null || file === surroundings?.path),
  );
  const [base, own] = [merged.images[index - 1], merged.images[index]];
  const [before, after] = [referenceOf(base), referenceOf(own)];
  if (!base || !own || !after || before?.digest == null) return null;
  // Another image is meant to be another one.
  if (before.registry !== after.registry || before.repository !== after.repository) return null;
  return before.digest === after.digest ? null : { own, base, before };
}

function referenceOf(stated: StatedImage | undefined): ImageReference | null {
  const reference = stated ? parseImageReference(stated.text) : null;
  return reference?.kind === 'reference' ? reference : null;
}

/** Certain where both name the same tag. */
function copiedPin({ field }: ComposeService, own: StatedImage, { tag, digest }: ImageReference): Fix | null {
  const value = field('image');
  if (!value?.isVerbatim || value.related.length > 0 || value.written !== own.text) return null;
  if (referenceOf(own)?.tag !== tag) return null;
  const { end } = value.span;
  const edits = [{ span: { start: end, end }, newText: `@${digest ?? ''}` }];
  return { kind: 'edits', title: 'Copy the digest', edits };
}
