import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { Environment } from '../../server/src/environment';
import {
  COMPARE_RUNNING,
  COMPOSE_SERVICES,
  DECLARED_SERVICES,
  DIGESTS_PRESENT,
  EARLIER_IMAGES,
  IMAGE_EVIDENCE,
  PLAN_DIGEST,
  type CompareRunningResult,
  type DigestsPresentResult,
  type ImageEvidenceResult,
  type RunningImage,
} from '../../server/src/inspectionProtocol';
import { ENGINE_DIGEST, type EngineDigest } from '../../server/src/protocol';
import { pushImage, pushIndex, sha256, type FakeRegistry } from '../support/fakeRegistry';
import { startLanguageClient, type ClientOptions, type LanguageClient } from '../support/languageClient';
import { fakeRegistries, registryUser } from '../support/registryUser';

const NOW = Date.UTC(2026, 0, 1);
const UNTRUSTED = /^This workspace is not trusted, so no registry is asked\./;

describe('requests about registries and what runs', () => {
  const start = fakeRegistries();
  let client: LanguageClient;
  let registry: FakeRegistry;
  afterEach(() => client.dispose());

  const serve = async (options: Partial<ClientOptions> = {}, environment: Partial<Environment> = {}) => {
    registry = await start();
    const user = registryUser({ environment: { now: () => NOW, ...environment } });
    client = await startLanguageClient({ environment: user.environment, ...options });
  };
  const ask = <T>(method: string, params: object): Promise<T> =>
    client.connection.sendRequest<T>(method, params);
  const running = (tag: string, ...digests: string[]): RunningImage => ({
    ...{ key: `${tag} ${digests.length}`, reference: `${registry.host}/app:${tag}`, digests },
    ...{ configuration: null, platform: 'linux/amd64' },
  });
  const compare = async (images: readonly RunningImage[], asking = true, more: object = {}) => {
    const params = { images, ask: asking, ...more };
    return (await ask<CompareRunningResult>(COMPARE_RUNNING, params)).answers;
  };

  it('compare what runs with its tags, each by its key, and tell how far they are', async () => {
    await serve();
    const digest = pushIndex(registry, 'app', '1');
    const moved = pushImage(registry, 'app', '2');
    const old = pushImage(registry, 'app', null, 'old');
    const told: unknown[] = [];
    client.connection.onNotification('$/progress', (params) => void told.push(params));
    const images = [
      running('1', digest),
      running('2', old),
      running('3', old),
      running('2', sha256('gone'), sha256('x')),
    ];
    const again = { ...running('1', digest), key: 'again' };
    const detail = null;
    assert.deepEqual(await compare([...images, again], true, { workDoneToken: 'work' }), [
      { key: '1 1', status: 'current', newDigest: digest, asked: NOW, detail },
      { key: '2 1', status: 'tag-moved', newDigest: moved, asked: NOW, detail },
      { key: '3 1', status: 'tag-gone', newDigest: null, asked: NOW, detail },
      { key: '2 2', status: 'digest-gone', newDigest: moved, asked: NOW, detail },
      { key: 'again', status: 'current', newDigest: digest, asked: NOW, detail },
    ]);
    assert.equal(registry.asked().filter((line) => line === 'HEAD /v2/app/manifests/1').length, 1);
    assert.equal(told.length, 4);
    const value = { kind: 'report', message: '4 of 4 asked', percentage: 100 };
    assert.deepEqual(told.at(-1), { token: 'work', value });
  });

  it('say in words why something is not known', async () => {
    await serve();
    pushIndex(registry, 'app', '1');
    registry.misbehave({ kind: 'status', status: 401 }, { path: /closed/ });
    const images = [
      { ...running('1'), reference: `${registry.host}/closed:1` },
      { ...running('1', sha256('old')), platform: null },
      running('1'),
      { ...running('1'), reference: 'Not an image' },
    ];
    const details = (await compare(images)).map(({ status, asked, detail }) => {
      assert.equal(status, 'unknown');
      return `${asked === null ? '' : 'asked: '}${detail?.replaceAll(registry.host, 'HOST')}`;
    });
    assert.deepEqual(details, [
      "HOST refuses 'HOST/closed:1' and names no known way to log in. Check that it is a container registry.",
      "asked: 'HOST/app:1' names another digest now, and it is not known for which platform the image runs. Start the container again to find out.",
      "asked: The engine knows no digest of 'HOST/app:1' from its registry: the image was built or loaded there. Push it, and run what was pushed.",
      "'Not an image' is no image reference. Write it as in: registry/repository:tag",
    ]);
  });

  it('ask nobody unless they may, and then tell what is remembered', async () => {
    await serve();
    const digest = pushIndex(registry, 'app', '1');
    const [before] = await compare([running('1', digest)], false);
    // Without a detail it is plain that nobody has asked.
    assert.deepEqual([before!.status, before!.asked, before!.detail], ['unknown', null, null]);
    assert.deepEqual(registry.asked(), []);
    await compare([running('1', digest)]);
    const count = registry.requests.length;
    const [after] = await compare([running('1', digest)], false);
    assert.deepEqual([after!.status, after!.asked], ['current', NOW]);
    assert.equal(registry.requests.length, count);
    // Who asks gets an answer of now.
    await compare([running('1', digest)]);
    assert.equal(registry.requests.length, count + 1);
  });

  it('ask nobody in a workspace that is not trusted', async () => {
    await serve({ initializationOptions: { trusted: false } });
    const digest = pushIndex(registry, 'app', '1');
    const reference = `${registry.host}/app@${digest}`;
    const [compared] = await compare([running('1', digest)]);
    assert.deepEqual([compared!.key, compared!.status], ['1 1', 'unknown']);
    assert.match(compared!.detail ?? '', UNTRUSTED);
    const { images } = await ask<ImageEvidenceResult>(IMAGE_EVIDENCE, {
      images: [{ key: 'k', reference, platform: null }],
    });
    assert.deepEqual([images[0]!.key, images[0]!.signature], ['k', 'unknown']);
    assert.match(images[0]!.detail ?? '', UNTRUSTED);
    const { answers } = await ask<DigestsPresentResult>(DIGESTS_PRESENT, { references: [reference] });
    assert.equal(answers[0]!.present, 'unknown');
    assert.match(answers[0]!.detail ?? '', UNTRUSTED);
    assert.deepEqual(registry.asked(), []);
  });

  it('let an engine say what a tag names where only it can ask', async () => {
    await serve({ initializationOptions: { engine: true } });
    const digest = sha256('image');
    let answer: EngineDigest | null = { digest, mediaType: null, by: 'registry' };
    const asked: unknown[] = [];
    client.connection.onRequest(ENGINE_DIGEST, (params) => {
      asked.push(params);
      return answer;
    });
    registry.misbehave({ kind: 'status', status: 401 });
    const [current, moved] = await compare([running('1', digest), running('1', sha256('old'))]);
    assert.deepEqual([current!.status, current!.newDigest, current!.detail], ['current', digest, null]);
    // An engine does not show whether another index has the same images.
    assert.deepEqual([moved!.status, moved!.newDigest], ['unknown', null]);
    assert.deepEqual(asked[0], { reference: `${registry.host}/app:1` });
    answer = { digest, mediaType: null, by: 'pulled' };
    const [pulled] = await compare([running('1', digest)]);
    assert.equal(pulled!.status, 'unknown');
  });

  it('tell where images come from, each by its key', async () => {
    await serve();
    const digest = pushImage(registry, 'app', '1');
    const reference = `${registry.host}/app@${digest}`;
    const images = [
      { key: 'a', reference, platform: null },
      { key: 'b', reference, platform: null },
      { key: 'c', reference: `${registry.host}/app@${sha256('gone')}`, platform: 'linux/arm64' },
    ];
    const told: unknown[] = [];
    client.connection.onNotification('$/progress', ({ value }: { value: { message: string } }) => {
      told.push(value.message);
    });
    const found = (await ask<ImageEvidenceResult>(IMAGE_EVIDENCE, { images, workDoneToken: 'work' })).images;
    assert.deepEqual(
      found.map(({ key, signature }) => [key, signature]),
      [
        ['a', 'none'],
        ['b', 'none'],
        ['c', 'unknown'],
      ],
    );
    assert.match(found[2]!.detail ?? '', /or no longer\. Pin the tag again\.$/);
    assert.equal(registry.asked().filter((line) => line.startsWith('GET /v2/app/referrers/')).length, 1);
    assert.deepEqual(told, ['1 of 2 asked', '2 of 2 asked']);
  });

  it('tell which digests a registry still has', async () => {
    await serve();
    const digest = pushImage(registry, 'app', '1');
    registry.misbehave({ kind: 'status', status: 503 }, { path: /broken/ });
    const references = [
      `${registry.host}/app@${digest}`,
      `${registry.host}/app:1@${sha256('gone')}`,
      `${registry.host}/broken@${digest}`,
      `${registry.host}/app:1`,
    ];
    const { answers } = await ask<DigestsPresentResult>(DIGESTS_PRESENT, { references });
    assert.deepEqual(
      answers.map(
        ({ present, detail }) => `${present}${detail === null ? '' : `: ${detail.split(' ', 3).join(' ')}`}`,
      ),
      ['yes', 'no', `unknown: ${registry.host} failed with`, `unknown: '${registry.host}/app:1' is no`],
    );
  });

  for (const trusted of [true, false]) {
    it(`answer parameters that are none with an error or nothing, ${trusted ? 'trusted' : 'not trusted'}, and go on`, async () => {
      await serve({ initializationOptions: { trusted } });
      const methods = [
        ...[COMPARE_RUNNING, IMAGE_EVIDENCE, DIGESTS_PRESENT],
        ...[DECLARED_SERVICES, COMPOSE_SERVICES, EARLIER_IMAGES, PLAN_DIGEST],
      ];
      const drawn = (result: object) =>
        `${isDeepStrictEqual(Object.values(result)[0], []) ? 'no ' : ''}${Object.keys(result)[0]}`;
      const wrong = [undefined, {}, { images: 1, projects: 1, references: 1, texts: 1, uri: 1 }];
      const outcomes = methods.map(async (method) => {
        const answers = wrong.map((params) =>
          client.connection.sendRequest<object>(method, params).then(drawn, () => 'error'),
        );
        return `${method.split('/')[1]}: ${(await Promise.all(answers)).join(', ')}`;
      });
      assert.deepEqual(await Promise.all(outcomes), [
        'compareRunning: error, error, error',
        'imageEvidence: error, error, error',
        'digestsPresent: error, error, error',
        'declaredServices: error, error, error',
        'composeServices: error, no services, no services',
        'earlierImages: error, error, error',
        'planDigest: error, no files, no files',
      ]);
      assert.deepEqual(await ask(COMPARE_RUNNING, { images: [], ask: true }), { answers: [] });
    });
  }

  it('say when a registry does not show what an old index held', async () => {
    await serve();
    const newDigest = pushIndex(registry, 'app', '1');
    const old = sha256('old');
    registry.misbehave({ kind: 'status', status: 403 }, { path: new RegExp(old) });
    const [answer] = await compare([running('1', old)]);
    const detail = `'${registry.host}/app:1' names another digest now, and its registry does not show what the old one held. Ask the registry again, or pull the tag to find out.`;
    assert.deepEqual(answer, { key: '1 1', status: 'unknown', newDigest, asked: NOW, detail });
  });

  it('are given up when the client does not wait any more', async () => {
    await serve();
    registry.misbehave({ kind: 'silent' });
    const image = { key: 'k', reference: `${registry.host}/app@${sha256('a')}`, platform: null };
    const requests: readonly [string, object][] = [
      [COMPARE_RUNNING, { images: [running('1')], ask: true }],
      [IMAGE_EVIDENCE, { images: [image] }],
      [DIGESTS_PRESENT, { references: [image.reference] }],
    ];
    for (const [index, [method, params]] of requests.entries()) {
      const { token, cancel } = cancellation();
      const answer = client.connection.sendRequest(method, params, token);
      await registry.arrived(index + 1);
      cancel();
      await assert.rejects(answer, /Cancelled/);
    }
  });
});

function cancellation() {
  const source = new CancellationTokenSource();
  return { token: source.token, cancel: () => source.cancel() };
}
