import assert from 'node:assert/strict';
import { remembered } from '../../../../client/src/docker/releases/remembered';

describe('what is remembered of an object', () => {
  it('is made once under the same circumstances, and again under others', () => {
    const remember = remembered<number>();
    let made = 0;
    const key = {};
    const ask = (of: object, ...circumstances: readonly unknown[]) =>
      remember(of, circumstances, () => ++made);
    assert.deepEqual([ask(key, 1, 'a'), ask(key, 1, 'a'), ask(key, 2, 'a'), ask({}, 2, 'a')], [1, 1, 2, 3]);
  });
});
