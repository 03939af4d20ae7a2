import assert from 'node:assert/strict';
import { unresolvedMessage } from '../../../server/src/registry/unresolvedMessage';
import { DOCKER_LIST, DOCKER_MANIFEST, pushImage, pushIndex, sha256 } from '../../support/fakeRegistry';
import type { Environment } from '../../../server/src/environment';
import { createFetch } from '../../../server/src/registry/network/http';
import { DEFAULT_REGISTRY_SETTINGS } from '../../../server/src/registry/registrySettings';
import { fakeRegistries, reference, registryUser } from '../../support/registryUser';

const fetch = createFetch();
const SIGNAL = new AbortController().signal;

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
    assert.ok(resolution.found);
    const { at, ...answer } = resolution;
    assert.deepEqual(answer, {
      ...{ found: true, digest, mediaType: ALL_TYPES[0], host: registry.host, remembered: false },
    });
    assert.ok(Math.abs(at - Date.now()) < 60_000);
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
      const resolution = await user.resolve(`${registry.host}/app:old`);
      assert.ok(resolution.found);
      assert.deepEqual([resolution.digest, resolution.mediaType], [digest, mediaType]);
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
    it('the platforms of an index and what stands beside it, also where its images are gone', async () => {
      const registry = await start();
      const digest = pushIndex(registry, 'app', '1');
      const description = await registryUser().describe(`${registry.host}/app:1`);
      assert.ok(description.found);
      assert.equal(description.digest, digest);
      assert.deepEqual(
        description.platforms.map(({ platform }) => platform),
        ['linux/amd64', 'linux/arm64/v8'],
      );
      assert.equal(description.problem?.reason, 'missing-part');
      assert.deepEqual(description.evidence.signatures, []);
    });

    it('nothing of an image whose configuration is not what its digest says', async () => {
      const registry = await start();
      pushImage(registry, 'app', '1');
      registry.misbehave({ kind: 'changed', body: '{}' }, { path: /blobs/ });
      const description = await registryUser().describe(`${registry.host}/app:1`);
      assert.ok(description.found);
      assert.deepEqual([description.image, description.problem?.reason], [null, 'digest-mismatch']);
    });
  });

  describe('for one platform', () => {
    it('gives the digest of its image in the index, by one HEAD and one GET', async () => {
      const registry = await start();
      pushIndex(registry, 'app', '1');
      const user = registryUser();
      const arm = await user.resolve(`${registry.host}/app:1`, undefined, { platform: 'linux/arm64' });
      const content = await user.digests.contents(reference(`${registry.host}/app:1`), SIGNAL);
      assert.ok(arm.found && content.found);
      assert.equal(arm.digest, content.platforms[1]?.digest);
      assert.deepEqual(registry.asked(), [
        'HEAD /v2/app/manifests/1',
        `GET /v2/app/manifests/${content.digest}`,
        'GET /v2/app/manifests/1',
      ]);
    });

    it('says which platforms there are where it is none of them', async () => {
      const registry = await start();
      pushIndex(registry, 'app', '1');
      const user = registryUser();
      const missing = await user.resolve(`${registry.host}/app:1`, undefined, { platform: 'linux/s390x' });
      assert.ok(!missing.found);
      assert.equal(missing.reason, 'no-platform');
    });
  });

  describe('remembers', () => {
    it('what a tag names for an hour, where that will do, and tells how old it is', async () => {
      const registry = await start();
      const digest = pushImage(registry, 'app', '1');
      let now = 1_000_000;
      const user = registryUser({ environment: { now: () => now } });
      const ask = async (freshness: 'now' | 'recent'): Promise<readonly unknown[]> => {
        const answer = await user.resolve(`${registry.host}/app:1`, undefined, { freshness });
        return answer.found ? [answer.digest, answer.remembered, answer.at] : [];
      };
      assert.deepEqual(await ask('recent'), [digest, false, 1_000_000]);
      now += 3_599_000;
      assert.deepEqual(await ask('recent'), [digest, true, 1_000_000]);
      assert.equal(registry.requests.length, 1);
      assert.deepEqual(await ask('now'), [digest, false, now]);
      now += 3_601_000;
      assert.deepEqual(await ask('recent'), [digest, false, now]);
      assert.equal(registry.requests.length, 3);
    });

    it('a failure for automatic work alone', async () => {
      const registry = await start();
      const user = registryUser();
      const name = `${registry.host}/app:1`;
      for (const freshness of ['automatic', 'automatic', 'recent', 'now'] as const) {
        const answer = await user.resolve(name, undefined, { freshness });
        assert.ok(!answer.found && answer.reason === 'not-found');
      }
      assert.equal(registry.requests.length, 3);
    });

    it('what each tag has named', async () => {
      const registry = await start();
      const before = pushImage(registry, 'app', '1', 'before');
      let now = 1_000_000;
      const user = registryUser({ environment: { now: () => now } });
      await user.ask(`${registry.host}/app:1`);
      now += 60_000;
      const after = pushImage(registry, 'app', '1', 'after');
      await user.ask(`${registry.host}/app:1`);
      assert.deepEqual(await user.digests.history(reference(`${registry.host}/app:1`)), [
        { digest: before, first: 1_000_000, last: 1_000_000 },
        { digest: after, first: 1_060_000, last: 1_060_000 },
      ]);
    });
  });

  describe('where Docker Hub cannot be asked', () => {
    const mirrored = (mirror: string): Partial<Environment> => ({
      readFile: (path) =>
        Promise.resolve(
          path === '/etc/docker/daemon.json'
            ? {
                found: true,
                bytes: Buffer.from(JSON.stringify({ 'registry-mirrors': [`http://${mirror}`] })),
              }
            : { found: false, reason: 'absent', detail: '' },
        ),
    });

    it("asks the mirrors of Docker's daemon, and says who answered", async () => {
      const [hub, mirror] = [await start(), await start()];
      hub.misbehave({ kind: 'status', status: 503 });
      const digest = pushImage(mirror, 'library/node', '20');
      const user = registryUser({
        hosts: { 'https://registry-1.docker.io': hub },
        environment: mirrored(mirror.host),
      });
      const answer = await user.resolve('node:20');
      assert.ok(answer.found);
      assert.deepEqual([answer.digest, answer.host], [digest, mirror.host]);
    });

    it('remembers for automatic work what a mirror has answered', async () => {
      const [hub, mirror] = [await start(), await start()];
      hub.misbehave({ kind: 'status', status: 429 });
      const digest = pushImage(mirror, 'library/node', '20');
      const user = registryUser({
        hosts: { 'https://registry-1.docker.io': hub },
        environment: mirrored(mirror.host),
      });
      await user.resolve('node:20');
      const answer = await user.resolve('node:20', SIGNAL, { freshness: 'automatic' });
      assert.ok(answer.found);
      assert.deepEqual([answer.digest, answer.host, answer.remembered], [digest, mirror.host, true]);
      assert.deepEqual([hub.requests.length, mirror.requests.length], [1, 1]);
    });

    it('asks no mirror in plain text that nobody named for it', async () => {
      const hub = await start();
      hub.misbehave({ kind: 'status', status: 503 });
      const user = registryUser({
        hosts: { 'https://registry-1.docker.io': hub },
        environment: mirrored('mirror.example:5000'),
      });
      assert.match(await user.ask('node:20'), /^server-error: /);
      const said = user.log.filter((line) => line.includes('mirror.example'));
      assert.deepEqual(said, [
        'The mirror mirror.example:5000 is not asked: plain HTTP is for loopback and for hosts that are set.',
      ]);
    });

    it('asks no mirror where Docker Hub has answered', async () => {
      const [hub, mirror] = [await start(), await start()];
      pushImage(mirror, 'library/node', '20');
      const user = registryUser({
        hosts: { 'https://registry-1.docker.io': hub },
        environment: mirrored(mirror.host),
      });
      assert.match(await user.ask('node:20'), /^not-found: HOST does not have 'node:20'/);
      assert.deepEqual(mirror.requests, []);
    });
  });

  it('has one time for a reference and for the image of a platform in it', async () => {
    const registry = await start();
    pushIndex(registry, 'app', '1');
    registry.misbehave({ kind: 'status', status: 429, headers: { 'retry-after': '15' } }, { method: 'GET' });
    let now = 1_000_000;
    const user = registryUser({
      environment: {
        now: () => now,
        fetch: async (url, init) => {
          const answer = await fetch(url, init);
          now += 20_000;
          return answer;
        },
      },
    });
    const answer = await user.resolve(`${registry.host}/app:1`, SIGNAL, { platform: 'linux/amd64' });
    assert.equal(!answer.found && answer.reason, 'rate-limited');
    assert.deepEqual(
      registry.asked().map((request) => request.split(' ')[0]),
      ['HEAD', 'GET'],
    );
  });

  it('asks the upstream where the name is one of a cache', async () => {
    const registry = await start();
    const digest = pushImage(registry, 'library/node', '20');
    const registryMap = new Map([['cache.example.com/hub', registry.host]]);
    const user = registryUser({ settings: () => ({ ...DEFAULT_REGISTRY_SETTINGS, registryMap }) });
    assert.equal(await user.ask('cache.example.com/hub/library/node:20'), digest);
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
      const { ask } = registryUser();
      // Before it is known how a registry is asked, one goes alone.
      await ask(`${registry.host}/app:known`);
      registry.misbehave({ kind: 'held' });
      const tags = Array.from({ length: 9 }, (_, index) => `${index}`);
      const digests = tags.map((tag) => pushImage(registry, 'app', tag, tag));
      const answers = Promise.all(tags.map((tag) => ask(`${registry.host}/app:${tag}`)));
      await registry.arrived(5);
      await new Promise(setImmediate);
      assert.equal(registry.requests.length, 5);
      registry.release();
      assert.deepEqual(await answers, digests);
      assert.equal(registry.requests.length, 10);
    });

    it('of one registry do not hold up those of another', async () => {
      const [slow, other] = [await start(), await start()];
      slow.misbehave({ kind: 'held' });
      const digest = pushImage(other, 'app', '1');
      const user = registryUser();
      const leave = new AbortController();
      const waiting = Array.from({ length: 300 }, (_, index) =>
        user.resolve(`${slow.host}/app:${index}`, leave.signal),
      );
      assert.equal(await user.ask(`${other.host}/app:1`), digest);
      leave.abort();
      const reasons = (await Promise.all(waiting)).map((answer) => !answer.found && answer.reason);
      assert.deepEqual(new Set(reasons), new Set(['cancelled']));
    });

    it('are not asked for when the signal was aborted before', async () => {
      const registry = await start();
      const resolution = await registryUser().resolve(`${registry.host}/app:1`, AbortSignal.abort());
      assert.equal(!resolution.found && resolution.reason, 'cancelled');
      assert.deepEqual(registry.requests, []);
    });
  });
});
