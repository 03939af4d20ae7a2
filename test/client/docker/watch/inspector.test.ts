import assert from 'node:assert/strict';
import { ABSENT, container } from '../../../support/worldOfEngines';
import { host, seenScene, watchScene } from '../../../support/watchScene';

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

  it('shows the list before all is looked at closely', async () => {
    const scene = watchScene();
    scene.engine.delay = 400;
    scene.engine.containers.set('db', container());
    scene.inspector.setVisible(true);
    await scene.clock.advance(5_000);
    assert.equal(
      scene.shown(),
      [
        '500 a: connecting',
        '1000 a: web running?, db running?',
        '1500 a: web running, db running',
        '2000 a: web running ~0, db running ~0',
      ].join('\n'),
    );
  });

  it('asks for a swarm only on a manager', async () => {
    const scene = watchScene();
    scene.engine.isManager = true;
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.match(scene.engine.requests(), /swarm, list/);
  });

  it('asks for an image once, whatever runs from it', async () => {
    const scene = watchScene({ model: { imagesToCompare: () => ['sha256:2', 'sha256:1'] } });
    scene.engine.containers.set('web-2', container());
    scene.engine.images.set('sha256:2', { tags: [] });
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.match(scene.engine.requests(), /image ×2/);
    scene.engine.containers.set('web-3', container());
    scene.engine.emit({ id: 'web-3', action: 'start' });
    await scene.clock.advance(2_000);
    assert.equal(scene.engine.requests(), 'list, inspect web-3, changes web-3');
  });

  it('stops when nobody looks, and goes on from there', async () => {
    const scene = await seenScene();
    scene.engine.emit({ id: 'web', action: 'start' });
    await scene.clock.advance(2_000);
    scene.inspector.setVisible(false);
    scene.engine.requests();
    scene.shown();
    scene.engine.containers.set('new', container());
    scene.engine.emit({ id: 'new', action: 'start' });
    await scene.clock.advance(600_000);
    assert.equal(scene.engine.requests(), '');
    assert.equal(scene.shown(), '');
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    // The event before the last comes again, and shows that none was missed: `web` is not looked at again.
    assert.equal(scene.engine.requests(), 'info, events, images, list, inspect new, changes new');
    assert.equal(
      scene.shown(),
      '604000 a: web running ~0, new running?\n604500 a: web running ~0, new running ~0',
    );
  });

  it('looks at all again when the engine cannot show that nothing was missed', async () => {
    const scene = await seenScene();
    scene.engine.emit({ id: 'web', action: 'start' });
    await scene.clock.advance(2_000);
    scene.inspector.setVisible(false);
    scene.engine.kill();
    scene.engine.requests();
    scene.shown();
    scene.inspector.setVisible(true);
    await scene.clock.advance(3_000);
    assert.equal(scene.engine.requests(), 'info, events, images ×2, list ×2, inspect web, image sha256:1');
  });

  it('looks at all again, and measures it, when it is asked to', async () => {
    const scene = await seenScene();
    await scene.clock.advance(60_000);
    scene.inspector.refresh();
    await scene.clock.advance(2_000);
    assert.equal(
      scene.engine.requests(),
      'info, events, changes web, images, list, inspect web, image sha256:1',
    );
  });

  it('does not look for a refresh while it is not seen', async () => {
    const scene = watchScene();
    scene.inspector.refresh();
    await scene.clock.advance(1_000);
    assert.equal(scene.engine.requests(), '');
  });

  it('is quiet once it is disposed of', async () => {
    const scene = await seenScene();
    scene.inspector.dispose();
    scene.engine.emit({ id: 'web', action: 'start' });
    await scene.clock.advance(60_000);
    assert.equal(scene.engine.requests() + scene.shown(), '');
  });
});

describe('several engines', () => {
  it('are the one that the command line takes, or those that are chosen', async () => {
    const scene = await seenScene({ hosts: ['a', 'b'] });
    scene.inspector.chooseHosts(['a', 'b', 'context:gone']);
    await scene.clock.advance(2_000);
    scene.inspector.chooseHosts(['b']);
    await scene.clock.advance(2_000);
    assert.equal(
      scene.shown(),
      [
        '2000 a: web running ~0 | b: connecting | context:gone: connecting',
        '2500 a: web running ~0 | b: web running ~0 | context:gone: failed misconfigured',
        '4000 b: web running ~0',
      ].join('\n'),
    );
    scene.engine.requests();
    scene.engine.emit({ id: 'web', action: 'start' });
    await scene.clock.advance(2_000);
    assert.equal(scene.engine.requests(), '');
  });

  it('fail alone, and share the half second between two repaints', async () => {
    const scene = watchScene({ hosts: ['a', 'b', 'c'], chosen: ['a', 'b', 'c'] });
    scene.engines.b!.absent = ABSENT;
    scene.engines.c!.troubles.set('list', 'hang');
    scene.inspector.setVisible(true);
    await scene.clock.advance(3_000);
    assert.equal(
      scene.shown(),
      [
        '0 a: web running? | b: failed absent | c: connecting',
        '500 a: web running ~0 | b: failed absent | c: connecting',
      ].join('\n'),
    );
    for (const name of ['a', 'b', 'c', 'a', 'b', 'c']) {
      scene.engines.b!.absent = null;
      scene.engines[name]!.containers.set('web', container({ started: scene.clock.now() }));
      scene.engines[name]!.emit({ id: 'web', action: 'start' });
      await scene.clock.advance(100);
    }
    await scene.clock.advance(10_000);
    const times = scene
      .shown()
      .split('\n')
      .map((line) => Number(line.split(' ')[0]));
    assert.ok(times.length >= 2);
    assert.ok(
      times.every((time, index) => index === 0 || time - times[index - 1]! >= 500),
      times.join(),
    );
  });

  it('are read anew when the contexts say something else', async () => {
    const scene = watchScene({ hosts: ['a', 'b'] });
    scene.engine.absent = ABSENT;
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.match(scene.shown(), /a: failed absent$/);
    scene.hosts = [host('a', false), host('b', true)];
    await scene.clock.advance(6_000);
    assert.match(scene.shown(), /b: web running ~0$/);
    assert.equal(scene.inspector.engine('a'), null);
    assert.ok(scene.inspector.engine('b'));
  });

  it('go on when a broken context is mended', async () => {
    const scene = watchScene();
    const broken = { reason: 'misconfigured', endpoint: null, detail: 'meta.json' } as const;
    const mended = scene.hosts;
    scene.hosts = [{ ...host('a', true), addresses: broken }];
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    scene.hosts = mended;
    await scene.clock.advance(6_000);
    assert.equal(
      scene
        .shown()
        .split('\n')
        .map((line) => line.replace(/^\d+ /, ''))
        .join('; '),
      'a: failed misconfigured; a: web running?; a: web running ~0',
    );
  });

  it('may be none', async () => {
    const scene = watchScene({ chosen: [] });
    scene.inspector.setVisible(true);
    await scene.clock.advance(2_000);
    assert.deepEqual(scene.inspector.current(), { hosts: [] });
    assert.equal(scene.shown(), '500 ');
  });
});
