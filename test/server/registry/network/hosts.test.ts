import assert from 'node:assert/strict';
import { createHosts, type Hosts } from '../../../../server/src/registry/network/hosts';
import type { Failure } from '../../../../server/src/registry/unresolved';

const NEVER = new AbortController().signal;
const HOST = 'registry.example';

interface Scene extends Hosts {
  /** Names of those who had their turn, in order. */
  readonly events: readonly string[];
  readonly enter: (name: string, entry?: Entry) => Promise<string | Failure>;
  /** Ends a turn. */
  readonly end: (name: string) => Promise<void>;
  readonly answered: (status: number, retryAfter?: string) => Failure | null;
  /** Lets time pass, and whoever waits for it. */
  readonly pass: (seconds: number) => Promise<void>;
  /** How many wait for a time to come. */
  readonly alarms: () => number;
}

interface Entry {
  readonly seconds?: number;
  readonly again?: boolean;
  readonly signal?: AbortSignal;
  readonly host?: string;
}

function scene(): Scene {
  let time = 0;
  const waits = new Map<() => void, number>();
  const events: string[] = [];
  const ends = new Map<string, () => void>();
  const hosts = createHosts({
    now: () => time,
    log: () => undefined,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const over = (): void => {
          waits.delete(over);
          resolve();
        };
        waits.set(over, time + milliseconds);
        signal.addEventListener('abort', over);
      }),
  });
  const moment = () => new Promise<void>(setImmediate);
  return {
    ...hosts,
    events,
    enter: (name, { seconds = 30, again = false, signal = NEVER, host = HOST } = {}) =>
      hosts.inTurn({ host, patience: { signal, until: time + seconds * 1000 }, again }, async () => {
        events.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        return name;
      }),
    end: (name) => {
      ends.get(name)?.();
      return moment();
    },
    answered: (status, retryAfter) =>
      hosts.hear(HOST, {
        status,
        headers: { get: (name) => (name === 'retry-after' ? (retryAfter ?? null) : null) },
      }),
    pass: async (seconds) => {
      time += seconds * 1000;
      for (const [over, at] of [...waits]) if (at <= time) over();
      await moment();
    },
    alarms: () => waits.size,
  };
}

