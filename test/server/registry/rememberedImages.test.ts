import assert from 'node:assert/strict';
import { createKnownImages } from '../../../server/src/knownImages';
import { createDigests } from '../../../server/src/registry/digests';
import { createMemory } from '../../../server/src/registry/memory/createMemory';
import { readImageFacts } from '../../../server/src/registry/facts/imageFacts';
import type { Memory } from '../../../server/src/registry/memory/memory';
import { createFetch } from '../../../server/src/registry/network/http';
import { DEFAULT_REGISTRY_SETTINGS } from '../../../server/src/registry/registrySettings';
import { createRecallImages, type RecallImages } from '../../../server/src/registry/rememberedImages';
import { OCI_INDEX, sha256, type FakeRegistry } from '../../support/fakeRegistry';
import { createMemoryFiles, type MemoryFiles } from '../../support/memoryFiles';
import { knownPicture } from '../../support/probeRule';
import { fakeRepository } from '../../support/registryContent';
import { fakeRegistries, reference } from '../../support/registryUser';

const NEVER = new AbortController().signal;
const AMD = { os: 'linux', architecture: 'amd64' };
const ARM = { os: 'linux', architecture: 'arm64' };
const DATA = { Volumes: { '/data': {} }, ExposedPorts: { '80/tcp': {} }, Labels: { team: 'shop' } };

describe('images that are remembered', () => {
  const start = fakeRegistries();
  let registry: FakeRegistry;
  let disk: MemoryFiles;
  let registryMap: Map<string, string>;
  const fetch = createFetch();

  beforeEach(async () => {
    registry = await start();
    disk = createMemoryFiles();
    registryMap = new Map();
  });

  const open = (): Memory => createMemory(disk.environment, { folder: '/store' });
  const settings = () => ({ ...DEFAULT_REGISTRY_SETTINGS, registryMap });
  const named = (tag: string) => reference(`${registry.host}/shop/app${tag}`);
  /** What a process does that asks and ends. */
  const ask = async (
    tag: string,
    how: 'describe' | 'resolve' = 'describe',
    platform: string | null = null,
  ) => {
    const memory = open();
    const digests = createDigests({ ...disk.environment, fetch }, { settings, memory, retryDelay: 1 });
    const answer =
      how === 'describe'
        ? await digests.describe(named(tag), platform, NEVER)
        : await digests.resolve(named(tag), NEVER);
    assert.equal(answer.found, true);
    await digests.settled();
  };
  /** What another process knows later, which has no network at all. */
  const known = async (...tags: string[]): Promise<string[]> => {
    const before = registry.requests.length;
    const { image, lookUp } = createKnownImages();
    for (const tag of tags) assert.equal(image(named(tag)), undefined);
    await lookUp(createRecallImages(disk.environment, { settings, memory: open() }));
    assert.equal(registry.requests.length, before);
    return tags.map((tag) => knownPicture(image(named(tag))));
  };
  const image = (tag: string | null, config: object, platform: object = AMD) =>
    fakeRepository(registry).image(tag, { ...platform, config });

  it('are those that were described, by tag and by digest', async () => {
    const { digest } = image('1', DATA);
    image('2', { Volumes: { '/other': {} } });
    await ask(':1');
    assert.deepEqual(await known(':1', `@${digest}`, `:9@${digest}`, ':2', ':3', `@${sha256('x')}`), [
      ...Array<string>(3).fill('/data unchecked 80/tcp team=shop'),
      ...Array<string>(3).fill('unknown'),
    ]);
  });

  it('are the same where the registry does not say which digest its tag names', async () => {
    image('1', DATA);
    registry.misbehave({ kind: 'changed', headers: { 'docker-content-digest': null } });
    await ask(':1');
    assert.deepEqual(await known(':1'), ['/data unchecked 80/tcp team=shop']);
  });

  it('are of an index the one for linux/amd64, else the first', async () => {
    const repository = fakeRepository(registry);
    const arm = image(null, { Volumes: { '/arm': {} } }, ARM);
    const amd = image(null, { Volumes: { '/amd': {} } });
    repository.index('both', [
      { ...arm, platform: ARM },
      { ...amd, platform: AMD },
    ]);
    repository.index('arm', [{ ...arm, platform: ARM }]);
    await ask(':both');
    await ask(':arm');
    assert.deepEqual(await known(':both', ':arm'), ['/amd unchecked', '/arm unchecked']);
  });

  it('are unknown while a part is missing', async () => {
    const repository = fakeRepository(registry);
    const [arm, amd] = [image(null, DATA, ARM), image(null, DATA)];
    repository.index('1', [
      { ...arm, platform: ARM },
      { ...amd, platform: AMD },
    ]);
    await ask(':1', 'resolve');
    assert.deepEqual(await known(':1'), ['unknown']);
    await ask(':1', 'describe', 'linux/arm64');
    assert.deepEqual(await known(':1'), ['unknown']);
    await ask(':1');
    assert.deepEqual(await known(':1'), ['/data unchecked 80/tcp team=shop']);
  });

  it('have a health check only where there is one', async () => {
    image('check', { Healthcheck: { Test: ['CMD', 'true'] } });
    image('none', { Healthcheck: { Test: ['NONE'] } });
    image('empty', { Healthcheck: {} });
    const tags = [':check', ':none', ':empty'];
    for (const tag of tags) await ask(tag);
    assert.deepEqual(await known(...tags), ['healthy', 'unchecked', 'unchecked']);
  });

  it('have no volumes but those with absolute paths', async () => {
    image('1', { Volumes: { '/a': {}, b: {}, 'C:\\c': {}, '../d': {} } });
    await ask(':1');
    assert.deepEqual(await known(':1'), ['/a C:\\c unchecked']);
  });

  it('count however old they are, until their tag is seen to name another', async () => {
    image('1', DATA);
    await ask(':1');
    disk.time += 400 * 24 * 3_600_000;
    assert.deepEqual(await known(':1'), ['/data unchecked 80/tcp team=shop']);
    image('1', { Volumes: { '/new': {} } });
    await ask(':1', 'resolve');
    assert.deepEqual(await known(':1'), ['unknown']);
    await ask(':1');
    assert.deepEqual(await known(':1'), ['/new unchecked']);
  });

  it('are found under the name that the user has for their registry', async () => {
    image('1', DATA);
    await ask(':1');
    registryMap.set('cache.example/hub', registry.host);
    const cached = reference('cache.example/hub/shop/app:1');
    const [facts] = await createRecallImages(disk.environment, { settings, memory: open() })([cached]);
    assert.deepEqual(facts?.volumes, ['/data']);
  });

  it('are those of a mirror of Docker Hub that answered in its place', async () => {
    image('1', DATA);
    await ask(':1');
    const daemon = JSON.stringify({ 'registry-mirrors': [`http://${registry.host}`] });
    disk.files.set('/etc/docker/daemon.json', Buffer.from(daemon));
    const [facts] = await createRecallImages(disk.environment, { settings, memory: open() })([
      reference('docker.io/shop/app:1'),
    ]);
    assert.deepEqual(facts?.volumes, ['/data']);
  });

  it('are never what somebody wrote into the memory in their place', async () => {
    image('1', DATA);
    await ask(':1');
    for (const [path, bytes] of disk.files) {
      disk.files.set(path, Buffer.from(bytes.toString().replaceAll('/data', '/evil')));
    }
    assert.deepEqual(await known(':1'), ['unknown']);
  });

  it('are read from one file of the record and one of the content, and nothing is written', async () => {
    fakeRepository(registry).push('1', OCI_INDEX, { schemaVersion: 2, manifests: [] });
    await ask(':1');
    disk.calls.length = 0;
    await known(':1', ':2', ':3', `@${sha256('x')}`);
    const content = `read ${registry.host.replace(':', '_3a')}.json`;
    assert.deepEqual([...disk.calls].sort(), [content, `${content}l`]);
  });
});

