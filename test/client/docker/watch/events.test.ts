import assert from 'node:assert/strict';
import type { EngineEvent } from '../../../../client/src/docker/engineEvents';
import { TEMPORARY_LABEL } from '../../../../client/src/docker/releases/temporaryContainer';
import { container } from '../../../support/worldOfEngines';
import { seenScene, watchScene, type WatchScene } from '../../../support/watchScene';

/** What is asked because of an event. */
async function askedAfter(scene: WatchScene, ...events: readonly Partial<EngineEvent>[]) {
  scene.engine.emit(...events);
  await scene.clock.advance(3_000);
  return scene.engine.requests();
}

describe('events', () => {
  it('has only that asked again which they are about', async () => {
    const scene = await seenScene();
    scene.engine.containers.set('db', container());
    const picture = [
      await askedAfter(scene, { id: 'db', action: 'create' }, { id: 'db', action: 'start' }),
      await askedAfter(scene, { id: 'db', action: 'health_status', detail: 'healthy' }),
      await askedAfter(scene, { id: 'db', action: 'pause' }),
      await askedAfter(scene, { id: 'db', action: 'destroy' }),
      await askedAfter(scene, { kind: 'image', id: 'app:1', action: 'pull' }),
      await askedAfter(scene, { kind: 'image', id: 'app:1', action: 'save' }),
      await askedAfter(scene, { kind: 'other', id: 'bridge', action: 'connect' }),
      await askedAfter(scene, { id: 'db', action: 'archive-path' }, { id: 'db', action: 'kill' }),
      await askedAfter(scene, { id: 'db', action: 'exec_start' }, { id: 'db', action: 'exec_die' }),
    ];
    assert.deepEqual(picture, [
      'list, inspect db, changes db',
      'list, inspect db',
      'list, inspect db',
      'list',
      'images, list',
      '',
      '',
      '',
      '',
    ]);
  });

  it('of a container that we have made ourselves cost nothing, and it is not seen', async () => {
    const scene = await seenScene();
    await askedAfter(scene, { id: 'web', action: 'start' });
    scene.shown();
    const attributes = { [TEMPORARY_LABEL]: 'window' };
    scene.engine.containers.set('ours', container({ state: 'created', labels: attributes }));
    const events = ['create', 'archive-path', 'extract-to-dir', 'destroy'];
    assert.equal(
      await askedAfter(scene, ...events.map((action) => ({ id: 'ours', action, attributes }))),
      '',
    );
    assert.equal(await askedAfter(scene, { id: 'web', action: 'start' }), 'list, inspect web');
    await scene.clock.advance(100_000);
    assert.equal(scene.engine.requests() + scene.shown(), '');
  });

  for (const [clock, change] of [
    ['is behind ours', { skew: -3_600_000 }],
    ['is ahead of ours', { skew: 3_600_000 }],
    ['is not told', { skew: -3_600_000, tellsTime: false }],
  ] as const) {
    it(`are heard of an engine whose clock ${clock}`, async () => {
      const scene = watchScene();
      Object.assign(scene.engine, change);
      scene.inspector.setVisible(true);
      await scene.clock.advance(2_000);
      scene.engine.requests();
      assert.equal(await askedAfter(scene, { id: 'web', action: 'pause' }), 'list, inspect web');
    });
  }

  it('are heard when the clock of the engine is put back, then and after a cut', async () => {
    const scene = await seenScene();
    assert.equal(await askedAfter(scene, { id: 'web', action: 'pause' }), 'list, inspect web');
    scene.engine.skew = -600_000;
    assert.equal(await askedAfter(scene, { id: 'web', action: 'unpause' }), 'list, inspect web');
    scene.engine.cut();
    await scene.clock.advance(5_000);
    scene.engine.requests();
    assert.equal(await askedAfter(scene, { id: 'web', action: 'pause' }), 'list, inspect web');
    await scene.clock.advance(100_000);
    assert.equal(scene.engine.requests(), '');
  });

  it('are about what runs a moment later: the list is read when it knows of it', async () => {
    const scene = await seenScene();
    scene.engine.emit({ id: 'web', action: 'pause' });
    await scene.clock.advance(50);
    scene.engine.containers.set('web', container({ state: 'paused' }));
    await scene.clock.advance(1_000);
    assert.equal(scene.shown(), '2100 a: web paused ~0');
  });

  it('a thousand at once are one reading, a thousand in a second no more than two repaints a second', async () => {
    const scene = await seenScene();
    scene.engine.emit(...Array.from({ length: 1_000 }, () => ({ id: 'web', action: 'start' })));
    await scene.clock.advance(5_000);
    assert.equal(scene.engine.requests(), 'list, inspect web');
    scene.shown();
    for (let count = 0; count < 1_000; count++) {
      scene.engine.containers.set('web', container({ started: count }));
      scene.engine.emit({ id: 'web', action: 'start' });
      await scene.clock.advance(1);
    }
    await scene.clock.advance(5_000);
    assert.equal(scene.engine.requests(), 'list ×3, inspect ×3');
    assert.deepEqual(
      scene
        .shown()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      ['7100', '7700', '8300'],
    );
  });

  it('that came while it was read are read after it', async () => {
    const scene = watchScene();
    scene.engine.delay = 30;
    scene.engine.meanwhile.set('inspect web', () => {
      scene.engine.containers.set('web', container({ health: 'unhealthy' }));
      scene.engine.emit({ id: 'web', action: 'health_status', detail: 'unhealthy' });
    });
    scene.inspector.setVisible(true);
    await scene.clock.advance(3_000);
    assert.match(scene.shown(), /web running unhealthy ~0$/);
  });

  it('of before the view was opened are remembered and read for nothing else', async () => {
    const scene = watchScene();
    scene.engine.emit({ id: 'web', action: 'start' });
    scene.engine.emit({ id: 'web', action: 'exec_create', detail: 'sh -c id' });
    await scene.clock.advance(1_000);
    scene.inspector.setVisible(true);
    await scene.clock.advance(70_000);
    assert.equal(
      scene.engine.requests(),
      'info, events, images, list, inspect web, image sha256:1, changes web',
    );
    assert.match(scene.shown(), /web running ~0 >sh -c id$/);
  });

  it('health checks cost nothing for ten minutes, whatever they come by', async () => {
    const scene = watchScene();
    const check = { id: 'web', action: 'exec_create', detail: 'CMD-SHELL curl -f localhost' };
    scene.engine.containers.set(
      'web',
      container({ healthcheck: ['CMD-SHELL', 'curl -f localhost'], health: 'healthy' }),
    );
    scene.engine.emit(check, check, check);
    await scene.clock.advance(1_000);
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.match(scene.shown(), /web running healthy ~0$/);
    scene.engine.requests();
    for (let second = 0; second < 600; second += 5) {
      scene.engine.emit(check, { ...check, action: 'exec_start' }, { id: 'web', action: 'exec_die' });
      scene.engine.emit({ id: 'web', action: 'health_status', detail: 'healthy' });
      await scene.clock.advance(5_000);
    }
    assert.equal(scene.engine.requests() + scene.shown(), '');
  });

  it('of images have those looked at again whose names have changed', async () => {
    const scene = await seenScene();
    scene.engine.images.set('sha256:1', { tags: [] });
    scene.engine.images.set('sha256:2', { tags: ['app:1'] });
    assert.equal(
      await askedAfter(scene, { kind: 'image', id: 'app:1', action: 'tag' }),
      'images, list, image sha256:1',
    );
    scene.engine.images.delete('sha256:1');
    assert.equal(
      await askedAfter(scene, { kind: 'image', id: 'sha256:1', action: 'delete' }),
      'images, list, image sha256:1',
    );
    assert.equal(await askedAfter(scene, { kind: 'image', id: 'app:1', action: 'untag' }), 'images, list');
  });

  it('of services and of their containers have the swarm read again', async () => {
    const scene = watchScene();
    scene.engine.isManager = true;
    scene.engine.swarm = { services: [], nodes: [], tasks: [] };
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    scene.engine.requests();
    const attributes = { 'com.docker.swarm.service.id': 's' };
    assert.equal(await askedAfter(scene, { kind: 'service', id: 's', action: 'update' }), 'swarm');
    assert.equal(
      await askedAfter(scene, { id: 'web', action: 'start', attributes }),
      'swarm, list, inspect web',
    );
    assert.equal(await askedAfter(scene, { id: 'web', action: 'start' }), 'list, inspect web');
  });

  it('tell of a swarm that the engine has joined', async () => {
    const scene = await seenScene();
    scene.engine.swarm = { services: [], nodes: [], tasks: [] };
    assert.equal(await askedAfter(scene, { kind: 'node', id: 'n', action: 'create' }), 'swarm');
    const attributes = { 'com.docker.swarm.service.id': 's' };
    scene.engine.swarm = null;
    assert.equal(
      await askedAfter(scene, { id: 'web', action: 'die', attributes }),
      'swarm, list, inspect web',
    );
    // It has left again.
    assert.equal(await askedAfter(scene, { id: 'web', action: 'die', attributes }), 'list, inspect web');
  });

  it('are not to be had of other nodes: an update under way is looked at now and then, and not for ever', async () => {
    const scene = watchScene();
    scene.engine.isManager = true;
    scene.engine.swarm = {
      services: [],
      nodes: [],
      tasks: [{ desiredState: 'running', state: 'pending' } as never],
    };
    scene.inspector.setVisible(true);
    await scene.clock.advance(600_000);
    assert.match(scene.engine.requests(), /swarm ×8/);
    await scene.clock.advance(600_000);
    assert.equal(scene.engine.requests(), '');
  });
});
