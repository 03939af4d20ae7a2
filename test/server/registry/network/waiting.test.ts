import assert from 'node:assert/strict';
import {
  createGate,
  createSharing,
  delay,
  withinTime,
} from '../../../../server/src/registry/network/waiting';

const NEVER = new AbortController().signal;

describe('createSharing', () => {
  /** Work that lasts until it is ended, or stopped. */
  const lasting = () => {
    const stopped: boolean[] = [];
    let end: (value: string) => void = () => undefined;
    const work = (signal: AbortSignal): Promise<string> => {
      signal.addEventListener('abort', () => stopped.push(true));
      return new Promise((resolve) => (end = resolve));
    };
    return { work, stopped, end: (value: string) => end(value) };
  };

  it('stops the work when nobody waits for it any more, and starts anew for the next', async () => {
    const share = createSharing(() => 'left');
    const [first, second] = [new AbortController(), new AbortController()];
    const { work, stopped, end } = lasting();
    const callers = [share('key', work, first.signal), share('key', work, second.signal)];
    first.abort();
    assert.equal(await callers[0], 'left');
    assert.deepEqual(stopped, []);
    second.abort();
    assert.equal(await callers[1], 'left');
    assert.deepEqual(stopped, [true]);
    const next = share('key', work, NEVER);
    end('done');
    assert.equal(await next, 'done');
  });

  it('runs different things apart', async () => {
    const share = createSharing(() => '');
    const work = (text: string) => () => Promise.resolve(text);
    assert.deepEqual(await Promise.all([share('a', work('a'), NEVER), share('b', work('b'), NEVER)]), [
      'a',
      'b',
    ]);
  });

  it('passes a bug on to every caller', async () => {
    const share = createSharing(() => '');
    const work = () => Promise.reject(new TypeError('a bug'));
    const callers = await Promise.allSettled([share('a', work, NEVER), share('a', work, NEVER)]);
    assert.deepEqual(
      callers.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
  });
});

describe('createGate', () => {
  it('lets so many in at once for one key, in their order, also after a failure', async () => {
    const gate = createGate(2);
    const events: string[] = [];
    const ends: (() => void)[] = [];
    const enter = (name: string, key = 'host'): Promise<void> =>
      gate(key, () => {
        events.push(name);
        return new Promise((resolve, reject) =>
          ends.push(name === 'a' ? () => reject(new Error(name)) : resolve),
        );
      });
    const all = Promise.allSettled([enter('a'), enter('b'), enter('c'), enter('d'), enter('e', 'other')]);
    await new Promise(setImmediate);
    assert.deepEqual(events, ['a', 'b', 'e']);
    for (let ended = 0; ended < 5; ended++) {
      ends[ended]?.();
      await new Promise(setImmediate);
    }
    assert.deepEqual(events, ['a', 'b', 'e', 'c', 'd']);
    assert.deepEqual(
      (await all).map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
  });

  it('lets those that wait in together, when half of those inside have left', async () => {
    const gate = createGate(4);
    const ends: (() => void)[] = [];
    const enter = () => gate('host', () => new Promise<void>((resolve) => ends.push(resolve)));
    const all = Promise.all(Array.from({ length: 9 }, enter));
    const begun: number[] = [];
    for (let ended = 0; ended < 9; ended++) {
      await new Promise(setImmediate);
      begun.push(ends.length);
      ends[ended]?.();
    }
    await all;
    assert.deepEqual(begun, [4, 4, 6, 6, 8, 8, 9, 9, 9]);
  });
});

describe('withinTime', () => {
  it('answers when the time is over, whatever the work does, and tells the work', async () => {
    let told: AbortSignal = NEVER;
    const work = (signal: AbortSignal): Promise<string> => {
      told = signal;
      return new Promise(() => undefined);
    };
    assert.equal(await withinTime({ milliseconds: 1, otherwise: () => 'over' }, work, NEVER), 'over');
    assert.ok(told.aborted);
  });
});

describe('delay', () => {
  it('is over at once when it is aborted', async () => {
    const abort = new AbortController();
    const waiting = delay(1_000_000, abort.signal);
    abort.abort();
    await waiting;
    await delay(1_000_000, abort.signal);
  });
});
