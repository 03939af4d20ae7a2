import { namesOneBuild } from '../syntax/buildTag';
import type { Document } from '../syntax/document';
import type { ImageReference } from '../syntax/imageReference';
import { undigestedReference, type ImageUse } from '../syntax/imageUse';
import type { Facts } from './facts';
import { imageProblem, localLimit, quoteReference, type Problem, type Rule } from './rule';

export const unpinnedImage: Rule = {
  id: 'unpinned-image',
  tenet: 'A release is one image, named by digest',
  summary: 'An image is named by a tag alone.',
  why:
    'A tag is a label that its owner can put on another image at any time; only a digest names one image for good. ' +
    'With the tag alone, a build or a start next week may use other content under the same name, and nobody can tell ' +
    'afterwards which one ran.\n\n' +
    'Pin the digest and keep the tag for readers: `postgres:16.2@sha256:…`. The digest is that of the index when the ' +
    'image has several platforms, so that the same line serves them all.',
  severity: { production: 'warning', development: 'information' },
  subject: 'image reference',
  equivalents: ['semgrep dockerfile-source-not-pinned', 'ratchet exclude'],
  examples: [
    { kind: 'dockerfile', bad: 'FROM node:20.11.1\n', good: 'FROM node:20.11.1@{digest}\n' },
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nCOPY --from=busybox:1.36 /bin/sh /bin/sh\n',
      good: 'FROM scratch\nCOPY --from=busybox:1.36@{digest} /bin/sh /bin/sh\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres:16.2\n',
      good: 'services:\n  db:\n    image: postgres:16.2@{digest}\n',
    },
  ],
  dockerfile: findUnpinnedImages,
  compose: findUnpinnedImages,
};

function* findUnpinnedImages(file: Document, facts: Facts): Iterable<Problem> {
  for (const image of file.images) {
    const reference = undigestedReference(image) ?? undigestedModel(image);
    if (!reference) continue;
    const message = `${quoteReference(file, image)} can be pushed again with other content. Pin it to a digest.`;
    const isExact = namesOneBuild(reference.tag) || image.position === 'model';
    yield imageProblem(image, message, localLimit(image, facts) ?? (isExact ? 'information' : undefined));
  }
}

/** A model, which is fetched like an image where a registry of images has it. */
function undigestedModel({ position, ignored, reference }: ImageUse): ImageReference | null {
  if (position !== 'model' || ignored !== null || reference?.kind !== 'reference') return null;
  return reference.digest === null && !WITHOUT_DIGESTS.has(reference.registry) ? reference : null;
}

/** What models are fetched from by another protocol. */
const WITHOUT_DIGESTS: ReadonlySet<string> = new Set(['hf.co', 'huggingface.co']);
