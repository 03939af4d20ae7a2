import assert from 'node:assert/strict';
import type { RegistryClient } from '../../../../server/src/registry/client';
import { describeImage, type ImageDescription } from '../../../../server/src/registry/facts/describe';
import type { Failure } from '../../../../server/src/registry/unresolved';
import { unresolvedMessage } from '../../../../server/src/registry/unresolvedMessage';
import { OCI_MANIFEST, sha256 } from '../../../support/fakeRegistry';
import { fakeRegistries } from '../../../support/registryUser';
import {
  contentClient,
  fakeRepository,
  PATIENT,
  type FakeRepository,
} from '../../../support/registryContent';

const ARM = { os: 'linux', architecture: 'arm64', variant: 'v8' };
const AMD = { os: 'linux', architecture: 'amd64' };

/** An index for two platforms, with an attestation. */
function pushApp(repository: FakeRepository): { digest: string; arm: string; amd: string } {
  const arm = repository.image(null, { ...ARM, config: { User: 'arm' } });
  const amd = repository.image(
    null,
    { ...AMD, config: { User: 'amd' } },
    { layers: [{ size: 1_000_000 }], annotations: { 'org.opencontainers.image.base.name': 'debian:12' } },
  );
  const { digest } = repository.index('1', [
    { ...arm, platform: ARM },
    { ...amd, platform: AMD },
    {
      mediaType: OCI_MANIFEST,
      digest: sha256('attestation'),
      size: 1,
      platform: { os: 'unknown', architecture: 'unknown' },
    },
  ]);
  return { digest, arm: arm.digest, amd: amd.digest };
}

const ask = (
  repository: FakeRepository,
  reference: string,
  platform: string | null = null,
  client: RegistryClient = contentClient(),
): Promise<ImageDescription | Failure> =>
  describeImage(client, repository.target(reference), { platform }, PATIENT);

/** What was chosen: `linux/amd64 amd`, or the reason. */
function chosen(answer: ImageDescription | Failure): string {
  if ('reason' in answer) return answer.reason;
  if (answer.problem) return answer.problem.reason;
  return answer.image ? `${answer.image.platform} ${answer.image.facts.user}` : 'no image';
}

const names = (answer: ImageDescription | Failure): readonly string[] =>
  'reason' in answer ? [answer.reason] : answer.platforms.map(({ platform }) => platform);

