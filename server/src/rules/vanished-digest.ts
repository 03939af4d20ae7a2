import type { Document } from '../syntax/document';
import { checkedImages, exampleAnswer } from './pinCheck';
import type { Facts } from './facts';
import { imageProblem, type Problem, type Rule } from './rule';

const ANSWER = exampleAnswer(
  { state: 'vanished', platforms: [] },
  'the registry does not have {pinned} any more; the tag names {digest} now',
);

export const vanishedDigest: Rule = {
  id: 'vanished-digest',
  tenet: 'A release is one image, named by digest',
  summary: 'The registry does not have the pinned digest any more. Known after a check of pins.',
  why:
    'Registries delete what no tag names any more, and owners delete what they no longer want to offer. A machine that ' +
    'has the image goes on; one that does not, and so each new one, cannot start the release, and there is nothing to ' +
    'roll back to.\n\n' +
    'Pin what the tag names now, test that, and keep images that you depend on in a registry of your own. Some owners ' +
    'have tags for digests that they keep for good. A registry that wants a login is not counted as one that does not ' +
    'have the digest.',
  severity: { production: 'error', development: 'warning' },
  subject: 'pin',
  needsRegistry: true,
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20@{pinned}\n',
      good: 'FROM node:20@{digest}\n',
      answer: ANSWER,
    },
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres:16@{pinned}\n',
      good: 'services:\n  db:\n    image: postgres:16@{digest}\n',
      answer: ANSWER,
    },
  ],
  dockerfile: findVanishedDigests,
  compose: findVanishedDigests,
};

function* findVanishedDigests(file: Document, facts: Facts): Iterable<Problem> {
  for (const { image, sentence, check } of checkedImages(file, facts, 'vanished')) {
    const { fix, ...problem } = imageProblem(image, `${sentence} ${check.current ? AGAIN : OTHERWISE}`);
    // What the tag does not name either cannot be pinned again.
    yield check.current && fix ? { ...problem, fix } : problem;
  }
}

const AGAIN = 'Pin the tag again.';
const OTHERWISE = 'Choose another tag and pin that.';
