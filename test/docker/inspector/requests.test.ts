import assert from 'node:assert/strict';
import { removeContainers } from '../containers';
import { laboratory } from '../hooks';
import { pushImage } from '../images';
import { until } from '../until';
import { startCountingSocket } from './countingSocket';
import type { CountingSocket } from './countingSocket';
import { lookAtEngine, makeFolder } from './joined';
import type { Joined } from './joined';
import { containersOf } from './picture';

describe('what the inspector asks of an engine', () => {
  const { folder, remove } = makeFolder();
  let app: string;
  let names: Map<string, string>;
  let socket: CountingSocket | undefined;
  let seen: Joined | undefined;

  const docker = (...args: string[]): Promise<string> => laboratory().engine.docker(...args);
  const run = (name: string, tag: string, ...options: string[]): Promise<string> =>
    docker('run', '--detach', '--network', 'none', '--name', name, ...options, `${app}:${tag}`);
  const idOf = (field: string, name: string): Promise<string> =>
    docker('inspect', '--format', `{{.${field}}}`, name);

  before(async () => {
    const repository = { registry: laboratory().registries.anonymous, name: 'requests/app' };
    app = `${repository.registry}/${repository.name}`;
    // No other image names the same commits: such a one would be looked at too, for it might be the base of these.
    await pushImage(repository, '1.0.0', 'requests 1');
    await pushImage(repository, '2.0.0', 'requests 2');
    await run('one', '1.0.0');
    await run('two', '1.0.0');
    await run('checked', '2.0.0', '--health-cmd', 'true', '--health-interval', '1s');
    await docker('create', '--network', 'none', '--name', 'unstarted', `${app}:2.0.0`);
    await until('the first health check', async () => (await health()) === 'healthy');
    names = new Map(
      await Promise.all([
        ...['one', 'two', 'checked', 'unstarted'].map(
          async (name) => [await idOf('Id', name), name] as const,
        ),
        ...['one', 'checked'].map(async (name) => [await idOf('Image', name), `image of ${name}`] as const),
      ]),
    );
    socket = await startCountingSocket(laboratory().engine.host, folder);
    seen = await lookAtEngine(folder, socket.host);
    await seen.sees('all that is to be measured', () => measured().length === 3);
  });
  after(async () => {
    seen?.stop();
    await socket?.stop();
    await removeContainers(laboratory().engine);
    remove();
  });

  const health = (): Promise<string> => docker('inspect', '--format', '{{.State.Health.Status}}', 'checked');
  const measured = (): readonly string[] =>
    seen!.state().kind === 'running'
      ? containersOf(seen!.releases())
          .filter(({ answers }) => answers.drift.changes !== null)
          .map(({ name }) => name)
      : [];
  /** In the order of the alphabet, with names for ids. Of events the query is left out: it has times and filters. */
  const asked = (from = 0): readonly string[] => socket!.requests.slice(from).map(named).toSorted();
  const named = (request: string): string => {
    let text = request.replace(/(?<=\/events)\?.*/, '');
    for (const [id, name] of names) text = text.replace(id, name);
    return text;
  };
  const lastCheck = (): Promise<string> =>
    docker('inspect', '--format', '{{range .State.Health.Log}}{{.Start}} {{end}}', 'checked');
  /** Until the engine has run its health check twice more. */
  const twoChecks = async (): Promise<void> => {
    for (const which of ['one', 'another']) {
      const before = await lastCheck();
      await until(`${which} health check`, async () => (await lastCheck()) !== before);
    }
  };

  it('is one list, and each thing once, to show it for the first time', async () => {
    // What would be asked late, or again, is asked by then.
    await twoChecks();
    assert.deepEqual(asked(), [
      'GET /containers/checked/changes',
      'GET /containers/checked/json',
      'GET /containers/json?all=1',
      'GET /containers/one/changes',
      'GET /containers/one/json',
      'GET /containers/two/changes',
      'GET /containers/two/json',
      'GET /containers/unstarted/json',
      'GET /events',
      'GET /images/image of checked/json?manifests=1',
      'GET /images/image of one/json?manifests=1',
      'GET /images/json',
      'GET /info',
    ]);
  });

  it('is nothing while nothing but health checks happens', async () => {
    const before = socket!.requests.length;
    await twoChecks();
    assert.deepEqual(asked(before), []);
  });

  it('is a list and the one that is new where a container comes', async () => {
    const before = socket!.requests.length;
    names.set(await run('late', '1.0.0'), 'late');
    await seen!.sees('the changes of the container', () => measured().includes('late'));
    await twoChecks();
    const own = asked(before);
    // The engine tells of its creation and of its start: how often it is looked at depends on what lies between.
    assert.deepEqual(
      [...new Set(own)],
      ['GET /containers/json?all=1', 'GET /containers/late/changes', 'GET /containers/late/json'],
    );
    assert.ok(own.length <= 5, own.join('\n'));
  });

  it('is nothing while nobody looks, and then only what happened meanwhile', async () => {
    seen!.inspector.setVisible(false);
    const before = socket!.requests.length;
    await docker('rm', '--force', 'late');
    await docker('restart', '--time', '0', 'two');
    await twoChecks();
    assert.deepEqual(asked(before), []);
    seen!.inspector.setVisible(true);
    await seen!.sees('the container gone', () => seen!.container('late') === undefined);
    await until('the closer look', () => asked(before).includes('GET /containers/two/json'));
    await twoChecks();
    const again = asked(before);
    assert.ok(!again.some((request) => /one|checked|unstarted/.test(request)), again.join('\n'));
    assert.equal(again.filter((request) => request === 'GET /info').length, 1, again.join('\n'));
  });
});
