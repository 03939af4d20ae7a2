import assert from 'node:assert/strict';
import { ABSENT, container } from '../../../support/worldOfEngines';
import { drawn, seenScene, watchScene, type WatchScene } from '../../../support/watchScene';

const CHANGED = { path: '/app/x', kind: 'changed' } as const;

/** Seconds at which containers were measured, in as many seconds from now. */
async function measurements(scene: WatchScene, seconds: number): Promise<string> {
  const found: string[] = [];
  for (let second = 0; second < seconds; second++) {
    await scene.clock.advance(1_000);
    const asked = scene.engine.asked.splice(0).filter((request) => request.startsWith('changes'));
    found.push(...asked.map((request) => `${request.replace('changes ', '')} ${second + 1}`));
  }
  return found.join(', ');
}

describe('measuring drift', () => {
  it('measures what runs or rests, and what has ended only for those who look closer', async () => {
    const scene = watchScene();
    scene.engine.containers.set('paused', container({ state: 'paused', changes: [CHANGED] }));
    scene.engine.containers.set('ended', container({ state: 'exited', changes: [CHANGED, CHANGED] }));
    scene.inspector.setVisible(true);
    await scene.clock.advance(60_000);
    assert.match(scene.shown(), /web running ~0, paused paused ~1, ended exited$/);
    void scene.inspector.lookAt('a', 'ended');
    void scene.inspector.lookAt('a', 'gone');
    void scene.inspector.lookAt('elsewhere', 'web');
    await scene.clock.advance(1_000);
    assert.match(scene.shown(), /ended exited ~2$/);
  });

  /** What a look at a container has come to, and what is known of it then. */
  function look(scene: WatchScene, id = 'web') {
    const looked = { picture: 'waits' };
    void scene.inspector.lookAt('a', id).then(() => (looked.picture = drawn(scene.inspector.current())));
    return looked;
  }

  it('tells those who look closer when it is there, and at once where it is already or will not be', async () => {
    const scene = await seenScene();
    const [recent, gone] = [look(scene), look(scene, 'gone')];
    await scene.clock.advance(0);
    assert.deepEqual([recent.picture, gone.picture], Array(2).fill('a: web running ~0'));
    await scene.clock.advance(60_000);
    scene.engine.delay = 1_000;
    scene.engine.containers.set('web', container({ changes: [CHANGED] }));
    const first = look(scene);
    await scene.clock.advance(500);
    const second = look(scene);
    assert.deepEqual([first.picture, second.picture], ['waits', 'waits']);
    await scene.clock.advance(500);
    assert.deepEqual([first.picture, second.picture], Array(2).fill('a: web running ~1'));
  });

  it('tells them too when it is refused, given up, or the container goes', async () => {
    const scene = await seenScene();
    await scene.clock.advance(60_000);
    scene.engine.troubles.set('changes', { ...ABSENT, reason: 'unexpected', detail: 'no space' });
    const refused = look(scene);
    await scene.clock.advance(0);
    assert.equal(refused.picture, 'a: web running (no space)');
    scene.engine.troubles.set('changes', 'hang');
    await scene.clock.advance(60_000);
    const given = look(scene);
    await scene.clock.advance(1_000);
    assert.equal(given.picture, 'waits');
    scene.inspector.setVisible(false);
    await scene.clock.advance(0);
    assert.notEqual(given.picture, 'waits');
    const unseen = look(scene);
    await scene.clock.advance(0);
    assert.notEqual(unseen.picture, 'waits');
    scene.inspector.setVisible(true);
    await scene.clock.advance(60_000);
    const lost = look(scene);
    scene.engine.containers.delete('web');
    scene.engine.emit({ id: 'web', action: 'destroy' });
    await scene.clock.advance(1_000);
    assert.equal(lost.picture, 'a: nothing');
  });

  it('measures once a minute at the most, and says when', async () => {
    const scene = await seenScene();
    void scene.inspector.lookAt('a', 'web');
    assert.equal(await measurements(scene, 58), '');
    void scene.inspector.lookAt('a', 'web');
    assert.equal(await measurements(scene, 100), 'web 1');
    const { hosts } = scene.inspector.current();
    const state = hosts[0]!.state;
    assert.ok(state.kind === 'running');
    const { measured } = state.releases.projects[0]!.services[0]!.releases[0]!.containers[0]!.answers.drift;
    assert.equal(measured, Date.UTC(2026, 0, 1) + 60_000);
  });

  it('measures after a command, and at its end', async () => {
    const scene = await seenScene();
    await scene.clock.advance(100_000);
    const attributes = { execID: 'x' };
    scene.engine.emit({ id: 'web', action: 'exec_create', detail: 'sh', attributes });
    scene.engine.containers.set('web', container({ changes: [CHANGED] }));
    assert.equal(await measurements(scene, 5), 'web 1');
    assert.match(scene.shown(), /web running ~1 >sh$/);
    scene.engine.emit({ id: 'web', action: 'exec_die', attributes });
    scene.engine.emit({ id: 'web', action: 'exec_die', attributes: { execID: 'of another' } });
    assert.equal(await measurements(scene, 120), 'web 56');
  });

  it('measures once when the minute is over, however often somebody works in a container', async () => {
    const scene = await seenScene();
    for (let count = 0; count < 50; count++) {
      scene.engine.emit({ id: 'web', action: 'exec_create', detail: 'sh' });
      await scene.clock.advance(100);
    }
    assert.equal(await measurements(scene, 100), 'web 53');
  });

  it('measures after files were copied into a container', async () => {
    const scene = await seenScene();
    await scene.clock.advance(100_000);
    scene.engine.emit({ id: 'web', action: 'extract-to-dir' });
    assert.equal(await measurements(scene, 5), 'web 1');
  });

  it('measures nothing while nobody looks, and then what was put off', async () => {
    const scene = await seenScene();
    scene.engine.emit({ id: 'web', action: 'exec_create', detail: 'sh' });
    await scene.clock.advance(1_000);
    scene.inspector.setVisible(false);
    scene.engine.requests();
    await scene.clock.advance(600_000);
    assert.equal(scene.engine.requests(), '');
    scene.inspector.setVisible(true);
    assert.equal(await measurements(scene, 5), 'web 1');
  });

  it('measures four at once', async () => {
    const scene = watchScene();
    for (let count = 2; count <= 10; count++) scene.engine.containers.set(`web-${count}`, container());
    scene.inspector.setVisible(true);
    await scene.clock.advance(0);
    scene.engine.requests();
    scene.engine.delay = 1_000;
    await scene.clock.advance(60_000);
    scene.engine.requests();
    scene.inspector.refresh();
    assert.equal(
      (await measurements(scene, 6)).replace(/web(-\d+)?/g, 'w'),
      'w 1, w 1, w 1, w 1, w 2, w 2, w 2, w 2, w 3, w 3',
    );
  });

  it('asks again for what nobody waited for', async () => {
    const scene = watchScene();
    scene.engine.troubles.set('changes', 'hang');
    scene.inspector.setVisible(true);
    await scene.clock.advance(1_000);
    scene.inspector.setVisible(false);
    scene.engine.troubles.clear();
    await scene.clock.advance(1_000);
    scene.inspector.setVisible(true);
    await scene.clock.advance(1_000);
    assert.match(scene.shown(), /web running ~0$/);
  });

  it('measures a container of a name that it had before anew', async () => {
    const scene = await seenScene();
    scene.engine.containers.delete('web');
    scene.engine.emit({ id: 'web', action: 'destroy' });
    await scene.clock.advance(2_000);
    scene.engine.containers.set('web', container({ changes: [CHANGED] }));
    scene.engine.emit({ id: 'web', action: 'start' });
    await scene.clock.advance(2_000);
    assert.match(scene.shown(), /web running ~1$/);
  });

  it('keeps the last figure beside a problem no longer than it is true', async () => {
    const scene = await seenScene();
    scene.engine.troubles.set('changes', { ...ABSENT, reason: 'unexpected', detail: 'no space' });
    await scene.clock.advance(60_000);
    void scene.inspector.lookAt('a', 'web');
    await scene.clock.advance(1_000);
    assert.match(scene.shown(), /web running \(no space\)$/);
  });

  it('keeps what it has where the engine goes away meanwhile, and measures when it is back', async () => {
    const scene = await seenScene();
    scene.engine.events = 'refused';
    scene.engine.cut();
    await scene.clock.advance(62_000);
    const file = { path: '/srv/new', kind: 'added' } as const;
    scene.engine.containers.set('web', container({ changes: [file] }));
    scene.engine.absent = ABSENT;
    const looked = look(scene);
    await scene.clock.advance(100);
    assert.equal(looked.picture, 'a: web running ~0 (not live)');
    await scene.clock.advance(10_000);
    assert.match(scene.shown(), /a: failed absent$/);
    Object.assign(scene.engine, { absent: null, events: 'told' });
    await scene.clock.advance(70_000);
    assert.match(scene.shown(), /a: web running ~1$/);
  });

  it('measures after commands that nobody saw, also where there was no event before them', async () => {
    const scene = await seenScene();
    await scene.clock.advance(60_000);
    scene.inspector.setVisible(false);
    const file = { path: '/srv/new', kind: 'added' } as const;
    scene.engine.containers.set('web', container({ changes: [file] }));
    scene.engine.emit({ id: 'web', action: 'exec_create', detail: 'sh' });
    await scene.clock.advance(60_000);
    scene.inspector.setVisible(true);
    await scene.clock.advance(5_000);
    assert.match(scene.shown(), /a: web running ~1 >sh$/);
  });

  it('measures at the end of a command that began before somebody looked away', async () => {
    const scene = await seenScene();
    const attributes = { execID: 'shell' };
    scene.engine.emit({ id: 'web', action: 'exec_create', detail: 'sh', attributes });
    await scene.clock.advance(70_000);
    scene.inspector.setVisible(false);
    await scene.clock.advance(70_000);
    scene.inspector.setVisible(true);
    await scene.clock.advance(5_000);
    const file = { path: '/srv/new', kind: 'added' } as const;
    scene.engine.containers.set('web', container({ changes: [file] }));
    scene.engine.emit({ id: 'web', action: 'exec_die', attributes });
    await scene.clock.advance(70_000);
    assert.match(scene.shown(), /a: web running ~1 >sh$/);
  });

  it('measures a container that somebody works in before it is listed', async () => {
    const scene = await seenScene();
    const attributes = { execID: 'first' };
    scene.engine.emit({ id: 'web', action: 'health_status', detail: 'healthy' });
    await scene.clock.advance(150);
    const file = { path: '/srv/new', kind: 'added' } as const;
    scene.engine.containers.set('new', container({ changes: [file] }));
    scene.engine.emit(
      { id: 'new', action: 'start' },
      { id: 'new', action: 'exec_create', detail: 'sh', attributes },
      { id: 'new', action: 'exec_die', attributes },
    );
    await scene.clock.advance(5_000);
    assert.match(scene.shown(), /a: web running ~0, new running ~1 >sh$/);
  });
});
