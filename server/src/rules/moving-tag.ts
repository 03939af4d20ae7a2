import { tagMovement, type TagMovement } from '../syntax/buildTag';
import type { Document } from '../syntax/document';
import { undigestedReference } from '../syntax/imageUse';
import type { Facts } from './facts';
import { imageProblem, localLimit, quoteReference, type Problem, type Rule } from './rule';

export const movingTag: Rule = {
  id: 'moving-tag',
  tenet: 'A release is one image, named by digest',
  summary:
    "A tag that is meant to move: a major version, a channel such as `stable`, a distribution's code name.",
  why:
    'The owners of such a tag push a new image to it with each of their releases. What you tested yesterday is not what ' +
    'starts tomorrow, and no change in your repository says so.\n\n' +
    'Keep the tag as documentation and let the digest decide: `node:20@sha256:…`. An update is then a reviewed change ' +
    'of one line, and a rollback is that change undone.',
  severity: { production: 'warning', development: 'information' },
  subject: 'image reference',
  equivalents: [
    'dclint service-image-require-explicit-tag',
    'semgrep dockerfile-source-not-pinned',
    'ratchet exclude',
  ],
  examples: [
    { kind: 'dockerfile', bad: 'FROM node:20\n', good: 'FROM node:20@{digest}\n' },
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nCOPY --from=nginx:stable-alpine /etc/nginx /etc/nginx\n',
      good: 'FROM scratch\nCOPY --from=nginx:stable-alpine@{digest} /etc/nginx /etc/nginx\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: "postgres:16"\n',
      good: 'services:\n  db:\n    image: "postgres:16@{digest}"\n',
    },
  ],
  dockerfile: findMovingTags,
  compose: findMovingTags,
};

function* findMovingTags(file: Document, facts: Facts): Iterable<Problem> {
  for (const image of file.images) {
    const reference = undigestedReference(image);
    const movement = tagMovement(reference?.tag ?? '');
    if (!movement) continue;
    const message = `${quoteReference(file, image)} moves to a new image with each ${EACH[movement]}. Pin it to a digest.`;
    yield imageProblem(image, message, movement === 'distribution' ? 'hint' : localLimit(image, facts));
  }
}

const EACH: Readonly<Record<TagMovement, string>> = {
  version: 'release of that version',
  channel: 'release of that channel',
  distribution: 'rebuild of that distribution',
};
