import assert from 'node:assert/strict';
import { fixedBy, rulePicture } from '../../support/rulePicture';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('mutable-pull-policy', () => {
  it('finds policies that fetch what a tag names', () => {
    const text = `services:
  web:
    image: acme/web:\${TAG}
    pull_policy: always
  job:
    image: acme/job
    pull_policy: every_12h
  own:
    build:
      context: .
      pull: true
`;
    assert.equal(
      rulePicture('mutable-pull-policy', 'compose', text),
      `services:
  web:
    image: acme/web:\${TAG}
    pull_policy: always
                 ^^^^^^ information: 'pull_policy: always' starts whatever 'acme/web:\${TAG}' names at that time. Pin the image by digest.
  job:
    image: acme/job
    pull_policy: every_12h
                 ^^^^^^^^^ information: 'pull_policy: every_12h' starts whatever 'acme/job' names at that time. Pin the image by digest.
  own:
    build:
      context: .
      pull: true
            ^^^^ information: 'pull: true' builds on whatever the tags of the base images name at that time. Pin the base images by digest and leave it out.
`,
    );
  });

  it('takes away a policy that a digest leaves nothing to do', () => {
    const text = `services:\n  a:\n    image: a@${DIGEST}\n    pull_policy: daily # why\n    restart: always\n`;
    assert.match(
      rulePicture('mutable-pull-policy', 'compose', text),
      /\^\^\^\^\^ hint: 'pull_policy: daily' changes/,
    );
    assert.equal(
      fixedBy('mutable-pull-policy', 'compose', text),
      `services:\n  a:\n    image: a@${DIGEST}\n    restart: always\n`,
    );
  });

  for (const lines of [
    ['image: a', 'pull_policy: missing'],
    ['image: a', 'pull_policy: if_not_present'],
    ['image: a', 'pull_policy: never'],
    ['image: a', 'build: .', 'pull_policy: build'],
    ['image: ${IMAGE}', 'pull_policy: always'],
    ['image: ${IMAGE:?which}', 'pull_policy: always'],
    ['build: {context: ., pull: false}'],
    ['pull_policy: always'],
  ]) {
    it(`says nothing of ${lines.join(', ')}`, () => {
      const text = `services:\n  a:\n${lines.map((line) => `    ${line}\n`).join('')}`;
      assert.equal(rulePicture('mutable-pull-policy', 'compose', text), text);
    });
  }
});
