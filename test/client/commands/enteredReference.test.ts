import assert from 'node:assert/strict';
import { referenceProblem, suggestion } from '../../../client/src/commands/enteredReference';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('a reference that is entered', () => {
  const good = [
    'node',
    'node:20',
    'localhost:5000/a/b:1.2',
    '[::1]:5000/a',
    `node@${DIGEST}`,
    ' node:20 ',
    'ghcr.io/o/n_a.b-c',
  ];
  for (const text of good) it(`may be '${text}'`, () => assert.equal(referenceProblem(text), null));

  const bad: readonly (readonly [string, RegExp])[] = [
    ['', /^Enter/],
    ['   ', /^Enter/],
    ['node 20', /no spaces/],
    ['node:${VERSION}', /Variables/],
    ['"node"', /quotes/],
    ['https://hub.docker.com/_/node', /scheme/],
    ['node:20;ls', /not an image reference/],
    ['a'.repeat(513), /not an image reference/],
  ];
  for (const [text, expected] of bad) {
    it(`may not be '${text.slice(0, 20)}'`, () => assert.match(referenceProblem(text) ?? '', expected));
  }
});

describe('the selected text', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['node:20', 'node:20'],
    ['  "node:20"  ', 'node:20'],
    ["'node:20'", 'node:20'],
    ['FROM node:20', ''],
    ['a\nb', ''],
    ['', ''],
  ];
  for (const [selected, expected] of cases) {
    it(`'${selected}' suggests '${expected}'`, () => assert.equal(suggestion(selected), expected));
  }
});
