import assert from 'node:assert/strict';
import { createGathering } from '../../../../server/src/registry/network/gathering';
import type { Patience } from '../../../../server/src/registry/network/waiting';

const NEVER: Patience = { signal: new AbortController().signal, until: 10 };

describe('createGathering', () => {
  /** Work that lasts until it is ended; `runs` has what each run was for. */
  const gathered = () => {
    const runs: string[] = [];
    const patiences: Patience[] = [];
    const ends: (() => void)[] = [];
    const ask = createGathering<string, string>(
      (items, patience) => {
        runs.push([...items.values()].join());
        patiences.push(patience);
        return new Promise((resolve) =>
          ends.push(() => resolve(new Map([...items].map(([id, item]) => [id, item.toUpperCase()])))),
        );
      },
      () => 'left',
    );
    const wish = (group: string, id: string, patience = NEVER) => ask({ group, id, item: id }, patience);
    return { runs, patiences, wish, end: () => ends.splice(0).forEach((end) => end()) };
  };
  const moment = () => new Promise(setImmediate);

  it('has one run for those of a group that come in the same moment, each with its own result', async () => {
    const { runs, patiences, wish, end } = gathered();
    const wishes = [
      wish('one', 'a'),
      wish('one', 'b', { ...NEVER, until: 20 }),
      wish('one', 'a'),
      wish('two', 'a'),
    ];
    await moment();
    assert.deepEqual(runs, ['a,b', 'a']);
    assert.equal(patiences[0]?.until, 20);
    const late = [wish('one', 'b'), wish('one', 'c')];
    await moment();
    assert.deepEqual(runs, ['a,b', 'a', 'c']);
    end();
    assert.deepEqual(await Promise.all([...wishes, ...late]), ['A', 'B', 'A', 'A', 'B', 'C']);
    const next = wish('one', 'a');
    await moment();
    end();
    assert.equal(await next, 'A');
    assert.equal(runs.length, 4);
  });

  it('lets a caller leave at once, and stops when the last has left', async () => {
    const { patiences, wish, end } = gathered();
    const [first, second] = [new AbortController(), new AbortController()];
    const wishes = [
      wish('one', 'a', { ...NEVER, signal: first.signal }),
      wish('one', 'b', { ...NEVER, signal: second.signal }),
    ];
    await moment();
    first.abort();
    assert.equal(await wishes[0], 'left');
    assert.equal(patiences[0]?.signal.aborted, false);
    second.abort();
    assert.equal(await wishes[1], 'left');
    assert.ok(patiences[0].signal.aborted);
    const again = wish('one', 'a');
    await moment();
    end();
    assert.equal(await again, 'A');
  });

  it('passes a bug on to every caller', async () => {
    const ask = createGathering<string, string>(
      () => Promise.reject(new TypeError('a bug')),
      () => '',
    );
    const callers = await Promise.allSettled(['a', 'b'].map((id) => ask({ group: '', id, item: id }, NEVER)));
    assert.deepEqual(
      callers.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
  });
});
