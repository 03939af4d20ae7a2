import type { Document } from '../syntax/document';
import { undigestedReference } from '../syntax/imageUse';
import { imageProblem, quoteReference, type Problem, type Rule } from './rule';

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

function* findMovingTags(file: Document): Iterable<Problem> {
  for (const image of file.images) {
    const reference = undigestedReference(image);
    const movement = movementOf(reference?.tag ?? '');
    if (!movement) continue;
    const message = `${quoteReference(file, image)} moves to a new image with each ${movement.each}. Pin it to a digest.`;
    yield imageProblem(image, message, movement.slow ? 'hint' : undefined);
  }
}

/** What a tag moves with; a distribution's code name moves slowly. Undefined for a tag that is not meant to move. */
function movementOf(tag: string): { readonly each: string; readonly slow: boolean } | undefined {
  if (DATE_STAMP.test(tag)) return undefined;
  if (MAJOR_VERSION.test(tag)) return { each: 'release of that version', slow: false };
  if (CHANNEL.test(tag)) return { each: 'release of that channel', slow: false };
  return CODE_NAME.test(tag) ? { each: 'rebuild of that distribution', slow: true } : undefined;
}

const CODE_NAMES =
  'wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|sid|' +
  'trusty|xenial|bionic|focal|jammy|noble|oracular|plucky|questing|resolute';
const VARIANT = `(?:-(?:alpine[\\d.]*|slim|${CODE_NAMES}|fpm|apache|perl|otel|debian|ubuntu|ubi\\d*|jdk|jre))*`;
const MAJOR_VERSION = /^v?\d+(?:-.*)?$/;
const CHANNEL = new RegExp(
  '^(?:latest|stable|edge|nightly|dev|develop|main|master|trunk|head|beta|alpha|rc|canary|next|test|testing|unstable|preview|experimental|daily|weekly|' +
    `rolling|current|lts|mainline|release|prod|production|staging|snapshot)${VARIANT}$`,
  'i',
);
const CODE_NAME = new RegExp(`^(?:${CODE_NAMES})${VARIANT}$`);
/** A tag with a date was built on that day. */
const DATE_STAMP = /(?:^|\D)(?:19|20)\d{2}[-.]?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])(?:\D|$)/;
