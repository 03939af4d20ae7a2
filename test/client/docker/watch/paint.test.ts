import assert from 'node:assert/strict';
import type { Inspection } from '../../../../client/src/docker/watch/inspection';
import { createPainter } from '../../../../client/src/docker/watch/paint';
import { testClock } from '../../../support/testClock';

describe('painting', () => {
  it('draws a picture that takes long less often, and what could not be drawn again', async () => {
    const clock = testClock();
    let [effort, now, isBroken] = [0, 0, false];
    const shown: number[] = [];
    const errors: unknown[] = [];
    const sight = { id: 'a', name: 'a', origin: { kind: 'usual' }, state: { kind: 'failed' } };
    const painter = createPainter(
      {
        picture: () => {
          now += effort;
          if (isBroken) throw new Error('a mistake');
          return { hosts: [{ ...sight }] } as unknown as Inspection;
        },
        isWorthShowing: () => true,
        show: () => shown.push(now),
        report: (error) => errors.push(error),
      },
      {
        ...clock,
        now: () => now,
        wait: async (milliseconds, signal) => {
          await clock.wait(milliseconds, signal);
          now += milliseconds;
        },
      },
    );
    const change = async () => {
      painter.changed();
      await clock.advance(10_000);
    };
    painter.changed();
    assert.deepEqual(shown, []);
    painter.setVisible(true);
    await change();
    effort = 100;
    await change();
    await change();
    isBroken = true;
    await change();
    isBroken = false;
    effort = 10_000;
    await change();
    await change();
    assert.deepEqual(shown, [0, 500, 1_100, 2_200, 13_700, 25_700]);
    assert.equal(errors.length, 1);
  });
});
