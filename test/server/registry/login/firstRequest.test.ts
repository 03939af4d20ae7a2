import assert from 'node:assert/strict';
import { createFirstRequests } from '../../../../server/src/registry/login/firstRequest';
import type { Failure } from '../../../../server/src/registry/unresolved';

const NEVER = new AbortController().signal;

describe('createFirstRequests', () => {
  const scene = () => {
    let tooLong: () => void = () => undefined;
    const { enter, forget } = createFirstRequests(() => new Promise((resolve) => (tooLong = resolve)));
    /** `first`, `on`, or why not. */
    const come = async (registry = 'one', signal = NEVER) => {
      const entered = await enter(registry, signal);
      if (typeof entered !== 'function') return { as: entered?.reason ?? 'on', settle: () => undefined };
      return { as: 'first', settle: entered };
    };
    return { come, forget, tooLong: () => tooLong() };
  };
  const roles = async (comers: readonly Promise<{ readonly as: string }>[]) =>
    (await Promise.all(comers)).map(({ as }) => as);

  it('lets the others go on after the answer, those of another registry before', async () => {
    const { come, forget } = scene();
    const first = await come();
    const others = [come(), come()];
    assert.equal((await come('two')).as, 'first');
    first.settle('answered');
    first.settle('left');
    assert.deepEqual([first.as, ...(await roles([...others, come()]))], ['first', 'on', 'on', 'on']);
    forget('one');
    assert.equal((await come()).as, 'first');
  });

  it('makes another the first when the first has left', async () => {
    const { come } = scene();
    const first = await come();
    const [second, third] = [come(), come()];
    first.settle('left');
    const next = await second;
    assert.equal(next.as, 'first');
    next.settle('answered');
    assert.equal((await third).as, 'on');
  });

  it('tells the others what they would meet as well, and tries again with the next', async () => {
    const unreachable: Failure = { reason: 'unreachable', problem: 'refused', host: 'one', code: 'E' };
    const failures: readonly (readonly [failure: Failure, others: string])[] = [
      [unreachable, 'unreachable'],
      [{ reason: 'rate-limited', host: 'one', retryAfterSeconds: null }, 'rate-limited'],
      [{ reason: 'rate-limited', host: 'one', retryAfterSeconds: 9 }, 'on'],
      [{ reason: 'server-error', status: 500 }, 'on'],
    ];
    const { come } = scene();
    for (const [failure, others] of failures) {
      const first = await come();
      const waiting = [come(), come()];
      first.settle(failure);
      assert.deepEqual([first.as, ...(await roles(waiting))], ['first', others, others]);
    }
  });

  it('lets nobody wait for too long, nor after they were cancelled', async () => {
    const { come, tooLong } = scene();
    await come();
    const cancel = new AbortController();
    const cancelled = come('one', cancel.signal);
    cancel.abort();
    assert.equal((await cancelled).as, 'cancelled');
    const slow = come();
    tooLong();
    assert.equal((await slow).as, 'on');
  });
});
