import assert from 'node:assert/strict';
import { lockSummary, sameText, type LockOutcome } from '../../../client/src/commands/lockSummary';

const START = { line: 0, character: 0 };
const PROBLEM = {
  uri: 'file:///a/compose.yaml',
  range: { start: START, end: START },
  place: 'compose.yaml:1',
  message: '',
};
const CAUTION = '1 answer is a remembered one.';

describe('what is said of a digest lock', () => {
  const cases: readonly (readonly [LockOutcome, number, string])[] = [
    ['nothing', 0, 'There is nothing to lock.'],
    ['nothing', 2, 'There is nothing to lock. 2 could not be locked.'],
    ['written', 0, `compose.lock.yaml is written. ${CAUTION}`],
    ['written', 1, `compose.lock.yaml is written. 1 could not be locked. ${CAUTION}`],
    ['unchanged', 0, `compose.lock.yaml is already up to date. ${CAUTION}`],
    ['failed', 0, 'compose.lock.yaml could not be written. Look whether the file may be written to.'],
    ['declined', 1, ''],
  ];
  for (const [outcome, problems, expected] of cases) {
    it(`${outcome}, with ${problems} problems`, () => {
      const plan = {
        uri: 'file:///a/compose.lock.yaml',
        text: null,
        problems: Array<typeof PROBLEM>(problems).fill(PROBLEM),
        caution: CAUTION,
      };
      const summary = lockSummary(plan, 'compose.lock.yaml', outcome);
      assert.equal(summary?.message ?? '', expected);
      if (summary) assert.equal(summary.isWarning, problems > 0 || outcome === 'failed');
    });
  }
});

describe('the text of a lock', () => {
  it('is the same whatever its lines end with', () => {
    assert.ok(sameText('a\r\nb\r\n', 'a\nb\n'));
    assert.ok(!sameText('a\nb\n', 'a\nc\n'));
  });
});
