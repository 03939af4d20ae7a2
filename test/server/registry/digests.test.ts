import assert from 'node:assert/strict';
import { unresolvedMessage } from '../../../server/src/registry/digests';
import { DOCKER_LIST, DOCKER_MANIFEST, pushImage, pushIndex, sha256 } from '../../support/fakeRegistry';
import { fakeRegistries, registryUser } from '../../support/registryUser';

const ALL_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

describe('digests', () => {
  const start = fakeRegistries();

  it('asks by one HEAD with all four types, and takes the digest and the type from the headers', async () => {
    const registry = await start();
    const digest = pushIndex(registry, 'shop/web', '1.2');
    const resolution = await registryUser().resolve(`${registry.host}/shop/web:1.2`);
    assert.deepEqual(resolution, { found: true, digest, mediaType: ALL_TYPES[0] });
    assert.deepEqual(registry.asked(), ['HEAD /v2/shop/web/manifests/1.2']);
    assert.deepEqual(registry.requests[0]?.headers.accept?.split(', '), ALL_TYPES);
    assert.equal(registry.requests[0].headers.authorization, undefined);
  });

  it("asks for 'latest' where there is no tag, and for the digest where there is one, whatever the tag", async () => {
    const registry = await start();
    const digest = pushImage(registry, 'app', 'latest');
    const user = registryUser();
    assert.equal(await user.ask(`${registry.host}/app`), digest);
    assert.equal(await user.ask(`${registry.host}/app:1@${digest}`), digest);
    assert.deepEqual(registry.asked(), ['HEAD /v2/app/manifests/latest', `HEAD /v2/app/manifests/${digest}`]);
  });

  it('knows every manifest type', async () => {
    const registry = await start();
    const user = registryUser();
    for (const mediaType of [DOCKER_LIST, DOCKER_MANIFEST]) {
      const digest = registry.push('app', 'old', { mediaType, body: `{"for":"${mediaType}"}` });
      assert.deepEqual(await user.resolve(`${registry.host}/app:old`), { found: true, digest, mediaType });
    }
  });

  it('asks docker.io at registry-1.docker.io, over https', async () => {
    const hub = await start();
    const digest = pushIndex(hub, 'library/node', '20');
    const user = registryUser({ hosts: { 'https://registry-1.docker.io': hub } });
    assert.equal(await user.ask('node:20'), digest);
    assert.deepEqual(user.log, ['HEAD https://registry-1.docker.io/v2/library/node/manifests/20: 200']);
  });

  describe('falls back to GET and its own hash', () => {
    const lacks = {
      'without a digest header': { 'docker-content-digest': null },
      'with a digest of an algorithm that is not known': {
        'docker-content-digest': `blake3:${'a'.repeat(64)}`,
      },
    };
    for (const [name, headers] of Object.entries(lacks)) {
      it(name, async () => {
        const registry = await start();
        const digest = pushIndex(registry, 'app', '1');
        registry.misbehave({ kind: 'changed', headers });
        assert.equal(await registryUser().ask(`${registry.host}/app:1`), digest);
        assert.deepEqual(registry.asked(), ['HEAD /v2/app/manifests/1', 'GET /v2/app/manifests/1']);
      });
    }

    for (const status of [405, 400]) {
      it(`when HEAD answers ${status}`, async () => {
        const registry = await start();
        const digest = pushImage(registry, 'app', '1');
        registry.misbehave({ kind: 'status', status }, { method: 'HEAD' });
        assert.equal(await registryUser().ask(`${registry.host}/app:1`), digest);
      });
    }

    it('when HEAD lacks the type, and GET gives it', async () => {
      const registry = await start();
      const digest = pushImage(registry, 'app', '1');
      registry.misbehave({ kind: 'changed', headers: { 'content-type': null } }, { method: 'HEAD' });
      assert.equal(await registryUser().ask(`${registry.host}/app:1`), digest);
    });

    it('when HEAD says another digest than the one asked for, and refuses a body that is not it', async () => {
      const registry = await start();
      const [digest, other] = [pushImage(registry, 'app', '1'), sha256('other')];
      registry.misbehave(
        { kind: 'changed', headers: { 'docker-content-digest': other } },
        { method: 'HEAD' },
      );
      assert.equal(await registryUser().ask(`${registry.host}/app@${digest}`), digest);
      registry.misbehave({ kind: 'changed', headers: { 'docker-content-digest': other }, body: '{}' });
      assert.equal(
        await registryUser().ask(`${registry.host}/app@${digest}`),
        `digest-mismatch: HOST says ${digest} for 'HOST/app@${digest}', but what it sends is ${sha256('{}')}. ` +
          'Do not use this image; tell whoever runs the registry.',
      );
    });
  });

  describe('describes', () => {
    it('the platforms of an index, without attestations', async () => {
      const registry = await start();
      const digest = pushIndex(registry, 'app', '1');
      assert.deepEqual(await registryUser().describe(`${registry.host}/app:1`), {
        found: true,
        digest,
        mediaType: ALL_TYPES[0],
        platforms: ['linux/amd64', 'linux/arm64/v8'],
      });
      assert.deepEqual(registry.asked(), ['HEAD /v2/app/manifests/1', `GET /v2/app/manifests/${digest}`]);
    });

    it('the platform of a single image, from its configuration', async () => {
      const registry = await start();
      pushImage(registry, 'app', '1');
      const description = await registryUser().describe(`${registry.host}/app:1`);
      assert.deepEqual(description.found && description.platforms, ['linux/arm/v7']);
    });

    it('nothing when the configuration is not what its digest says', async () => {
      const registry = await start();
      pushImage(registry, 'app', '1');
      registry.misbehave({ kind: 'changed', body: '{}' }, { path: /blobs/ });
      const description = await registryUser().describe(`${registry.host}/app:1`);
      assert.equal(!description.found && description.reason, 'digest-mismatch');
    });
  });

  describe('many callers', () => {
    it('share one request for one reference', async () => {
      const registry = await start();
      const digest = pushImage(registry, 'app', '1');
      const { ask } = registryUser();
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(`${registry.host}/app:1`)));
      assert.deepEqual(new Set(answers), new Set([digest]));
      assert.equal(registry.requests.length, 1);
    });

    it('may cancel each for themselves', async () => {
      const registry = await start();
      const digest = pushImage(registry, 'app', '1');
      registry.misbehave({ kind: 'held' });
      const { resolve } = registryUser();
      const cancel = new AbortController();
      const [first, second] = [
        resolve(`${registry.host}/app:1`, cancel.signal),
        resolve(`${registry.host}/app:1`),
      ];
      await registry.arrived(1);
      cancel.abort();
      const cancelled = await first;
      assert.equal(
        !cancelled.found && unresolvedMessage('app:1', cancelled),
        `Asking ${registry.host} for 'app:1' was cancelled. Nothing was changed.`,
      );
      registry.release();
      const resolution = await second;
      assert.equal(resolution.found && resolution.digest, digest);
      assert.equal(registry.requests.length, 1);
    });

    it('send at most four requests at once to one host', async () => {
      const registry = await start();
      registry.misbehave({ kind: 'held' });
      const { ask } = registryUser();
      const tags = Array.from({ length: 9 }, (_, index) => `${index}`);
      const digests = tags.map((tag) => pushImage(registry, 'app', tag, tag));
      const answers = Promise.all(tags.map((tag) => ask(`${registry.host}/app:${tag}`)));
      await registry.arrived(4);
      await new Promise(setImmediate);
      assert.equal(registry.requests.length, 4);
      registry.release();
      assert.deepEqual(await answers, digests);
      assert.equal(registry.requests.length, 9);
    });

    it('are not asked for when the signal was aborted before', async () => {
      const registry = await start();
      const resolution = await registryUser().resolve(`${registry.host}/app:1`, AbortSignal.abort());
      assert.equal(!resolution.found && resolution.reason, 'cancelled');
      assert.deepEqual(registry.requests, []);
    });
  });
});
