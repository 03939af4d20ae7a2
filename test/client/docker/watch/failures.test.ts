import assert from 'node:assert/strict';
import { ABSENT, container } from '../../../support/worldOfEngines';
import { seenScene, watchScene, type WatchScene } from '../../../support/watchScene';

async function visible(scene: WatchScene): Promise<WatchScene> {
  scene.inspector.setVisible(true);
  await scene.clock.advance(2_000);
  return scene;
}

/** Without their times, and without those that differ in what is not drawn. */
function distinctPictures(scene: WatchScene): string {
  const pictures = scene
    .shown()
    .split('\n')
    .map((line) => line.replace(/^\d+ /, ''));
  return [...new Set(pictures)].join('; ');
}

describe('an engine that fails', () => {
  it('is looked for less and less often while it is not there, and found by itself', async () => {
    const scene = watchScene();
    scene.engine.absent = ABSENT;
    scene.inspector.setVisible(true);
    const tries: number[] = [];
    for (let time = 0; time < 30_000; time += 100) {
      await scene.clock.advance(time === 0 ? 0 : 100);
      if (scene.engine.requests() !== '') tries.push(time);
    }
    assert.deepEqual(tries, [0, 500, 1_500, 3_500, 7_500, 12_500, 17_500, 22_500, 27_500]);
    scene.engine.absent = null;
    await scene.clock.advance(6_000);
    assert.equal(scene.shown(), '0 a: failed absent\n32500 a: web running?\n33000 a: web running ~0');
    assert.ok(scene.inspector.engine('a'));
  });

  it('is looked for at once when it is seen again, or asked to', async () => {
    const scene = watchScene();
    scene.engine.absent = ABSENT;
    await visible(scene);
    await scene.clock.advance(20_000);
    scene.engine.absent = null;
    scene.inspector.refresh();
    await scene.clock.advance(400);
    assert.match(scene.shown(), /22000 a: web running\?$/);
  });

  for (const reason of ['denied', 'silent', 'unexpected', 'too-old'] as const) {
    it(`says why, and is well again: ${reason}`, async () => {
      const scene = watchScene();
      scene.engine.absent = { ...ABSENT, reason };
      await visible(scene);
      assert.equal(scene.shown(), `0 a: failed ${reason}`);
      assert.equal(scene.inspector.engine('a'), null);
      scene.engine.absent = null;
      await scene.clock.advance(5_000);
      assert.match(scene.shown(), /a: web running ~0$/);
    });
  }

  it('that gives no list says so, and is read again', async () => {
    const scene = watchScene();
    scene.engine.troubles.set('list', { ...ABSENT, reason: 'silent' });
    await visible(scene);
    assert.match(scene.shown(), /a: failed silent$/);
    scene.engine.troubles.clear();
    await scene.clock.advance(5_000);
    assert.match(scene.shown(), /a: web running ~0$/);
  });

  it('whose events are cut is connected to again, without a repaint and without asking for what it knows', async () => {
    const scene = await seenScene();
    scene.engine.emit({ id: 'web', action: 'start' });
    await scene.clock.advance(10_000);
    scene.engine.requests();
    scene.shown();
    scene.engine.cut();
    await scene.clock.advance(5_000);
    assert.equal(scene.engine.requests(), 'info, events, images, list');
    assert.equal(scene.shown(), '');
    scene.engine.emit({ id: 'web', action: 'die' });
    await scene.clock.advance(5_000);
    assert.equal(scene.engine.requests(), 'list, inspect web');
  });

  it('misses nothing that happens while it is cut off, and doubles nothing', async () => {
    const scene = await seenScene();
    const command = (detail: string) => scene.engine.emit({ id: 'web', action: 'exec_create', detail });
    command('one');
    await scene.clock.advance(70_000);
    scene.engine.requests();
    scene.engine.absent = ABSENT;
    scene.engine.cut();
    await scene.clock.advance(2_000);
    command('two');
    scene.engine.absent = null;
    await scene.clock.advance(5_000);
    command('three');
    await scene.clock.advance(70_000);
    assert.match(scene.shown(), /a: web running ~0 >one >two >three$/);
    assert.match(scene.engine.requests(), /list, changes web$/);
  });

  it('does not run in circles when its events are cut at once, each time', async () => {
    const scene = watchScene();
    scene.engine.events = 'cut at once';
    scene.inspector.setVisible(true);
    await scene.clock.advance(20_000);
    const connections = scene.engine.asked.filter((request) => request === 'info').length;
    assert.ok(connections <= 7, `${connections} connections`);
    assert.equal(scene.shown(), '0 a: web running?\n500 a: web running ~0');
  });

  it('is read now and then where it refuses its events, and live again when it does not', async () => {
    const scene = watchScene();
    scene.engine.events = 'refused';
    await visible(scene);
    assert.match(scene.shown(), /a: web running ~0 \(not live\)$/);
    scene.engine.requests();
    scene.engine.containers.set('new', container());
    await scene.clock.advance(5_600);
    assert.match(scene.shown(), /a: web running ~0, new running ~0 \(not live\)$/);
    assert.equal(scene.engine.requests(), 'events, images, list, inspect new, changes new');
    scene.engine.events = 'told';
    await scene.clock.advance(20_000);
    assert.match(scene.shown(), /a: web running ~0, new running ~0$/);
    scene.engine.requests();
    await scene.clock.advance(600_000);
    assert.equal(scene.engine.requests(), '');
  });

  it('that is killed and started again with other containers shows those', async () => {
    const scene = await seenScene();
    scene.engine.emit({ id: 'web', action: 'exec_create', detail: 'id' });
    await scene.clock.advance(2_000);
    scene.shown();
    scene.engine.absent = ABSENT;
    scene.engine.kill();
    await scene.clock.advance(2_000);
    scene.engine.containers.clear();
    scene.engine.containers.set('other', container({ image: 'sha256:2' }));
    scene.engine.absent = null;
    await scene.clock.advance(5_000);
    assert.equal(distinctPictures(scene), 'a: failed absent; a: other running?; a: other running ~0');
    scene.engine.requests();
    scene.engine.emit({ id: 'other', action: 'pause' });
    await scene.clock.advance(2_000);
    assert.equal(scene.engine.requests(), 'list, inspect other');
  });

  it('that is killed and has its containers back has them looked at again', async () => {
    const scene = await seenScene();
    scene.engine.emit({ id: 'web', action: 'start' });
    await scene.clock.advance(2_000);
    scene.engine.requests();
    scene.engine.containers.set('web', container({ started: 1 }));
    scene.engine.kill();
    await scene.clock.advance(5_000);
    assert.equal(scene.engine.requests(), 'info, events, images ×2, list ×2, inspect web, image sha256:1');
  });

  it('may lose a container between the list and the look at it', async () => {
    const scene = watchScene();
    scene.engine.containers.set('short', container());
    scene.engine.meanwhile.set('list', () => scene.engine.containers.delete('short'));
    await visible(scene);
    assert.match(scene.shown(), /a: web running ~0$/);
  });

  it('answers for all but one container, which is asked for again and not for ever', async () => {
    const scene = watchScene();
    scene.engine.containers.set('odd', container());
    scene.engine.troubles.set('inspect odd', { ...ABSENT, reason: 'unexpected' });
    await visible(scene);
    assert.match(scene.shown(), /a: web running ~0, odd running\? ~0$/);
    await scene.clock.advance(600_000);
    assert.equal(scene.engine.asked.filter((request) => request === 'inspect odd').length, 8);
    scene.engine.requests();
    scene.engine.troubles.clear();
    scene.engine.emit({ id: 'web', action: 'pause' });
    await scene.clock.advance(2_000);
    assert.match(scene.shown(), /a: web running ~0, odd running ~0$/);
  });

  it('answers for all but its images, or its swarm, which are asked for again and not for ever', async () => {
    const scene = watchScene();
    scene.engine.isManager = true;
    for (const what of ['images', 'swarm']) scene.engine.troubles.set(what, ABSENT);
    await visible(scene);
    assert.match(scene.shown(), /a: web running ~0$/);
    await scene.clock.advance(600_000);
    assert.equal(scene.engine.asked.filter((request) => request === 'swarm').length, 8);
    scene.engine.troubles.clear();
    scene.engine.requests();
    scene.inspector.refresh();
    await scene.clock.advance(20_000);
    assert.match(scene.engine.requests(), /images, swarm, list/);
    await scene.clock.advance(600_000);
    assert.equal(scene.engine.requests(), '');
  });

  it('says what cannot be measured', async () => {
    const scene = watchScene();
    scene.engine.troubles.set('changes', { ...ABSENT, reason: 'unexpected', detail: 'layer does not exist' });
    await visible(scene);
    assert.match(scene.shown(), /a: web running \(layer does not exist\)$/);
  });

  it('hangs: it is left alone when nobody looks, and may answer when somebody does', async () => {
    const scene = watchScene();
    scene.engine.troubles.set('list', 'hang');
    await visible(scene);
    assert.equal(scene.shown(), '500 a: connecting');
    scene.inspector.setVisible(false);
    scene.engine.troubles.clear();
    scene.engine.requests();
    await visible(scene);
    assert.match(scene.shown(), /a: web running ~0$/);
  });
});

describe('a mistake of ours', () => {
  it('is told, and the next look is a new one', async () => {
    let isBroken = true;
    const scene = watchScene({
      model: {
        imagesToCompare: () => {
          if (isBroken) throw new Error('a mistake');
          return [];
        },
      },
    });
    await visible(scene);
    assert.deepEqual(scene.errors.map(String), ['Error: a mistake']);
    isBroken = false;
    scene.inspector.refresh();
    await scene.clock.advance(2_000);
    assert.match(scene.shown(), /a: web running ~0$/);
  });
});
