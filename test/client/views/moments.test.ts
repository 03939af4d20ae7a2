import assert from 'node:assert/strict';
import { bytes, count } from '../../../client/src/views/amounts';
import { highlights } from '../../../client/src/views/highlights';
import { age, moment } from '../../../client/src/views/moments';

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

describe('an amount', () => {
  it('is told with its noun or its unit', () => {
    assert.deepEqual([count(0, 'path'), count(1, 'path')], ['0 paths', '1 path']);
    assert.deepEqual([0, 999, 1_234, 128_300_000, 5_600_000_000].map(bytes), [
      '0 bytes',
      '999 bytes',
      '1.2 kB',
      '128 MB',
      '5.6 GB',
    ]);
  });
});

describe('what a filter marks', () => {
  it('is where each word stands first, without two marks on one letter', () => {
    assert.deepEqual(highlights('shop-WEB-1', ['web', 'shop']), [
      [0, 4],
      [5, 8],
    ]);
    assert.deepEqual(highlights('shop', ['sho', 'hop', 'x']), [[0, 3]]);
  });
});
