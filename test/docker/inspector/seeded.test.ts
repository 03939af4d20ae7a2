import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { removeContainers } from '../containers';
import { laboratory } from '../hooks';
import { pushImage, pushIndex, revisionOf, SOURCE } from '../images';
import { NEVER } from './connect';
import { lookAtEngine, makeFolder } from './joined';
import type { Joined } from './joined';
import { containersOf, drawContainers, drawService } from './picture';
import { seed, seedProject, TOUCH, VOLUME } from './seed';
import type { Seeds } from './seed';

describe('what the inspector sees on an engine with a container of every kind', () => {
  const { folder, remove } = makeFolder();
  let seeds: Seeds;
  let composeFile: string;
  /** The text of it. */
  let declared: string;
  let seen: Joined;
  let stop = (): void => undefined;

  before(async () => {
    seeds = await seed(laboratory(), folder);
    composeFile = await seedProject(laboratory(), folder, seeds.app);
    seen = await lookAtEngine(folder);
    stop = seen.stop;
    declared = readFileSync(composeFile, 'utf8');
    await seen.sees('all that is to be measured and asked', isSettled);
  });
  // What a test leaves behind that fails would make the following ones fail too.
  afterEach(async () => {
    writeFileSync(composeFile, declared);
    await docker('rm', '--force', ...EXTRA);
  });
  after(async () => {
    stop();
    await removeContainers(laboratory().engine);
    await docker('volume', 'rm', '--force', VOLUME);
    remove();
  });

  const docker = (...args: string[]): Promise<string> => laboratory().engine.docker(...args);
  const isSettled = (): boolean => {
    const { kind } = seen.state();
    if (kind !== 'running' || seen.container('shop-web-1')?.answers.sync.status !== 'synced') return false;
    const containers = containersOf(seen.releases());
    const isMeasured = containers.every(({ facts, answers }) =>
      facts.state === 'running' ? answers.drift.changes !== null : true,
    );
    return containers.length === ALL.length && isMeasured;
  };
  /** With short names for what differs from run to run. */
  const draw = (...names: string[]): string => {
    const { app, multi, first, second, index } = seeds;
    const short = { [app]: 'app', [multi]: 'multi', [first]: 'FIRST', [second]: 'SECOND', [index]: 'INDEX' };
    let text = drawContainers(seen.releases(), names);
    for (const [long, word] of Object.entries(short)) text = text.replaceAll(long, word);
    return text;
  };
  const touches = (name: string): readonly string[] =>
    seen.container(name)!.answers.drift.touches.map(({ command }) => command);

  it('is told apart in all its answers, before any registry is asked', () => {
    assert.equal(draw(...STANDALONE), BEFORE_ASKING.trim());
  });

  it('is not taken for published where it was imported here, as far as the engine can tell', () => {
    // In the store of containerd an image has a digest also where no registry knows it.
    const expected =
      laboratory().engine.kind.store === 'containerd'
        ? /^local: local\/only:1 @sha256:\w{64} by repository · unknown: undeclared · unknown: not-asked · unknown · none$/
        : /^local: local\/only:1 digest unknown: none · unknown: undeclared · unknown: local · unknown · none\n {2}risk: unpinned local\/only:1$/;
    assert.match(draw('local'), expected);
  });

  it('is one service with two releases where two colours run', () => {
    const service = seen.service('app')!;
    // The newer one stands first, where the whole seconds of the engine tell which it is.
    assert.match(drawService(service), /^app: 1 × (?:1\.0\.0, 1 × 2|2\.0\.0, 1 × 1)\.0\.0$/);
    assert.equal(service.project.kind, 'standalone');
  });

  it('says which commit it was built from', () => {
    const { revision } = seen.container('current')!;
    assert.deepEqual(revision, {
      known: true,
      revision: revisionOf('2.0.0'),
      source: SOURCE,
      by: 'label',
      dirty: false,
    });
  });

  it('has its mounts sorted', () => {
    const mounts = (name: string): readonly string[] =>
      seen.container(name)!.mounts.map(({ role, kind, target, readOnly }) => {
        return `${role}: ${kind} ${target}${readOnly ? ', read only' : ''}`;
      });
    assert.deepEqual(mounts('kept').toSorted(), [
      'configuration: bind /etc/app, read only',
      'state: volume /var/lib/app',
    ]);
    assert.deepEqual(mounts('manager'), ['socket: bind /var/run/docker.sock']);
  });

  it('is compared with the file that declares it', () => {
    assert.equal(draw('shop-cache-1', 'shop-db-1', 'shop-web-1'), PROJECT.trim());
    assert.deepEqual(
      seen.releases().projects.map(({ kind, name }) => `${kind} ${name}`.trim()),
      ['compose shop', 'standalone'],
    );
  });

  it('is out of sync when the file says something else of its configuration', async () => {
    writeFileSync(composeFile, declared.replace(/( {2}cache:\n)/, '$1    environment: { MODE: debug }\n'));
    seen.inspector.forgetWorkspace();
    const reasons = (): string =>
      seen
        .container('shop-cache-1')!
        .answers.sync.reasons.map(({ kind }) => kind)
        .join();
    // Only compose itself can tell, and its labels are to be there.
    if (laboratory().engine.kind.engine === '26')
      await seen.sees('a changed configuration', () => reasons() === 'configuration');
    else assert.equal(reasons(), '');
    writeFileSync(composeFile, declared.replace(/ {2}cache:\n(?: {4}.*\n)+/, ''));
    seen.inspector.forgetWorkspace();
    await seen.sees('a service that the file does not have', () => reasons() === 'orphan');
    assert.equal(seen.container('shop-cache-1')!.answers.sync.status, 'out-of-sync');
    writeFileSync(composeFile, declared);
    seen.inspector.forgetWorkspace();
    await seen.sees('the service in sync again', () => reasons() === '');
  });

  it('shows commands of people, those from before anybody looked too, and health checks never', async () => {
    assert.deepEqual(touches('stale'), [`sh -c ${TOUCH}`]);
    await docker('exec', 'checked', 'touch', '/app/new');
    await seen.sees('the command', () => touches('checked').length > 0);
    assert.deepEqual(touches('checked'), ['touch /app/new']);
    assert.equal(seen.container('checked')!.answers.drift.status, 'drifted');
    assert.deepEqual(touches('failing'), []);
  });

  it('measures what has ended when somebody looks at it', async () => {
    const { id } = seen.container('ended')!;
    await seen.inspector.lookAt('variable', id);
    await seen.sees('its changes', () => seen.container('ended')!.answers.drift.changes !== null);
    assert.match(draw('ended'), /degraded: exit code 3 · none$/);
  });

  it('is compared with the registry when that is asked for, and again when a tag has moved', async () => {
    await seen.inspector.checkFreshness(null, NEVER);
    const freshness = (name: string): string => {
      const { status, reason, newDigest } = seen.container(name)!.answers.freshness;
      return [status, reason, newDigest].filter((part) => part !== null).join(' ');
    };
    await seen.sees('the answers', () => freshness('stale').startsWith('tag-moved'));
    const { first, second, index, multi } = seeds;
    assert.deepEqual(
      ['stale', 'current', 'pinned', 'multi', 'kept'].map((name) => `${name}: ${freshness(name)}`),
      [
        `stale: tag-moved ${second}`,
        `current: current ${second}`,
        'pinned: unknown no-tag',
        `multi: current ${index}`,
        `kept: current ${first}`,
      ],
    );
    const [registry = ''] = multi.split('/');
    const moved = await pushIndex({ registry, name: 'inspect/multi' }, '2.0.0', '3.0.0');
    await seen.inspector.checkFreshness(null, NEVER);
    await seen.sees('the moved tag', () => freshness('multi') === `tag-moved ${moved}`);
  });

  it('shows a container that comes, is stopped, and goes', async () => {
    const isIn = (state: string | undefined): boolean => seen.container('late')?.facts.state === state;
    await docker('run', '--detach', '--network', 'none', '--name', 'late', `${seeds.app}:2.0.0`);
    await seen.sees('the container', () => isIn('running'));
    await docker('pause', 'late');
    await seen.sees('it paused', () => isIn('paused'));
    await docker('rm', '--force', 'late');
    await seen.sees('it gone', () => isIn(undefined));
  });

  it('is out of sync where its tag was pulled anew and it was not replaced', async () => {
    const moving = `${seeds.app}:moving`;
    const repository = { registry: seeds.app.split('/')[0]!, name: 'inspect/app' };
    await pushImage(repository, 'moving', '1.0.0');
    await docker('run', '--detach', '--network', 'none', '--name', 'moving', moving);
    await pushImage(repository, 'moving', '2.0.0');
    await docker('pull', moving);
    const reasons = () => seen.container('moving')?.answers.sync.reasons ?? [];
    await seen.sees('the moved tag', () => reasons().some(({ kind }) => kind === 'tag-moved-here'));
    assert.match(
      draw('moving'),
      /^moving: app:moving @FIRST by \w+ · out-of-sync: tag-moved-here app:moving/,
    );
  });

  it('comes back with its touches after the engine was killed under an open view', async () => {
    const { engine } = laboratory();
    await seen.sees('what the tests before have added to be gone', isComplete);
    await engine.kill();
    await seen.sees('the failure', () => seen.state().kind === 'failed');
    await engine.restart();
    await seen.sees('the containers again', () => seen.state().kind === 'running' && isComplete());
    assert.deepEqual(touches('stale'), [`sh -c ${TOUCH}`]);
    await docker('rm', '--force', 'current');
    await seen.sees('a container gone after the restart', () => seen.container('current') === undefined);
  });

  it('shows what is different since an engine was killed: ended, gone and come while it could not say so', async () => {
    const { engine } = laboratory();
    const main = Number(await docker('inspect', '--format', '{{.State.Pid}}', 'multi'));
    await engine.kill();
    await seen.sees('the failure', () => seen.state().kind === 'failed');
    // Containers outlive their engine; this one ends while nobody can tell of it.
    process.kill(main, 'SIGKILL');
    seen.inspector.setVisible(false);
    await engine.restart();
    await docker('rm', '--force', 'pinned');
    await docker('run', '--detach', '--network', 'none', '--name', 'late', `${seeds.app}:2.0.0`);
    seen.inspector.setVisible(true);
    await seen.sees('the one that came', () => seen.container('late')?.facts.state === 'running');
    await seen.sees('the one that is gone', () => seen.container('pinned') === undefined);
    await seen.sees('the one that has ended', () => seen.container('multi')?.facts.state === 'exited');
    await seen.sees('how it has', () => seen.container('multi')!.answers.health.details.length > 0);
    // Docker 26 does not learn by what code, and takes 255.
    assert.match(seen.container('multi')!.answers.health.details.join(), /^exit code (137|255)$/);
    assert.deepEqual(touches('stale'), [`sh -c ${TOUCH}`]);
  });
  const isComplete = (): boolean => containersOf(seen.releases()).length === ALL.length;
});

