import type { Dockerfile } from '../syntax/document';
import { imageProblem, type Problem, type Rule } from './rule';

export const unpinnedSyntax: Rule = {
  id: 'unpinned-syntax',
  tenet: 'A release is one image, named by digest',
  summary: 'The frontend that reads a Dockerfile is named by a tag alone.',
  why:
    '`# syntax=docker/dockerfile:1` has the build fetch the program that reads the file, and takes the newest one of that ' +
    'tag. Its owners recommend that tag, for it receives fixes; but it also lets the same commit be built by another ' +
    'program tomorrow.\n\n' +
    'Where a build must be the same next year, pin the digest and keep the tag: `docker/dockerfile:1@sha256:…`. Let a bot ' +
    'raise it, as it does with images.',
  severity: { production: 'information', development: 'off' },
  subject: 'image reference',
  examples: [
    {
      kind: 'dockerfile',
      bad: '# syntax=docker/dockerfile:1\nFROM scratch\n',
      good: '# syntax=docker/dockerfile:1@{digest}\nFROM scratch\n',
    },
  ],
  dockerfile: findUnpinnedFrontends,
};

function* findUnpinnedFrontends({ images }: Dockerfile): Iterable<Problem> {
  for (const image of images) {
    const { position, ignored, reference, resolved } = image;
    if (position !== 'syntax' || ignored !== null || reference?.kind !== 'reference') continue;
    if (reference.digest !== null) continue;
    const message = `'${resolved ?? ''}' is the program that reads this file, and the newest of that tag. Pin its digest where builds must be the same.`;
    yield imageProblem(image, message);
  }
}
