import assert from 'node:assert/strict';
import { readChoices, USUAL_CHOICES } from '../../../client/src/views/choices';
import { filterWords } from '../../../client/src/views/filter';

describe('how the view shows things', () => {
  it('is as it was kept, and as usual where that cannot be understood', () => {
    const kept = { grouping: 'image', filter: 'web', showStopped: false };
    assert.deepEqual(readChoices(kept), kept);
    assert.deepEqual(readChoices(undefined), USUAL_CHOICES);
    assert.deepEqual(readChoices('image'), USUAL_CHOICES);
    assert.deepEqual(readChoices({ grouping: 'colour', filter: 3, showStopped: 'no' }), USUAL_CHOICES);
  });
});

describe('the words of a filter', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['', []],
    ['  ', []],
    ['Web  drifted', ['web', 'drifted']],
    ['"Out of Sync" web', ['out of sync', 'web']],
    ['"out of', ['out of']],
    ['""', []],
  ];
  for (const [filter, expected] of cases) {
    it(`${JSON.stringify(filter)} is ${expected.length} of them`, () =>
      assert.deepEqual(filterWords(filter), expected));
  }
});
