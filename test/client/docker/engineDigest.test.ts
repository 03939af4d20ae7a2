import assert from 'node:assert/strict';
import { connectCurrentEngine } from '../../../client/src/docker/dockerode';
import { answerEngineDigest } from '../../../client/src/docker/engineDigest';
import { clientEnvironment } from '../../support/clientEnvironment';
import { startFakeEngine, type EngineAnswers, type FakeEngine } from '../../support/fakeEngine';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const INDEX = 'application/vnd.oci.image.index.v1+json';

describe('the digest that the engine gives where no registry can be asked', () => {
  let fake: FakeEngine;
  beforeEach(async () => (fake = await startFakeEngine()));
  afterEach(() => fake.dispose());

  const described = (digest: string, mediaType: string): object => ({
    Descriptor: { digest, mediaType, size: 7 },
    Platforms: null,
  });
  const pulled = (...digests: readonly string[]): object => ({ RepoDigests: digests });
  const failing = { status: 500, body: '{"message":"unauthorized"}' };

  const cases: readonly (readonly [string, string, Partial<EngineAnswers>, string])[] = [
    [
      'is the one that the registry gives the engine',
      'node:20',
      {
        distributions: { 'node:20': described(DIGEST, INDEX) },
        images: { 'node:20': pulled(`node@${OTHER}`) },
      },
      `${DIGEST} ${INDEX} registry`,
    ],
    [
      'is asked for with the tag that engines add',
      'registry.internal:5000/shop/web',
      { distributions: { 'registry.internal:5000/shop/web:latest': described(DIGEST, INDEX) } },
      `${DIGEST} ${INDEX} registry`,
    ],
    [
      'is else the one with which the image was pulled',
      'node:20',
      { images: { 'node:20': pulled(`node@${DIGEST}`) }, troubles: { '/distribution': failing } },
      `${DIGEST} null pulled`,
    ],
    [
      'is that of the same repository only, however it is named',
      'docker.io/library/node:20',
      { images: { 'docker.io/library/node:20': pulled(`mirror.internal/node@${OTHER}`, `node@${DIGEST}`) } },
      `${DIGEST} null pulled`,
    ],
    [
      'is told from a repository of podman',
      'node:20',
      { images: { 'node:20': pulled(`docker.io/library/node@${DIGEST}`) } },
      `${DIGEST} null pulled`,
    ],
    [
      'is none where the image came by another name',
      'node:20',
      { images: { 'node:20': pulled(`localhost/node@${DIGEST}`) } },
      'none',
    ],
    [
      'is none where an index and a manifest were pulled',
      'node:20',
      { images: { 'node:20': pulled(`node@${DIGEST}`, `node@${OTHER}`) } },
      'none',
    ],
    ['is none where the image was built here', 'shop/web:1', { images: { 'shop/web:1': pulled() } }, 'none'],
    ['is none where nothing is known', 'node:20', {}, 'none'],
    [
      'is none that is malformed',
      'node:20',
      { distributions: { 'node:20': described('sha256:short', INDEX) } },
      'none',
    ],
    [
      'is none of the first schema',
      'node:20',
      {
        distributions: {
          'node:20': described(DIGEST, 'application/vnd.docker.distribution.manifest.v1+prettyjws'),
        },
      },
      'none',
    ],
  ];
  for (const [title, reference, answers, expected] of cases) {
    it(title, async () => {
      fake.set(answers);
      assert.equal(await digestOf(fake, reference), expected);
    });
  }

  it('is asked for without any credentials', async () => {
    fake.set({ distributions: { 'node:20': described(DIGEST, INDEX) } });
    await digestOf(fake, 'node:20');
    assert.deepEqual(
      [...fake.headers].filter((name) => name.includes('auth')),
      [],
    );
  });

  for (const reference of ['../containers/json', 'a/../../b', '/a', 'a//b', 'a b', 'a?b=c', '']) {
    it(`is not asked for with '${reference}'`, async () => {
      assert.equal(await digestOf(fake, reference), 'none');
      assert.deepEqual(fake.requests, []);
    });
  }

  it('is nobody to wait for once it is cancelled', async () => {
    fake.set({ troubles: { '/distribution': 'hang' } });
    const controller = new AbortController();
    const waiting = digestOf(fake, 'node:20', controller);
    await fake.asked('/distribution');
    controller.abort();
    assert.equal(await waiting, 'none');
    assert.ok(!fake.requests.some((path) => path.startsWith('/images')));
  });

  it('is none where there is no engine', async () => {
    await fake.stop();
    assert.equal(await digestOf(fake, 'node:20'), 'none');
  });
});

async function digestOf(
  { host }: FakeEngine,
  reference: string,
  controller = new AbortController(),
): Promise<string> {
  const environment = clientEnvironment({ variables: { DOCKER_HOST: host } });
  const answer = await answerEngineDigest({ reference }, controller.signal, (signal) =>
    connectCurrentEngine(signal, environment),
  );
  return answer ? `${answer.digest} ${String(answer.mediaType)} ${answer.by}` : 'none';
}
