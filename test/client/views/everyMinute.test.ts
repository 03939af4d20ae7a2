import assert from 'node:assert/strict';
import { everyMinute } from '../../../client/src/views/everyMinute';
import { targetAndAbove } from '../../../client/src/views/targetAndAbove';
import { container, host, inspection, project, release, service } from '../../support/runningParts';

describe('what is done every minute', () => {
  it('is done while it is running, and not after', async () => {
    const waits: { readonly milliseconds: number; readonly go: () => void; readonly signal: AbortSignal }[] =
      [];
    const clock = {
      now: () => 0,
      date: () => 0,
      wait: (milliseconds: number, signal: AbortSignal) =>
        new Promise<void>((resolve) => {
          waits.push({ milliseconds, go: resolve, signal });
          signal.addEventListener('abort', () => resolve());
        }),
    };
    let done = 0;
    const minutes = everyMinute(clock, () => done++);
    assert.equal(waits.length, 0, 'nothing before somebody looks');
    minutes.setRunning(true);
    waits[0]!.go();
    await settled();
    assert.deepEqual([done, waits.length, waits[0]!.milliseconds], [1, 2, 60_000]);
    minutes.setRunning(true);
    await settled();
    assert.deepEqual([done, waits.filter(({ signal }) => !signal.aborted).length], [1, 1], 'one clock only');
    minutes.setRunning(false);
    await settled();
    assert.deepEqual([done, waits.every(({ signal }) => signal.aborted)], [1, true]);
    minutes.setRunning(true);
    minutes.dispose();
    await settled();
    assert.deepEqual([done, waits.every(({ signal }) => signal.aborted)], [1, true]);
  });
});

describe('a target and what is above it', () => {
  const seen = inspection(host([project([service('web', [release([container('1')])])])]));

  it('go from the smallest to the engine', () => {
    assert.deepEqual(
      targetAndAbove(seen, { kind: 'change', host: 'usual', id: '1', path: '/a' }).map(({ kind }) => kind),
      ['change', 'container', 'release', 'service', 'project', 'host'],
    );
    assert.deepEqual(
      targetAndAbove(seen, { kind: 'service', host: 'usual', key: 'shop/web' }).map(({ kind }) => kind),
      ['service', 'service', 'project', 'host'],
    );
  });

  it('are the engine alone for what has gone', () => {
    assert.deepEqual(
      targetAndAbove(seen, { kind: 'container', host: 'usual', id: 'gone' }).map(({ kind }) => kind),
      ['container', 'host'],
    );
  });
});

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}
