import assert from 'node:assert/strict';
import type { Engine } from '../../../client/src/docker/engine';
import type { EngineEvent } from '../../../client/src/docker/engineEvents';
import { removeContainers } from '../containers';
import { laboratory } from '../hooks';
import { pushImage, pushIndex } from '../images';
import { until } from '../until';
import { connectTo, NEVER, value } from './connect';

describe('an engine, as the inspector asks it', () => {
  let engine: Engine;
  let reference: string;
  let digest: string;
  let multi: string;
  let index: string;

  const { docker } = { docker: (...args: string[]) => laboratory().engine.docker(...args) };
  const idOf = (name: string): Promise<string> => docker('inspect', '--format', '{{.Id}}', name);
  const all = async (): Promise<readonly string[]> =>
    (await docker('ps', '--all', '--format', '{{.Names}}')).split('\n').filter((name) => name !== '');

  before(async () => {
    const { registries } = laboratory();
    const registry = registries.anonymous;
    digest = await pushImage({ registry, name: 'engine/app' }, '1', '1');
    index = await pushIndex({ registry, name: 'engine/multi' }, '1', '2');
    reference = `${registry}/engine/app:1`;
    multi = `${registry}/engine/multi:1`;
    for (const [name, image] of [
      ['unchanged', reference],
      ['changed', reference],
      ['multi', multi],
    ] as const)
      await docker('run', '--detach', '--network', 'none', '--name', name, image);
    await docker('exec', 'changed', 'sh', '-c', 'echo debug > /app/settings; rm /app/obsolete; echo > /note');
    engine = await connectTo(laboratory().engine.host);
  });
  after(() => removeContainers(laboratory().engine));

  it('says what it is', () => {
    const { kind } = laboratory().engine;
    const { version, store, swarm, time, machine } = engine.facts;
    assert.match(version ?? '', kind.engine === '26' ? /^26\.1\./ : /^\d+\./);
    assert.deepEqual({ store, swarm }, { store: kind.store, swarm: 'none' });
    assert.ok(Math.abs(Date.now() - (time ?? 0)) < 60_000, String(time));
    assert.ok(machine !== null);
  });

  it('tells what containers were started from', async () => {
    const listed = await value(engine.containers(NEVER));
    assert.deepEqual(listed.map(({ name, image, state }) => `${name} ${image} ${state}`).toSorted(), [
      `changed ${reference} running`,
      `multi ${multi} running`,
      `unchanged ${reference} running`,
    ]);
    const details = await value(engine.container(listed.find(({ name }) => name === 'multi')!.id, NEVER));
    assert.equal(details?.image, multi);
    assert.deepEqual(details.configuration.command, ['/bin/sleep', '86400']);
    assert.ok(Math.abs(Date.now() - (details.started ?? 0)) < 60_000, String(details.started));
  });

  it('knows the digest of an index by its repository, in the list of images and closely', async () => {
    const imageId = await docker('inspect', '--format', '{{.Image}}', 'multi');
    const expected = [`${multi.replace(/:1$/, '')}@${index}`];
    const listed = (await value(engine.images(NEVER))).find(({ id }) => id === imageId);
    assert.deepEqual(listed?.repositoryDigests, expected);
    const image = await value(engine.image(imageId, NEVER));
    assert.deepEqual(image?.repositoryDigests, expected);
    assert.deepEqual(image.platform, { os: 'linux', architecture: 'amd64', variant: null });
    assert.equal(image.configuration.labels['org.opencontainers.image.version'], '2');
  });

  it('has null for what is gone', async () => {
    assert.equal(await value(engine.container('f'.repeat(64), NEVER)), null);
    assert.equal(await value(engine.image(`sha256:${'f'.repeat(64)}`, NEVER)), null);
    assert.equal(await value(engine.changes('f'.repeat(64), NEVER)), null);
    assert.equal(await value(engine.swarm(NEVER)), null);
  });

  it('lists what differs from the image, and nothing where nothing does', async () => {
    assert.deepEqual(await value(engine.changes(await idOf('unchanged'), NEVER)), []);
    const changes = await value(engine.changes(await idOf('changed'), NEVER));
    assert.deepEqual(changes?.map(({ path, kind }) => `${kind} ${path}`).toSorted(), [
      'added /note',
      'changed /app',
      'changed /app/settings',
      'deleted /app/obsolete',
    ]);
  });

  it('reads files of a container', async () => {
    const container = await idOf('changed');
    const read = (path: string, limit = 100) => value(engine.file({ container, path }, limit, NEVER));
    const file = await read('/app/settings');
    assert.ok(file.found && file.kind === 'file');
    assert.equal(Buffer.from(file.content).toString(), 'debug\n');
    assert.deepEqual(await read('/app/obsolete'), { found: false });
    assert.deepEqual(await read('/bin/sh'), { found: true, kind: 'link', target: 'busybox' });
    assert.deepEqual(await read('/app'), { found: true, kind: 'other' });
    const large = await read('/bin/busybox');
    assert.ok(large.found && large.kind === 'too-large' && large.size > 100_000, JSON.stringify(large));
  });

  it('reads the file of an image through a container that never starts, and leaves nothing behind', async () => {
    const before = await all();
    const imageId = await docker('inspect', '--format', '{{.Image}}', 'changed');
    const container = await value(engine.createContainer(imageId, { 'test.label': 'diff' }, NEVER));
    const made = await docker('ps', '--all', '--filter', 'label=test.label=diff', '--format', '{{.State}}');
    assert.equal(made, 'created');
    const file = await value(engine.file({ container, path: '/app/settings' }, 100, NEVER));
    assert.ok(file.found && file.kind === 'file');
    assert.equal(Buffer.from(file.content).toString(), 'mode = production\n');
    await value(engine.removeContainer(container, NEVER));
    await value(engine.removeContainer(container, NEVER));
    assert.deepEqual(await all(), before);
    assert.equal(await docker('volume', 'ls', '--quiet'), '');
  });

  it('asks the registry what a reference names', async () => {
    const { digest: said } = (await value(engine.distribution(reference, NEVER))) ?? {};
    assert.equal(said, digest);
    assert.equal((await value(engine.distribution(multi, NEVER)))?.digest, index);
  });

  it('tells what happened before somebody listens, and what happens then', async () => {
    const heard: EngineEvent[] = [];
    const execs = (): readonly string[] =>
      heard
        .filter(({ action }) => action === 'exec_create')
        .map(({ attributes, detail }) => `${attributes.name ?? ''}: ${detail.trim()}`);
    const listening = new AbortController();
    let opened = false;
    const listener = {
      opened: () => {
        opened = true;
      },
      heard: (events: readonly EngineEvent[]) => void heard.push(...events),
    };
    const ended = engine.follow(listener, null, listening.signal);
    await until('the events to begin', () => opened);
    await docker('exec', 'unchanged', 'true');
    await until('the command', () => execs().includes('unchanged: true'));
    listening.abort();
    await ended;
    const earlier = execs().filter((line) => line.startsWith('changed: '));
    assert.deepEqual(earlier, ['changed: sh -c echo debug > /app/settings; rm /app/obsolete; echo > /note']);
    assert.deepEqual(
      heard.map(({ time }) => time),
      heard.map(({ time }) => time).toSorted((one, other) => one - other),
    );
  });
});
