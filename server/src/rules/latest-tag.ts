import type { Document } from '../syntax/document';
import { undigestedReference } from '../syntax/imageUse';
import type { Facts } from './facts';
import { imageProblem, localLimit, quoteReference, type Problem, type Rule } from './rule';

export const latestTag: Rule = {
  id: 'latest-tag',
  tenet: 'A release is one image, named by digest',
  summary: 'An image is named by `latest`, or by no tag at all, which means the same.',
  why:
    '`latest` is what was pushed last. Two machines that start it on two days run two releases, nobody can say which ' +
    'from the file, and there is no earlier name to roll back to.\n\n' +
    'Choose the version that you mean, and pin it: `node:20.11.1@sha256:…`. A digest alone also makes the reference ' +
    'exact, but leaves readers without a version to look for.',
  severity: { production: 'warning', development: 'warning' },
  subject: 'image reference',
  equivalents: [
    'hadolint DL3006',
    'hadolint DL3007',
    'dclint service-image-require-explicit-tag',
    'checkov CKV_DOCKER_7',
    'trivy DS-0001',
    'kics f45ea400-6bbe-4501-9fc7-1c3d75c32067',
    'kics 9efb0b2d-89c9-41a3-91ca-dcc0aec911fd',
    'semgrep avoid-latest-version',
    'semgrep missing-image-version',
    'semgrep dockerfile-source-not-pinned',
    'ratchet exclude',
  ],
  examples: [
    { kind: 'dockerfile', bad: 'FROM node\n', good: 'FROM node@{digest}\n' },
    { kind: 'dockerfile', bad: 'FROM node:latest\n', good: 'FROM node:latest@{digest}\n' },
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres\n',
      good: 'services:\n  db:\n    image: postgres@{digest}\n',
    },
  ],
  dockerfile: findLatestTags,
  compose: findLatestTags,
};

function* findLatestTags(file: Document, facts: Facts): Iterable<Problem> {
  for (const image of file.images) {
    const reference = undigestedReference(image);
    if (!reference || (reference.tag !== null && reference.tag !== 'latest')) continue;
    const quoted = quoteReference(file, image);
    const what =
      reference.tag === null
        ? `${quoted} has no tag, so it is whatever 'latest' is that day.`
        : `${quoted} is another image after each push.`;
    yield imageProblem(image, `${what} Choose a version and pin its digest.`, localLimit(image, facts));
  }
}
