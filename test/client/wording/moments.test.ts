import assert from 'node:assert/strict';
import { age, moment } from '../../../client/src/wording/moments';

describe('a moment', () => {
  it('is told to the minute, in the time of the world', () => {
    assert.equal(moment(Date.UTC(2026, 10, 22, 23, 17, 26)), '2026-11-22 23:17 UTC');
    assert.equal(moment(0), 'unknown');
  });

  const now = Date.UTC(2026, 10, 27);
  const cases: readonly (readonly [number, string])[] = [
    [-5, 'moments'],
    [59, 'moments'],
    [60, '1 min'],
    [3599, '59 min'],
    [3600, '1 h'],
    [47 * 3600, '47 h'],
    [48 * 3600, '2 days'],
  ];
  for (const [seconds, expected] of cases) {
    it(`${seconds} s ago is ${expected}`, () => assert.equal(age(now - seconds * 1000, now), expected));
  }
});