describe('what is known of images', () => {
  const FACTS = readImageFacts({});
  const one = reference('app:1');

  it('is looked up once, is news once, and again when it is in doubt', async () => {
    const asked: string[] = [];
    let volumes = ['/data'];
    const recall: RecallImages = (references) => {
      asked.push(references.map(({ name, tag }) => `${name}:${tag}`).join(' '));
      return Promise.resolve(references.map(() => ({ ...FACTS, volumes })));
    };
    const { image, lookUp, doubt } = createKnownImages();
    assert.equal(await lookUp(recall), false);
    assert.equal(image(one), undefined);
    image(reference('docker.io/library/app:1'));
    assert.deepEqual([await lookUp(recall), await lookUp(recall)], [true, false]);
    assert.equal(knownPicture(image(one)), '/data unchecked');
    assert.deepEqual(asked.length, 1);
    doubt();
    assert.equal(knownPicture(image(one)), '/data unchecked');
    assert.equal(await lookUp(recall), false);
    doubt();
    volumes = [];
    assert.equal(await lookUp(recall), true);
    assert.equal(knownPicture(image(one)), 'unchecked');
    assert.equal(asked.length, 3);
  });

  it('that is nothing is no news', async () => {
    const { image, lookUp } = createKnownImages();
    image(one);
    assert.equal(await lookUp(() => Promise.resolve([null])), false);
    assert.equal(image(one), undefined);
    assert.equal(await lookUp(() => Promise.reject(new Error('looked up again'))), false);
  });
});