describe('describeImage', () => {
  const start = fakeRegistries();

  it('tells an index and the image for linux/amd64 in it, in three requests', async () => {
    const registry = await start();
    const repository = fakeRepository(registry);
    const { digest, amd } = pushApp(repository);
    const answer = await ask(repository, '1');
    assert.ok(!('reason' in answer));
    assert.equal(answer.digest, digest);
    assert.deepEqual(names(answer), ['linux/arm64/v8', 'linux/amd64']);
    assert.equal(answer.manifest.attestations.length, 1);
    assert.equal(chosen(answer), 'linux/amd64 amd');
    assert.equal(answer.image?.manifest.digest, amd);
    assert.ok((answer.image.manifest.size ?? 0) > 1_000_000);
    assert.deepEqual(answer.image.facts.base, { name: 'debian:12', digest: null });
    const config = answer.image.manifest.config?.digest ?? '';
    assert.deepEqual(registry.asked(), [
      'GET /v2/shop/app/manifests/1',
      `GET /v2/shop/app/manifests/${amd}`,
      `GET /v2/shop/app/blobs/${config}`,
    ]);
  });

  it('takes the platform that is asked for', async () => {
    const repository = fakeRepository(await start());
    const { digest } = pushApp(repository);
    assert.equal(chosen(await ask(repository, digest, 'linux/arm64')), 'linux/arm64/v8 arm');
  });

  it('says which platforms there are instead', async () => {
    const repository = fakeRepository(await start());
    pushApp(repository);
    const missing: Failure = {
      reason: 'no-platform',
      platform: 'linux/s390x',
      available: ['linux/arm64/v8', 'linux/amd64'],
    };
    assert.deepEqual(await ask(repository, '1', 'linux/s390x'), missing);
    assert.equal(
      unresolvedMessage('app:1', { ...missing, found: false, registry: 'HOST' }),
      "'app:1' is not there for linux/s390x. Choose from linux/arm64/v8, linux/amd64.",
    );
  });

  it('names no more platforms than can be read', () => {
    const available = Array.from({ length: 15 }, (_, number) => `linux/mips${number}`);
    const missing: Failure = { reason: 'no-platform', platform: 'linux/amd64', available };
    const message = unresolvedMessage('app:1', { ...missing, found: false, registry: 'HOST' });
    assert.match(message, /Choose from linux\/mips0, .*, linux\/mips11 and 3 more\.$/);
  });

  it('takes the first platform where there is no linux/amd64', async () => {
    const repository = fakeRepository(await start());
    const arm = repository.image(null, { ...ARM, config: { User: 'arm' } });
    repository.index('1', [{ ...arm, platform: ARM }]);
    assert.equal(chosen(await ask(repository, '1')), 'linux/arm64/v8 arm');
  });

  it('tells a single image in two requests, and refuses another platform than its own', async () => {
    const registry = await start();
    const repository = fakeRepository(registry);
    repository.image('1', { ...ARM, config: { User: 'arm' } });
    const answer = await ask(repository, '1', 'linux/arm64');
    assert.equal(chosen(answer), 'linux/arm64/v8 arm');
    assert.deepEqual(names(answer), ['linux/arm64/v8']);
    assert.equal(registry.requests.length, 2);
    const other = await ask(repository, '1', 'linux/amd64');
    assert.deepEqual(other, {
      reason: 'no-platform',
      platform: 'linux/amd64',
      available: ['linux/arm64/v8'],
    });
  });

  it('tells an empty index as one without images', async () => {
    const repository = fakeRepository(await start());
    const { digest } = repository.index('1', []);
    const answer = await ask(repository, '1');
    assert.equal('digest' in answer && answer.digest, digest);
    assert.deepEqual([names(answer), chosen(answer)], [[], 'no image']);
    const asked = await ask(repository, '1', 'linux/amd64');
    assert.ok('reason' in asked);
    assert.equal(
      unresolvedMessage('app:1', { ...asked, found: false, registry: 'HOST' }),
      "'app:1' names no platforms at all, so neither linux/amd64. Check the tag.",
    );
  });

  it('tells what is no image as no image', async () => {
    const registry = await start();
    const repository = fakeRepository(registry);
    const config = repository.push(null, 'application/vnd.cncf.helm.config.v1+json', { name: 'chart' });
    repository.image('1', {}, { config, layers: [] });
    const answer = await ask(repository, '1', 'linux/amd64');
    assert.deepEqual([names(answer), chosen(answer)], [[], 'no image']);
    assert.equal(registry.requests.length, 1);
  });

  it('looks into the indexes of an index, one level down', async () => {
    const registry = await start();
    const repository = fakeRepository(registry);
    const hidden = repository.index(null, [
      { ...repository.image(null, AMD), platform: { os: 'linux', architecture: 'mips64le' } },
    ]);
    const amd = repository.image(null, { ...AMD, config: { User: 'amd' } });
    const inner = repository.index(null, [{ ...amd, platform: AMD }, hidden]);
    const arm = repository.image(null, { ...ARM, config: { User: 'arm' } });
    repository.index('1', [inner, { ...arm, platform: ARM }, inner]);
    const answer = await ask(repository, '1');
    assert.deepEqual(names(answer), ['linux/arm64/v8', 'linux/amd64']);
    assert.equal(chosen(answer), 'linux/amd64 amd');
    assert.equal(registry.requests.length, 4);
  });

  it('bounds how many indexes it looks into', async () => {
    const registry = await start();
    const repository = fakeRepository(registry);
    const inner = Array.from({ length: 50 }, (_, number) =>
      repository.index(null, [], { annotations: { number: `${number}` } }),
    );
    repository.index('1', inner);
    assert.equal(chosen(await ask(repository, '1')), 'no image');
    assert.equal(registry.requests.length, 5);
  });

  it('says which part is gone, of an index and of an image', async () => {
    const repository = fakeRepository(await start());
    const gone = { mediaType: OCI_MANIFEST, digest: sha256('gone'), size: 1 };
    repository.index('1', [{ ...gone, platform: AMD }]);
    const missing: Failure = { reason: 'missing-part', digest: gone.digest };
    const answer = await ask(repository, '1');
    assert.ok('manifest' in answer);
    assert.deepEqual(
      [answer.problem, answer.chosen?.digest, names(answer)],
      [missing, gone.digest, ['linux/amd64']],
    );
    assert.equal(
      unresolvedMessage('app:1', { ...missing, found: false, registry: 'HOST' }),
      `HOST has 'app:1', but not ${gone.digest}, which is a part of it. Take another tag, or tell whoever runs the registry.`,
    );
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: gone.digest, size: 1 };
    repository.image('2', {}, { config });
    const single = await ask(repository, '2');
    assert.deepEqual('manifest' in single && [single.problem, single.image], [missing, null]);
    repository.index('3', [{ ...gone, mediaType: 'application/vnd.oci.image.index.v1+json' }]);
    assert.deepEqual(await ask(repository, '3'), missing);
    assert.deepEqual(await ask(repository, '4'), { reason: 'not-found' });
  });

  it('still has the images of an index where an index inside is gone', async () => {
    const repository = fakeRepository(await start());
    const gone = { mediaType: 'application/vnd.oci.image.index.v1+json', digest: sha256('gone'), size: 1 };
    const amd = repository.image(null, { ...AMD, config: { User: 'amd' } });
    repository.index('1', [gone, { ...amd, platform: AMD }]);
    assert.equal(chosen(await ask(repository, '1')), 'linux/amd64 amd');
  });

  it('refuses content that is not what its digest says', async () => {
    const registry = await start();
    const repository = fakeRepository(registry);
    const { amd } = pushApp(repository);
    registry.misbehave({ kind: 'changed', body: '{}' }, { path: /blobs/ });
    assert.equal(chosen(await ask(repository, '1')), 'digest-mismatch');
    registry.misbehave({ kind: 'changed', body: '{}' }, { path: new RegExp(amd) });
    assert.equal(chosen(await ask(repository, '1')), 'digest-mismatch');
  });

  it('fails where an index stands for an image', async () => {
    const repository = fakeRepository(await start());
    const inner = repository.index(null, []);
    repository.index('1', [{ ...inner, mediaType: OCI_MANIFEST, platform: AMD }]);
    assert.equal(chosen(await ask(repository, '1')), 'invalid-response');
  });
});
