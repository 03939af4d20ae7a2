import assert from 'node:assert/strict';
import { worthRestarting } from '../../client/src/serverRestarts';

describe('a server that crashes', () => {
  const MINUTE = 60_000;
  const cases: readonly (readonly [string, readonly number[], boolean])[] = [
    ['once is started again', [5], true],
    ['four times at once is started again', [1, 2, 3, 4], true],
    ['five times at once is not', [1, 2, 3, 4, 5], false],
    ['five times in three minutes is not', [0, 1, 2, 2.5, 3].map((minute) => minute * MINUTE), false],
    [
      'now and then is started again, for ever',
      [0, 1, 2, 3, 4, 5, 6, 7].map((minute) => minute * MINUTE),
      true,
    ],
  ];
  for (const [title, crashes, expected] of cases) {
    it(title, () => assert.equal(worthRestarting(crashes), expected));
  }
});
