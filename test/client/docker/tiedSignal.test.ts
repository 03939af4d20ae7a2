import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { types } from 'node:util';
import { tiedTo } from '../../../client/src/docker/tiedSignal';
import { startFakeEngine } from '../../support/fakeEngine';
import { connected } from '../../support/engineConnection';

describe('a tied signal', () => {
  it('ends with the other one, for the same reason, also where that has ended already', () => {
    const outer = new AbortController();
    const early = tiedTo(outer.signal);
    outer.abort('enough');
    assert.deepEqual([early.signal.reason, tiedTo(outer.signal).signal.reason], ['enough', 'enough']);
  });

  it('ends alone, and no more with the other one once it is untied', () => {
    const outer = new AbortController();
    const [alone, untied] = [tiedTo(outer.signal), tiedTo(outer.signal)];
    alone.abort('late');
    untied.untie();
    outer.abort();
    assert.deepEqual([alone.signal.reason, untied.signal.aborted], ['late', false]);
  });

  it('leaves nothing with the signal of a view, however many requests are made under it', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => void warnings.push(warning);
    process.on('warning', warned);
    const fake = await startFakeEngine({ troubles: { '/containers/bad/json': { status: 500, body: '{}' } } });
    const engine = await connected(fake);
    const { signal } = new AbortController();
    const ask = () => [
      engine.containers(signal),
      engine.container('gone', signal),
      engine.changes('gone', signal),
    ];
    for (let round = 0; round < 10; round++)
      await Promise.all([...ask(), ...ask(), ...ask(), ...ask(), ...ask(), engine.container('bad', signal)]);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
    assert.deepEqual(dependents(signal), [], 'nor does the system keep any for it');
    assert.ok(fake.connections() <= 17, `${fake.connections()} connections for 160 requests`);
    await fake.dispose();
    process.off('warning', warned);
    assert.deepEqual(warnings, []);
  });
});

/** What Node keeps of the signals that were made of it: a set that it does not shrink while the signal lives. */
function dependents(signal: AbortSignal): readonly unknown[] {
  const own = Object.getOwnPropertySymbols(signal).map((name) => Reflect.get(signal, name) as unknown);
  // Its own sets have no prototype that we know.
  return own.filter((value) => types.isSet(value) && Reflect.get(value, 'size') > 0);
}
