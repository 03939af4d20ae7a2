import assert from 'node:assert/strict';
import {
  choices,
  platformChoices,
  type Choice,
  type Situation,
} from '../../../client/src/commands/resolution';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const CHILD = `sha256:${'b'.repeat(64)}`;
const FOUND = {
  found: true,
  digest: DIGEST,
  pinned: `node:20@${DIGEST}`,
  mediaType: 'index',
  platforms: [{ platform: 'linux/arm64', digest: CHILD }],
  caution: null,
} as const;
const COPIES = `Copy digest: <digest>\nCopy name:tag@digest: node:20@<digest>`;
const FACTS = 'Show facts: node:20@<digest>';

describe('what can be done with a digest', () => {
  const under = {
    reference: 'node:20',
    digest: null,
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
    it(title, () => {
      const { actions, platforms } = choices(FOUND, situation);
      assert.equal(actions.map(choiceText).join('\n'), `${expected}\n${FACTS}`);
      assert.deepEqual(platforms.map(choiceText), ['linux/arm64: <child>']);
    });
  }

  it('shows the text that each choice gives', () => {
    for (const { detail, action } of choices(FOUND, { under, editor: { versionBefore: 7, versionNow: 7 } })
      .actions) {
      if ('text' in action) assert.equal(detail, action.text);
    }
  });

  it('says by what the answer was given, when it was not the registry', () => {
    const nowhere: Situation = { under: null, editor: null };
    assert.equal(choices(FOUND, nowhere).remark, 'index');
    const caution = 'The container engine gave this digest.';
    assert.equal(choices({ ...FOUND, caution }, nowhere).remark, caution);
  });

  it('offers one platform with a warning', () => {
    const editor = { versionBefore: 7, versionNow: 7 };
    const platform = FOUND.platforms[0];
    const { title, remark, actions, platforms } = platformChoices(FOUND, platform, { under, editor });
    assert.equal(title, 'Digest of node:20 for linux/arm64');
    assert.equal(remark, 'This pins linux/arm64 only: on other platforms the image will not run.');
    assert.deepEqual(actions.map(choiceText), [
      'Copy digest: <child>',
      'Copy name:tag@digest: node:20@<child>',
      'Insert: @<child> at 3:12 of version 7',
    ]);
    assert.deepEqual(platforms, []);
  });
});

function choiceText({ label, action }: Choice): string {
  const name = label.replace(/^\$\(\w+\) /, '');
  const short = (text: string): string => text.replaceAll(DIGEST, '<digest>').replaceAll(CHILD, '<child>');
  switch (action.kind) {
    case 'copy':
      return `${name}: ${short(action.text)}`;
    case 'facts':
      return `${name}: ${short(action.reference)}`;
    case 'platform':
      return `${name}: ${short(action.platform.digest)}`;
    case 'insert': {
      const { target } = action;
      const place = target.kind === 'cursor' ? 'cursor' : `${target.line}:${target.character}`;
      return `${name}: ${short(action.text)} at ${place} of version ${action.version}`;
    }
  }
}
