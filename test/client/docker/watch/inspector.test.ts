import assert from 'node:assert/strict';
import { container } from '../../../support/worldOfEngines';
import { seenScene, watchScene } from '../../../support/watchScene';

describe('looking at an engine', () => {
  it('asks nothing before it is seen, each thing once when it is, and nothing while nothing happens', async () => {
    const scene = watchScene();
    scene.engine.containers.set('db', container({ state: 'exited' }));
    await scene.clock.advance(60_000);
    assert.equal(scene.engine.requests(), '');
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.equal(
      scene.engine.requests(),
      'info, events, images, list, inspect ×2, image sha256:1, changes web',
    );
    await scene.clock.advance(600_000);
    assert.equal(scene.engine.requests(), '');
    assert.equal(
      scene.shown(),
      ['60000 a: web running?, db exited?', '60500 a: web running ~0, db exited'].join('\n'),
    );
  });
});
