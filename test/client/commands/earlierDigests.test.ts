import assert from 'node:assert/strict';
import {
  earlierDigests,
  tagsWithoutDigest,
  type EarlierReference,
  type RecordedTag,
} from '../../../client/src/commands/earlierDigests';
import { rollBackItem } from '../../../client/src/commands/rollBackItem';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((digit) => `sha256:${digit.repeat(64)}`) as [
  string,
  string,
  string,
  string,
];
const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 5, 20);

/** From the newest on: `day reference`. */
function commits(...lines: readonly string[]): readonly EarlierReference[] {
  return lines.map((line, at) => {
    const [day, reference] = line.split(' ');
    return {
      reference: reference ?? null,
      revision: String(at).repeat(40),
      author: 'Ann',
      date: NOW - Number(day) * DAY,
      subject: `Commit ${at}`,
    };
  });
}

function picture(
  history: readonly EarlierReference[],
  recorded: readonly RecordedTag[] = [],
  running: readonly string[] = [],
): readonly string[] {
  return earlierDigests('r/app', history, recorded, running).map((earlier) => {
    const { label, description, detail } = rollBackItem(earlier, { present: 'yes', detail: null }, NOW);
    return [label, description, detail].join(' | ');
  });
}

describe('what a service can be rolled back to', () => {
  it('is what its file named, the latest first, by the commit that wrote it', () => {
    const history = commits(`1 r/app:3@${C}`, `2 r/app:2@${B}`, `3 r/app:2@${B}`, `9 r/app:1@${A}`);
    assert.deepEqual(picture(history, [], [C]), [
      '$(history) 2 @bbbbbbb | 3 days ago · Ann: Commit 2 | still in the registry · commit 2222222',
      '$(history) 1 @aaaaaaa | 9 days ago · Ann: Commit 3 | still in the registry · commit 3333333',
    ]);
  });

  it('is told once, by its latest time', () => {
    const history = commits(`1 r/app:3@${C}`, `2 r/app:1@${A}`, `3 r/app:2@${B}`, `4 r/app:1@${A}`);
    assert.deepEqual(
      picture(history).map((line) => line.slice(0, 32)),
      [
        '$(history) 3 @ccccccc | 1 day ag',
        '$(history) 1 @aaaaaaa | 2 days a',
        '$(history) 2 @bbbbbbb | 3 days a',
      ],
    );
  });

  it('is also what its tag has named', () => {
    const recorded = [
      {
        reference: 'r/app:1',
        runs: [
          { digest: A, first: NOW - 9 * DAY, last: NOW - 8 * DAY },
          { digest: D, first: NOW - 3 * DAY, last: NOW },
        ],
      },
    ];
    assert.deepEqual(picture(commits('1 r/app:1', `9 r/app:0@${A}`), recorded), [
      '$(history) 1 @ddddddd | 3 days ago · named by the tag, as its registry said | still in the registry',
      '$(history) 0 @aaaaaaa | 9 days ago · Ann: Commit 1 | still in the registry · commit 1111111',
    ]);
  });

  it('is nothing that runs, nor of another repository, nor unknown', () => {
    const history = commits(`1 r/app@${A}`, `2 other/app:1@${B}`, '3', '4 r/app:1@sha256:short', '5 r/app');
    assert.deepEqual(picture(history, [], [A]), []);
  });

  it('has digests without a tag', () => {
    assert.match(picture(commits(`1 r/app@${A}`))[0] ?? '', /^\$\(history\) without a tag @aaaaaaa/);
  });

  it('asks the record for tags that stood alone, and for those beside a digest', () => {
    const history = commits('1 r/app:2', `2 r/app:1@${A}`, '3 r/app:2', '4 r/app', '5 other:1', '6');
    assert.deepEqual(tagsWithoutDigest('r/app', history), ['r/app:2', 'r/app:1']);
  });
});

describe('whether it can still be had', () => {
  const [earlier] = earlierDigests('r/app', commits(`1 r/app:1@${A}`), [], []);
  const cases = [
    ['yes', null, 'still in the registry · commit 0000000'],
    ['no', null, 'gone from the registry: it cannot be pulled any more · commit 0000000'],
    ['unknown', null, 'not known whether the registry still has it · commit 0000000'],
    ['unknown', 'no login', 'not known whether the registry still has it: no login · commit 0000000'],
  ] as const;
  for (const [present, detail, expected] of cases) {
    it(expected, () => {
      const item = rollBackItem(earlier!, { present, detail }, NOW);
      assert.equal(item.detail, expected);
      assert.equal(item.isGone, present === 'no');
      assert.equal(item.label.startsWith('$(circle-slash)'), present === 'no');
    });
  }
});
