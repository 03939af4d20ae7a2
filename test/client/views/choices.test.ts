import assert from 'node:assert/strict';
import { readChoices, readHosts, USUAL_CHOICES } from '../../../client/src/views/choices';
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

describe('the engines that were chosen', () => {
  it('are as they were kept, each once, and none that cannot be understood', () => {
    assert.deepEqual(readHosts(['context:a', 'usual', 'context:a']), ['context:a', 'usual']);
    assert.deepEqual(readHosts(['usual', 3, null]), ['usual']);
  });

  it('are left to the Docker command line where none is left', () => {
    for (const kept of [undefined, null, 'usual', {}, [], [3, { id: 'usual' }]])
      assert.equal(readHosts(kept), null, JSON.stringify(kept));
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
