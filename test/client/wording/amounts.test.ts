import assert from 'node:assert/strict';
import { bytes, count } from '../../../client/src/wording/amounts';

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
