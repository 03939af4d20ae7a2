/** Whether the owner of a tag does not mean it to move: it has two or more numeric parts, a date, or a commit. */
export function namesOneBuild(tag: string | null): boolean {
  return tag !== null && ONE_BUILD.test(tag);
}

/** What a tag that is meant to move moves with; a distribution's code name moves slowly. */
export type TagMovement = 'version' | 'channel' | 'distribution';

/** Null for a tag that is not meant to move. */
export function tagMovement(tag: string): TagMovement | null {
  if (DATE_STAMP.test(tag)) return null;
  if (MAJOR_VERSION.test(tag)) return 'version';
  if (CHANNEL.test(tag)) return 'channel';
  return CODE_NAME.test(tag) ? 'distribution' : null;
}

const ONE_BUILD = /\d[._u]\d|(?:^|\D)\d{8}(?:\D|$)|\d{4}-\d\d-\d\d|^(?:.*-)?[0-9a-f]{7,40}$/;
const CODE_NAMES =
  'wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|sid|' +
  'trusty|xenial|bionic|focal|jammy|noble|oracular|plucky|questing|resolute';
const VARIANT = `(?:-(?:alpine[\\d.]*|slim|${CODE_NAMES}|fpm|apache|perl|otel|debian|ubuntu|ubi\\d*|dev|jdk|jre))*`;
const MAJOR_VERSION = /^v?\d+(?:-.*)?$/;
const CHANNEL = new RegExp(
  '^(?:latest|stable|edge|nightly|dev|develop|main|master|trunk|head|beta|alpha|rc|canary|next|test|testing|unstable|preview|experimental|daily|weekly|' +
    `rolling|current|lts|mainline|release|prod|production|staging|snapshot)${VARIANT}$`,
  'i',
);
const CODE_NAME = new RegExp(`^(?:${CODE_NAMES})${VARIANT}$`);
/** A tag with a date was built on that day. */
const DATE_STAMP = /(?:^|\D)(?:19|20)\d{2}[-.]?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])(?:\D|$)/;