describe('createHosts', () => {
  it('lets four in at once at one host, in the order in which they came, those who come again first', async () => {
    const { enter, end, events } = scene();
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => enter(name));
    all.push(enter('again', { again: true }), enter('elsewhere', { host: 'other.example' }));
    await end('none');
    assert.deepEqual(events, ['a', 'b', 'c', 'd', 'elsewhere']);
    for (const name of ['b', 'a', 'd', 'c', 'again', 'e', 'f', 'elsewhere']) await end(name);
    assert.deepEqual(events.slice(5), ['again', 'e', 'f']);
    assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd', 'e', 'f', 'again', 'elsewhere']);
  });

  it('lets who is cancelled leave the queue at once', async () => {
    const { enter, end, events } = scene();
    const cancel = new AbortController();
    const inside = ['a', 'b', 'c', 'd'].map((name) => enter(name));
    const [left, next] = [enter('left', { signal: cancel.signal }), enter('next')];
    cancel.abort();
    assert.deepEqual(await left, { reason: 'cancelled' });
    assert.deepEqual(await enter('late', { signal: cancel.signal }), { reason: 'cancelled' });
    for (const name of ['a', 'b', 'c', 'd', 'next']) await end(name);
    assert.deepEqual(events, ['a', 'b', 'c', 'd', 'next']);
    assert.equal((await Promise.all([...inside, next])).length, 5);
  });

  it('gives the next its turn after a bug', async () => {
    const { inTurn } = scene();
    const turn = { host: HOST, patience: { signal: NEVER, until: 1 }, again: false };
    const bug = () => Promise.reject(new TypeError('a bug'));
    const turns = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => inTurn(turn, bug)));
    assert.ok(turns.every(({ status }) => status === 'rejected'));
    assert.equal(await inTurn(turn, () => Promise.resolve('done')), 'done');
  });

  it('keeps a pause, and sends away at once whose patience ends before it', async () => {
    const { enter, end, events, answered, pass, states, alarms } = scene();
    const inside = ['a', 'b', 'c', 'd'].map((name) => enter(name));
    const [short, long] = [enter('short', { seconds: 9 }), enter('long', { seconds: 11 })];
    const limited = { reason: 'rate-limited', host: HOST, retryAfterSeconds: 10 };
    assert.deepEqual(answered(429, '10'), limited);
    assert.deepEqual(await short, limited);
    for (const name of ['a', 'b', 'c', 'd']) await end(name);
    await pass(4);
    assert.deepEqual(states(), [{ host: HOST, pausedUntil: 10_000, rateLimit: null }]);
    assert.deepEqual(await enter('late', { seconds: 6 }), { ...limited, retryAfterSeconds: 6 });
    assert.deepEqual(events, ['a', 'b', 'c', 'd']);
    assert.equal(alarms(), 1);
    await pass(6);
    assert.deepEqual(events, ['a', 'b', 'c', 'd', 'long']);
    assert.equal(states()[0]?.pausedUntil, null);
    await end('long');
    assert.equal(await long, 'long');
    assert.equal((await Promise.all(inside)).length, 4);
  });

  it('waits for a longer pause when that is said meanwhile, and for none when all have left', async () => {
    const { enter, events, answered, pass, alarms, end } = scene();
    answered(429, '5');
    const cancel = new AbortController();
    const [one, other] = [enter('one'), enter('other', { signal: cancel.signal })];
    await pass(1);
    answered(503, '8');
    await pass(4);
    assert.deepEqual([events, alarms()], [[], 1]);
    cancel.abort();
    assert.deepEqual(await other, { reason: 'cancelled' });
    await pass(4);
    assert.deepEqual(events, ['one']);
    await end('one');
    await one;
    answered(429, '5');
    const leave = new AbortController();
    const left = enter('left', { signal: leave.signal });
    await pass(1);
    leave.abort();
    assert.deepEqual(await left, { reason: 'cancelled' });
    assert.equal(alarms(), 0);
  });

  it('sends away those who wait when no time is said, and lets in who comes later', async () => {
    const { enter, end, events, answered } = scene();
    const inside = ['a', 'b', 'c', 'd'].map((name) => enter(name));
    const waiting = enter('e');
    const limited = { reason: 'rate-limited', host: HOST, retryAfterSeconds: null };
    assert.deepEqual(answered(429), limited);
    assert.deepEqual(await waiting, limited);
    const later = enter('later');
    for (const name of ['a', 'b', 'c', 'd', 'later']) await end(name);
    assert.deepEqual(events, ['a', 'b', 'c', 'd', 'later']);
    assert.equal((await Promise.all([...inside, later])).length, 5);
  });

  it('takes other answers as they are, and no pause for longer than a day', () => {
    const { answered, states } = scene();
    assert.deepEqual([answered(200, '5'), answered(503), answered(404)], [null, null, null]);
    assert.equal(states()[0]?.pausedUntil, null);
    answered(429, '999999999');
    assert.equal(states()[0]?.pausedUntil, 86_400_000);
  });

  it('lets those that wait know at once that nobody answers, and not what befell a single request', async () => {
    const { enter, events, miss, end } = scene();
    const unanswered: Failure = {
      reason: 'unreachable',
      problem: 'no-answer',
      host: HOST,
      code: 'ETIMEDOUT',
    };
    const inside = ['a', 'b', 'c', 'd'].map((name) => enter(name));
    const waiting = ['e', 'f'].map((name) => enter(name));
    await end('nobody');
    miss(HOST, { ...unanswered, problem: 'connection-lost' });
    await end('a');
    assert.deepEqual(events, ['a', 'b', 'c', 'd', 'e']);
    miss(HOST, unanswered);
    assert.deepEqual(await waiting[1], unanswered);
    for (const name of ['b', 'c', 'd', 'e']) await end(name);
    assert.deepEqual(await Promise.all([...inside, waiting[0]]), ['a', 'b', 'c', 'd', 'e']);
  });
});
