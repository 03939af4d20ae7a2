import assert from 'node:assert/strict';
import { growth } from '../../../client/src/commands/growth';

describe('the progress of work', () => {
  it('is told as what it grew by', () => {
    const grown = growth();
    assert.deepEqual(
      [
        { percentage: 0 },
        { message: '2 of 8', percentage: 25 },
        { percentage: 20 },
        { percentage: 100 },
        { percentage: 900 },
        {},
      ].map(grown),
      [{}, { message: '2 of 8', increment: 25 }, {}, { increment: 75 }, {}, {}],
    );
  });
});