const STANDALONE = 'stale current pinned multi checked failing kept manager app-blue app-green ended'.split(
  ' ',
);
/** Containers that tests add. */
const EXTRA = ['late', 'moving'];
const ALL = [...STANDALONE, 'local', 'shop-web-1', 'shop-db-1', 'shop-cache-1'];
/**
 * Name, reference and digest; then sync, freshness, health, drift; below it what is behind them. By how `seed` made them:
 * - `stale` was started while `latest` was 1.0.0, and that it moved since is known to the registry only, not to the engine;
 * - `multi` is known by its index, which is what its reference names, and not by the manifest that runs;
 * - `pinned` has a digest by its reference, so that no tag could have moved;
 * - nothing checks the health of most of them, which is no health; `exit 1` makes `failing` unhealthy after one check;
 * - health checks are commands inside `checked` and `failing`, and nobody's touch;
 * - `ended` is measured only when somebody looks at it; its command was given, and left no file;
 * - the mounts of `kept` and `manager` make no drift: what lies there is not of the container;
 * - /tmp is scratch, and /var/lib data;
 * - no commit is a remark, for this workspace has no Git history.
 */
const BEFORE_ASKING = `
app-blue: app:1.0.0 @FIRST by repository · unknown: undeclared · unknown: not-asked · unknown · none
app-green: app:2.0.0 @SECOND by repository · unknown: undeclared · unknown: not-asked · unknown · none
checked: app:1.0.0 @FIRST by repository · unknown: undeclared · unknown: not-asked · healthy · none
current: app:2.0.0 @SECOND by repository · unknown: undeclared · unknown: not-asked · unknown · none
ended: app:1.0.0 @FIRST by repository · unknown: undeclared · unknown: not-asked · degraded: exit code 3 · unknown: not measured
failing: app:1.0.0 @FIRST by repository · unknown: undeclared · unknown: not-asked · degraded: unhealthy · none
kept: app:1.0.0 @FIRST by repository · unknown: undeclared · unknown: not-asked · unknown · none
manager: app:1.0.0 @FIRST by repository · unknown: undeclared · unknown: not-asked · unknown · none
  risk: engine-socket /var/run/docker.sock
multi: multi:2.0.0 @INDEX by repository · unknown: undeclared · unknown: not-asked · unknown · none
pinned: app@FIRST @FIRST by reference · unknown: undeclared · unknown: no-tag · unknown · none
stale: app:latest @FIRST by repository · unknown: undeclared · unknown: not-asked · unknown · drifted
  code: changed /app/settings, deleted /app/obsolete
  data: added /var/lib/app/rows.db
  scratch: added /tmp/scratch
  touched: sh -c ${TOUCH}
`;
/**
 * All were started as 1.0.0, then the file was rewritten with 2.0.0 for `db` alone: `synced` are those whose tag on this
 * engine is still the image that runs. `web` is in sync and drifted at once: the one is of the file, the other of its files.
 */
const PROJECT = `
shop-cache-1: app:1.0.0 @FIRST by repository · synced · unknown: not-asked · unknown · none
shop-db-1: app:1.0.0 @FIRST by repository · out-of-sync: other-image app:2.0.0 for app:1.0.0 · unknown: not-asked · unknown · none
shop-web-1: app:1.0.0 @FIRST by repository · synced · unknown: not-asked · unknown · drifted
  code: changed /app/settings, deleted /app/obsolete
  data: added /var/lib/app/rows.db
  scratch: added /tmp/scratch
  touched: sh -c ${TOUCH}
`;
