import assert from 'node:assert/strict';
import {
  choices,
  referenceProblem,
  suggestion,
  type Choice,
  type Situation,
} from '../../../client/src/commands/resolution';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const FOUND = { found: true, digest: DIGEST, pinned: `node:20@${DIGEST}`, mediaType: 'index' } as const;
const COPIES = `Copy digest: <digest>\nCopy name:tag@digest: node:20@<digest>`;

describe('what can be done with a digest', () => {
  const under = {
    reference: 'node:20',
    range: { start: { line: 3, character: 5 }, end: { line: 3, character: 12 } },
    insertAt: { line: 3, character: 12 },
    version: 7,
  };
  const cases: readonly (readonly [string, Situation, string])[] = [
    [
      'under the cursor: insert after the reference',
      { under, editor: { versionBefore: 7, versionNow: 7 } },
      `${COPIES}\nInsert: @<digest> at 3:12 of version 7`,
    ],
    [
      'under the cursor, in a text that takes no insertion',
      { under: { ...under, insertAt: null }, editor: { versionBefore: 7, versionNow: 7 } },
      COPIES,
    ],
    [
      'under the cursor, in a text that has changed since',
      { under, editor: { versionBefore: 7, versionNow: 8 } },
      COPIES,
    ],
    [
      'entered, with an editor open: insert at the cursor',
      { under: null, editor: { versionBefore: 2, versionNow: 2 } },
      `${COPIES}\nInsert: node:20@<digest> at cursor of version 2`,
    ],
    [
      'entered, in a text that has changed since',
      { under: null, editor: { versionBefore: 2, versionNow: 3 } },
      COPIES,
    ],
    ['entered, without an editor', { under: null, editor: null }, COPIES],
  ];
  for (const [title, situation, expected] of cases) {
    it(title, () => assert.equal(choices(FOUND, situation).map(choiceText).join('\n'), expected));
  }

  it('shows the text that each choice gives', () => {
    for (const { detail, action } of choices(FOUND, { under, editor: { versionBefore: 7, versionNow: 7 } })) {
      assert.equal(detail, action.text);
    }
  });
});

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

function choiceText({ label, action }: Choice): string {
  const text = action.text.replaceAll(DIGEST, '<digest>');
  const name = label.replace(/^\$\(\w+\) /, '');
  if (action.kind === 'copy') return `${name}: ${text}`;
  const { target } = action;
  const place = target.kind === 'cursor' ? 'cursor' : `${target.line}:${target.character}`;
  return `${name}: ${text} at ${place} of version ${action.version}`;
}
