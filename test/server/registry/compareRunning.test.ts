import assert from 'node:assert/strict';
import type { Running } from '../../../server/src/registry/compareRunning';
import type { CompareAnswer } from '../../../server/src/registry/comparing';
import { OCI_MANIFEST, sha256, type FakeRegistry } from '../../support/fakeRegistry';
import { fakeRepository, type Child } from '../../support/registryContent';
import { fakeRegistries, reference, registryUser, type RegistryUser } from '../../support/registryUser';

const NEVER = new AbortController().signal;
const AMD = { os: 'linux', architecture: 'amd64' };
const WINDOWS = { os: 'windows', architecture: 'amd64' };
const ARM = { os: 'linux', architecture: 'arm64', variant: 'v8' };
const WHY = { platform: 'the platform', local: 'it is local', before: 'what was before' };
const SCHEMA_1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';

describe('what runs, compared with what its tag names', () => {
  const start = fakeRegistries();
  let registry: FakeRegistry;
  let user: RegistryUser;
  beforeEach(async () => {
    registry = await start();
    user = registryUser();
  });

  const known = (...digests: string[]): Running => ({
    digests,
    configuration: null,
    platform: 'linux/amd64',
  });
  const named = () => reference(`${registry.host}/shop/app:1`);
  const compare = async (running: Running, signal = NEVER): Promise<string> =>
    drawn(await user.digests.compare(named(), running, signal));
  const recall = async (running: Running): Promise<string> => {
    const answer = await user.digests.recallComparison(named(), running);
    return answer ? drawn(answer) : 'not asked';
  };
  /** What was asked, without the repository and with digests by their names. */
  const asked = (names: Readonly<Record<string, string>> = {}): string[] =>
    registry
      .asked()
      .map((line) =>
        Object.entries(names).reduce(
          (text, [name, digest]) => text.replace(digest, name),
          line.replace('/v2/shop/app/', ''),
        ),
      );
  const image = (text: string, platform: object = AMD): Child & { readonly configuration: string } => {
    const configuration = { ...platform, config: { Labels: { text } } };
    const child = fakeRepository(registry).image(null, configuration);
    return { ...child, configuration: sha256(JSON.stringify(configuration)) };
  };
  /** An index with what BuildKit puts beside its images, which is another one for each build. */
  const index = (tag: string | null, images: readonly [Child, object][], build: string): string =>
    fakeRepository(registry).index(tag, [
      ...images.map(([child, platform]) => ({ ...child, platform })),
      {
        ...{ mediaType: OCI_MANIFEST, digest: sha256(build), size: 1 },
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      },
    ]).digest;

  it('is current by one request where the tag names one of its digests', async () => {
    const digest = index('1', [[image('a'), AMD]], 'one');
    assert.equal(await compare(known(sha256('manifest'), digest)), 'current');
    assert.deepEqual(asked(), ['HEAD manifests/1']);
  });

  it('is current where only the attestations of the index have changed', async () => {
    const [amd, arm] = [image('a'), image('a', ARM)];
    const before = index(null, [[amd, AMD]], 'one');
    const after = index(
      '1',
      [
        [amd, AMD],
        [arm, ARM],
      ],
      'two',
    );
    assert.equal(await compare(known(before, amd.digest)), 'current');
    assert.deepEqual(asked({ after }), ['HEAD manifests/1', 'GET manifests/after']);
    // The content of a digest is not asked for again.
    assert.equal(await compare(known(before, amd.digest)), 'current');
    assert.deepEqual(asked({ after }).slice(2), ['HEAD manifests/1']);
  });

  it('is current where only the index is known, and that of before holds the same image', async () => {
    const [amd, arm] = [image('a'), image('a', ARM)];
    const before = index(
      null,
      [
        [amd, AMD],
        [arm, ARM],
      ],
      'one',
    );
    const after = index(
      '1',
      [
        [amd, AMD],
        [image('b', ARM), ARM],
      ],
      'two',
    );
    assert.equal(await compare(known(before)), 'current');
    assert.deepEqual(asked({ after, before }), [
      'HEAD manifests/1',
      'GET manifests/after',
      'GET manifests/before',
    ]);
    assert.equal(await compare({ ...known(before), platform: 'linux/arm64' }), `tag-moved to ${after}`);
  });

  it('is current in the classic image store, which knows the index and the configuration', async () => {
    const amd = image('a');
    const before = index(null, [[amd, AMD]], 'one');
    const after = index('1', [[amd, AMD]], 'two');
    const running = { ...known(before), configuration: amd.configuration };
    assert.equal(await compare(running), 'current');
    assert.deepEqual(asked({ after, amd: amd.digest }), [
      'HEAD manifests/1',
      'GET manifests/after',
      'GET manifests/amd',
    ]);
  });

  it('is current where the tag names a single image of its configuration', async () => {
    const configuration = { ...AMD, config: {} };
    const single = fakeRepository(registry).image('1', configuration, { annotations: { build: '2' } });
    const id = sha256(JSON.stringify(configuration));
    assert.equal(await compare({ ...known(sha256('before')), configuration: id }), 'current');
    assert.deepEqual(asked({ single: single.digest }), ['HEAD manifests/1', 'GET manifests/single']);
  });

  it('is behind its tag where the image of its platform is another', async () => {
    const [old, amd, arm] = [image('old'), image('new'), image('new', ARM)];
    const before = index(null, [[old, AMD]], 'one');
    const after = index(
      '1',
      [
        [amd, AMD],
        [arm, ARM],
      ],
      'two',
    );
    assert.equal(await compare(known(before, old.digest)), `tag-moved to ${after}`);
    assert.deepEqual(asked({ after, before }), [
      'HEAD manifests/1',
      'GET manifests/after',
      'GET manifests/before',
      'HEAD manifests/before',
    ]);
  });

  it('is behind its tag where a single image without a known configuration is another', async () => {
    const old = image('old');
    const { digest } = fakeRepository(registry).image('1', { ...AMD, config: {} });
    assert.equal(await compare(known(old.digest)), `tag-moved to ${digest}`);
    // The old one could be an index that holds this very image.
    assert.deepEqual(asked({ old: old.digest }), [
      'HEAD manifests/1',
      'GET manifests/old',
      'HEAD manifests/old',
    ]);
  });

  it('is current where only the index is known, and its tag names the image in that alone', async () => {
    const amd = fakeRepository(registry).image('1', { ...AMD, config: {} });
    assert.equal(await compare(known(index(null, [[amd, AMD]], 'one'))), 'current');
  });

  it('is behind its tag where that is no more for its platform', async () => {
    const old = image('old');
    const after = index('1', [[image('new', ARM), ARM]], 'two');
    assert.equal(await compare(known(old.digest)), `tag-moved to ${after}`);
  });

  for (const platform of ['linux/arm64', 'linux/arm64/v8', 'linux/aarch64']) {
    it(`knows the manifest for ${platform} whatever its spelling`, async () => {
      const [amd, arm] = [image('a'), image('a', ARM)];
      index(
        '1',
        [
          [amd, AMD],
          [arm, ARM],
        ],
        'two',
      );
      const running = { digests: [sha256('before')], configuration: arm.configuration, platform };
      assert.equal(await compare(running), 'current');
      assert.equal(
        await compare({ ...running, configuration: amd.configuration }).then(firstWord),
        'digest-gone',
      );
    });
  }

  it('is not known without its platform, unless the index has one image or has it by its digest', async () => {
    const [amd, arm] = [image('a'), image('a', ARM)];
    const after = index(
      '1',
      [
        [amd, AMD],
        [arm, ARM],
      ],
      'two',
    );
    const running = { digests: [sha256('before')], configuration: amd.configuration, platform: null };
    assert.equal(await compare(running), `unknown for the platform, ${after}`);
    assert.equal(await compare({ ...running, digests: [arm.digest] }), 'current');
    index('1', [[amd, AMD]], 'three');
    assert.equal(await compare(running), 'current');
  });

  it('is not compared with a tag when it was built here', async () => {
    const { digest } = fakeRepository(registry).image('1', { ...AMD, config: {} });
    const running = { digests: [], configuration: sha256('own'), platform: 'linux/amd64' };
    assert.equal(await compare(running), `unknown for it is local, ${digest}`);
    index('1', [[image('a'), AMD]], 'two');
    assert.match(await compare(running), /^unknown for it is local/);
  });

  it('is still there when its tag is gone, or is gone with it', async () => {
    const old = image('old');
    assert.equal(await compare(known(old.digest)), 'tag-gone');
    assert.deepEqual(asked({ old: old.digest }), ['HEAD manifests/1', 'HEAD manifests/old']);
    assert.equal(await compare(known(sha256('index'), old.digest)), 'tag-gone');
    assert.equal(await compare(known(sha256('index'), sha256('manifest'))), 'digest-gone');
    assert.equal(await compare(known()), 'tag-gone');
  });

  it('cannot be rolled back to where the tag moved and the registry dropped it', async () => {
    const after = index('1', [[image('new'), AMD]], 'two');
    assert.equal(await compare(known(sha256('index'))), `digest-gone to ${after}`);
    // A registry that does not say counts as one that has it.
    registry.misbehave({ kind: 'status', status: 403 }, { path: /sha256:/, method: 'HEAD' });
    assert.equal(await compare(known(sha256('index'))), `tag-moved to ${after}`);
  });

  const faults: readonly Parameters<FakeRegistry['misbehave']>[0][] = [
    { kind: 'status', status: 401 },
    { kind: 'status', status: 403 },
    { kind: 'status', status: 503 },
    { kind: 'hang-up' },
    { kind: 'changed', body: '{}' },
  ];
  for (const fault of faults) {
    const name = fault.kind === 'status' ? `a ${fault.status}` : fault.kind;
    it(`is not known where only the index is known, and the registry shows no more what that held: ${name}`, async () => {
      const [amd, old] = [image('a'), image('old')];
      const before = index(null, [[amd, AMD]], 'one');
      const after = index('1', [[amd, AMD]], 'two');
      registry.misbehave(fault, { path: new RegExp(before) });
      assert.equal(await compare(known(before)), `unknown for what was before, ${after}`);
      // Another of its digests may tell.
      assert.equal(await compare(known(before, old.digest)), `tag-moved to ${after}`);
    });
  }

  it('stays gone in memory, which has not what it held', async () => {
    let time = Date.UTC(2026, 0, 1);
    user = registryUser({ environment: { now: () => time } });
    const after = index('1', [[image('new'), AMD]], 'two');
    await compare(known(sha256('index')));
    assert.equal(await recall(known(sha256('index'))), `digest-gone to ${after} 0 min ago`);
    time += 11 * 60_000;
    assert.equal(await recall(known(sha256('index'))), `unknown for what was before, ${after} 11 min ago`);
  });

  it('is compared with all builds of Windows, for that of the system decides', async () => {
    const windows = (build: number) => ({ ...WINDOWS, 'os.version': `10.0.${build}.1` });
    const [old, recent, other] = [
      image('a', windows(17763)),
      image('b', windows(20348)),
      image('c', windows(17763)),
    ];
    const both = (first: Child, second: Child): [Child, object][] => [
      [first, windows(17763)],
      [second, windows(20348)],
    ];
    const before = index(null, both(old, recent), 'one');
    const running = { ...known(before), platform: 'windows/amd64' };
    index('1', both(old, recent), 'two');
    assert.equal(await compare(running), 'current');
    assert.equal(await compare({ ...running, configuration: old.configuration }), 'current');
    const after = index('1', both(other, recent), 'three');
    assert.equal(await compare(running), `unknown for the platform, ${after}`);
    assert.equal(await compare({ ...running, configuration: old.configuration }), `tag-moved to ${after}`);
    assert.equal(await compare({ ...running, configuration: recent.configuration }), 'current');
    const all = index('1', both(other, image('d', windows(20348))), 'four');
    assert.equal(await compare(running), `tag-moved to ${all}`);
  });

  it('is not known where the registry does not answer, with the reason', async () => {
    const digest = index('1', [[image('new'), AMD]], 'two');
    const failing = async (fault: Parameters<FakeRegistry['misbehave']>[0], path = /./) => {
      registry.misbehave(fault, { path });
      return compare(known(sha256('index')));
    };
    assert.equal(await failing({ kind: 'status', status: 401 }), 'unauthorised');
    assert.equal(await failing({ kind: 'status', status: 503 }), 'server-error');
    assert.equal(await failing({ kind: 'hang-up' }), 'unreachable');
    registry = await start();
    fakeRepository(registry).push('1', SCHEMA_1, { schemaVersion: 1 });
    assert.equal(await compare(known(digest)), 'unsupported-manifest');
    registry = await start();
    registry.misbehave({ kind: 'status', status: 429, headers: { 'retry-after': '3000' } });
    assert.equal(await compare(known(digest)), 'rate-limited');
  });

  it('is not known where the index or the image in it cannot be read', async () => {
    const amd = image('new');
    const after = index('1', [[amd, AMD]], 'two');
    const running = { ...known(sha256('index')), configuration: sha256('own') };
    registry.misbehave({ kind: 'status', status: 404 }, { method: 'GET', path: new RegExp(amd.digest) });
    assert.equal(await compare(running), 'missing-part');
    user = registryUser();
    registry.misbehave({ kind: 'changed', body: '{}' }, { method: 'GET', path: new RegExp(after) });
    assert.equal(await compare(running), 'digest-mismatch');
  });

  it('is asked once for all that run of the same tag', async () => {
    const after = index('1', [[image('new'), AMD]], 'two');
    registry.misbehave({ kind: 'held' });
    const all = [known(after), known(sha256('a')), known(sha256('b')), known(after)].map((running) =>
      compare(running),
    );
    await registry.arrived(1);
    registry.release();
    assert.deepEqual((await Promise.all(all)).map(firstWord), [
      'current',
      'digest-gone',
      'digest-gone',
      'current',
    ]);
    assert.deepEqual(asked({ after, a: sha256('a'), b: sha256('b') }).sort(), [
      'GET manifests/a',
      'GET manifests/after',
      'GET manifests/b',
      'HEAD manifests/1',
      'HEAD manifests/a',
      'HEAD manifests/b',
    ]);
  });

  it('is given up when nobody waits any more', async () => {
    index('1', [[image('new'), AMD]], 'two');
    registry.misbehave({ kind: 'silent' });
    const controller = new AbortController();
    const answer = compare(known(), controller.signal);
    await registry.arrived(1);
    controller.abort();
    assert.equal(await answer, 'cancelled');
  });

  it('is told by what is remembered, without a request', async () => {
    let time = Date.UTC(2026, 0, 1);
    user = registryUser({ environment: { now: () => time } });
    const [old, amd] = [image('old'), image('new')];
    const after = index('1', [[amd, AMD]], 'two');
    assert.equal(await recall(known(after)), 'not asked');
    assert.deepEqual(asked(), []);
    await compare(known(old.digest));
    const before = asked().length;
    time += 59 * 60_000;
    const told = [known(after), known(amd.digest), known(old.digest), known(sha256('unheard-of'))].map(
      recall,
    );
    assert.deepEqual(await Promise.all(told), [
      'current 59 min ago',
      'current 59 min ago',
      `tag-moved to ${after} 59 min ago`,
      // Nobody has been asked what that is: an index could hold the same image.
      `unknown for what was before, ${after} 59 min ago`,
    ]);
    time += 60_000;
    assert.equal(await recall(known(after)), 'not asked');
    assert.equal(asked().length, before);
  });

  it('is not told by a digest alone whose content nobody remembers', async () => {
    const after = index('1', [[image('new'), AMD]], 'two');
    await user.digests.resolve(named(), NEVER);
    assert.equal(await recall(known(after)), 'current 0 min ago');
    assert.equal(await recall(known(sha256('old'))), 'not asked');
    assert.deepEqual(asked(), ['HEAD manifests/1']);
  });

  it('remembers failures for ten minutes, and a tag that is gone', async () => {
    let time = Date.UTC(2026, 0, 1);
    user = registryUser({ environment: { now: () => time } });
    const old = image('old');
    await compare(known(old.digest));
    assert.equal(await recall(known(old.digest)), 'tag-gone 0 min ago');
    registry.misbehave({ kind: 'status', status: 401 });
    await compare(known(old.digest));
    assert.equal(await recall(known(old.digest)), 'unauthorised');
    time += 11 * 60_000;
    assert.equal(await recall(known(old.digest)), 'not asked');
  });

  function drawn(answer: CompareAnswer): string {
    if (!answer.found) return answer.reason;
    const { status, newDigest, asked: at } = answer;
    const age = answer.remembered ? ` ${Math.floor((user.environment.now() - at) / 60_000)} min ago` : '';
    switch (status) {
      case 'current':
      case 'tag-gone':
        return `${status}${age}`;
      case 'tag-moved':
      case 'digest-gone':
        return `${status}${newDigest === null ? '' : ` to ${newDigest}`}${age}`;
      case 'unknown':
        return `unknown for ${WHY[answer.why]}, ${newDigest}${age}`;
    }
  }
});

function firstWord(text: string): string | undefined {
  return text.split(' ', 1)[0];
}
