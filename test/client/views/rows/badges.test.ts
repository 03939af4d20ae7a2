import assert from 'node:assert/strict';
import { badges, levelOf } from '../../../../client/src/views/rows/badges';
import { answers } from '../../../support/runningParts';

describe('the badges of a line', () => {
  it('are none where all is well, or not known', () => {
    assert.deepEqual(badges(answers()), []);
    const unknown = answers({
      sync: { status: 'unknown' },
      health: { status: 'unknown' },
      drift: { status: 'unknown' },
    });
    assert.deepEqual([badges(unknown), levelOf(unknown)], [[], 'unknown']);
  });

  it('are all that is not fine, in one order; the level is that of the worst', () => {
    const all = answers({
      sync: { status: 'out-of-sync' },
      freshness: { status: 'digest-gone' },
      health: { status: 'degraded' },
      drift: { status: 'drifted' },
      risks: [
        { kind: 'engine-socket', target: '/a' },
        { kind: 'engine-socket', target: '/b' },
        { kind: 'auto-updater', name: 'watchtower' },
      ],
    });
    assert.deepEqual(badges(all), [
      'drifted',
      'out of sync',
      'digest gone',
      'unhealthy',
      'engine socket',
      'auto-updater',
    ]);
    assert.equal(levelOf(all), 'bad');
    assert.equal(levelOf(answers({ health: { status: 'starting' } })), 'notice');
    assert.equal(levelOf(answers({ health: { status: 'paused' } })), 'idle');
  });
});
