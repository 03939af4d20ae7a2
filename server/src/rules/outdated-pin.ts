import type { Document } from '../syntax/document';
import { checkedImages, exampleAnswer } from './pinCheck';
import type { Facts } from './facts';
import { imageProblem, type Problem, type Rule } from './rule';

const ANSWER = exampleAnswer(
  { state: 'outdated', since: Date.UTC(2026, 0, 31) },
  'the tag names {digest} now',
);

export const outdatedPin: Rule = {
  id: 'outdated-pin',
  tenet: 'A release is one image, named by digest',
  summary:
    'A tag names another image by now than the digest that stands behind it. Known after a check of pins.',
  why:
    'The digest still decides, so that nothing changes by itself: that is what it is for. But what its owner has mended ' +
    'since, such as a security hole, is not in your release either, and readers take the tag for what they get.\n\n' +
    'Update the pin as a change of its own, which can be reviewed, tested and undone. An index that differs in nothing ' +
    'but its attestations counts as the same.',
  severity: { production: 'information', development: 'hint' },
  subject: 'pin',
  equivalents: ['ratchet exclude'],
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
  dockerfile: findOutdatedPins,
  compose: findOutdatedPins,
};

function* findOutdatedPins(file: Document, facts: Facts): Iterable<Problem> {
  for (const { image, sentence } of checkedImages(file, facts, 'outdated')) {
    yield imageProblem(image, `${sentence} Update the pin when you want what is new.`);
  }
}
