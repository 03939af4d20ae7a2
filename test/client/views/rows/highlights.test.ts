import assert from 'node:assert/strict';
import { highlights } from '../../../../client/src/views/rows/highlights';

describe('what a filter marks', () => {
  it('is where each word stands first, without two marks on one letter', () => {
    assert.deepEqual(highlights('shop-WEB-1', ['web', 'shop']), [
      [0, 4],
      [5, 8],
    ]);
    assert.deepEqual(highlights('shop', ['sho', 'hop', 'x']), [[0, 3]]);
  });
});
