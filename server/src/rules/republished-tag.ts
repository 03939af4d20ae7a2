import type { Document } from '../syntax/document';
import { checkedImages, exampleAnswer } from './pinCheck';
import type { Facts } from './facts';
import { imageProblem, type Problem, type Rule } from './rule';

const ANSWER = exampleAnswer(
  {
    state: 'republished',
    since: Date.UTC(2026, 0, 31),
    before: `sha256:${'a'.repeat(64)}`,
    until: Date.UTC(2026, 0, 12),
  },
  'the tag was seen to name {pinned}, and names {digest} now',
);

export const republishedTag: Rule = {
  id: 'republished-tag',
  tenet: 'A release is one image, named by digest',
  summary:
    'The tag of one version names another image than it was seen to name before. Known after a check of pins.',
  why:
    'A version that is published twice is two releases under one name. It may be a rebuild that its owner means well, and ' +
    'it may be somebody who has got hold of the account; the tag looks the same. What was tested under that name is not ' +
    'what the name gives now.\n\n' +
    'Keep the digest that was tested, find out from its owner what changed, and only then take the new one. Without a ' +
    'digest, whoever pulls today has the new one already.',
  severity: { production: 'warning', development: 'information' },
  subject: 'pin',
  needsRegistry: true,
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20.11.1@{pinned}\n',
      good: 'FROM node:20.11.1@{digest}\n',
      answer: ANSWER,
    },
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres:16.2@{pinned}\n',
      good: 'services:\n  db:\n    image: postgres:16.2@{digest}\n',
      answer: ANSWER,
    },
  ],
  dockerfile: findRepublishedTags,
  compose: findRepublishedTags,
};

function* findRepublishedTags(file: Document, facts: Facts): Iterable<Problem> {
  for (const { image, sentence } of checkedImages(file, facts, 'republished')) {
    yield imageProblem(image, `${sentence} Find out what changed before you take it.`);
  }
}
