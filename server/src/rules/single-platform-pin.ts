import type { Document } from '../syntax/document';
import type { ImageUse } from '../syntax/imageUse';
import { checkedImages, exampleAnswer } from './pinCheck';
import type { Facts } from './facts';
import { imageProblem, type Problem, type Rule } from './rule';

const ANSWER = exampleAnswer(
  { state: 'single-platform', platform: 'linux/amd64' },
  'the tag names {digest} now, an index in which {pinned} is the image of linux/amd64',
);

export const singlePlatformPin: Rule = {
  id: 'single-platform-pin',
  tenet: 'A release is one image, named by digest',
  summary:
    'The pinned digest is that of one platform, although the tag has an index of several. Known after a check of pins.',
  why:
    'On a machine of another platform the same line fails, or runs slowly in emulation: a laptop with an ARM processor, ' +
    'a builder, a new kind of node. The digest of the index names one release for all of them, and each takes its own ' +
    'image from it.\n\n' +
    'Pin the index. Where one platform is meant, say so with `--platform`, and this weighs no more than a hint.',
  severity: { production: 'warning', development: 'warning' },
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
  dockerfile: findSinglePlatformPins,
  compose: findSinglePlatformPins,
};

function* findSinglePlatformPins(file: Document, facts: Facts): Iterable<Problem> {
  for (const { image, sentence, check } of checkedImages(file, facts, 'single-platform')) {
    const { platform } = check;
    const isMeant = platform !== null && isSamePlatform(chosenPlatform(file, image), platform);
    yield imageProblem(image, `${sentence} Pin the index.`, isMeant ? 'hint' : undefined);
  }
}

/** What `--platform` of a FROM says where it is no variable. */
function chosenPlatform(file: Document, { span, position }: ImageUse): string | null {
  if (file.kind !== 'dockerfile' || position !== 'from') return null;
  const from = file.instructions.find(
    ({ keyword, line }) => keyword === 'from' && line.span.start <= span.start && span.end <= line.span.end,
  );
  return from?.flags.find(({ name }) => name === 'platform')?.value ?? null;
}

/** `linux/arm64` means its version 8, as it does for engines. */
function isSamePlatform(one: string | null, other: string): boolean {
  const plain = (platform: string) => platform.toLowerCase().replace(/^(linux\/arm64)\/v8$/, '$1');
  return one !== null && plain(one) === plain(other);
}
