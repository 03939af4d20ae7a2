import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareRunning, type Knowing, type Running } from '../../../server/src/registry/compareRunning';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, sha256 } from '../../support/fakeRegistry';
import { PATIENT } from '../../support/registryContent';

/** What an engine that is asked for a platform takes, written down and not computed: the best first. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  'linux/amd64': ['linux/amd64'],
  'linux/arm/v6': ['linux/arm/v6'],
  'linux/arm/v7': ['linux/arm/v7', 'linux/arm/v6'],
  'linux/arm64/v8': ['linux/arm64/v8', 'linux/arm64'],
  'linux/arm64': ['linux/arm64/v8', 'linux/arm64'],
  'windows/amd64 10.0.17763.1': ['windows/amd64 10.0.17763.2', 'windows/amd64 10.0.17763.1'],
  'windows/amd64 10.0.17763.2': ['windows/amd64 10.0.17763.2', 'windows/amd64 10.0.17763.1'],
  'windows/amd64 10.0.20348.1': ['windows/amd64 10.0.20348.1'],
};
/** For these the two spellings are one, so that the first entry counts. */
const SAME: Readonly<Record<string, string>> = { 'linux/arm64': 'linux/arm64/v8' };
const PLATFORMS = Object.keys(TAKES);

interface Image {
  readonly platform: string;
  /** What the build makes of it; `manifest` may differ where this is the same, as by other compression. */
  readonly text: string;
  readonly manifest: string;
}

/** What a tag named or names. */
interface Pushed {
  readonly images: readonly Image[];
  /** What else changes an index: that of its attestations; null for a single image, the first. */
  readonly build: string | null;
}

interface Case {
  readonly before: Pushed;
  readonly now: Pushed;
  readonly host: string;
  readonly store: 'classic' | 'index' | 'index and manifest' | 'manifest';
  readonly isPlatformKnown: boolean;
  /** How the registry answers for what was before. */
  readonly old: 'shown' | 'refused' | 'gone';
}

const image: fc.Arbitrary<Image> = fc.record({
  platform: fc.constantFrom(...PLATFORMS),
  text: fc.constantFrom('a', 'b'),
  manifest: fc.constantFrom('', 'recompressed'),
});
const pushed: fc.Arbitrary<Pushed> = fc.record({
  images: fc.array(image, { minLength: 1, maxLength: 5 }),
  build: fc.option(fc.constantFrom('1', '2', '3'), { freq: 4 }),
});
/** Mostly what was before, with little changed: else hardly anything would be the same. */
const after = (before: Pushed): fc.Arbitrary<Pushed> =>
  fc.oneof(
    pushed,
    fc.record({ images: fc.constant(before.images), build: fc.constantFrom('1', '2', '3', null) }),
    fc.record({
      images: fc
        .tuple(fc.shuffledSubarray([...before.images]), fc.array(image, { maxLength: 2 }))
        .map(([kept, more]) => (kept.length + more.length === 0 ? before.images : [...kept, ...more])),
      build: fc.constantFrom('1', '2', '3'),
    }),
  );
const cases: fc.Arbitrary<Case> = pushed.chain((before) =>
  fc.record({
    before: fc.constant(before),
    now: after(before),
    host: fc.constantFrom(...PLATFORMS),
    store: fc.constantFrom('classic', 'index', 'index and manifest', 'manifest'),
    isPlatformKnown: fc.boolean(),
    old: fc.constantFrom('shown', 'shown', 'refused', 'gone'),
  }),
);

describe('what runs, compared with any registry', () => {
  it('is current only where a pull would give the same image, and behind only where it would not', async () => {
    const met = new Map<string, number>();
    const property = fc.asyncProperty(cases, async (drawn) => {
      const runs = pulled(drawn.before, drawn.host);
      // A single image of another platform would be pulled, but it would not run.
      fc.pre(runs !== null && TAKES[drawn.host]!.includes(runs.platform));
      const answer = await compared(drawn, runs);
      met.set(answer, (met.get(answer) ?? 0) + 1);
      check(drawn, runs, answer);
    });
    await fc.assert(property, { numRuns: 1500, maxSkipsPerRun: 20 });
    // All of them were met, so that the property says something.
    const all = ['current', 'digest-gone', 'tag-moved', 'unknown before', 'unknown platform'];
    assert.deepEqual([...met.keys()].sort(), all);
  });
});

function check({ now, host, store, isPlatformKnown, before, old }: Case, runs: Image, answer: string): void {
  const isWindows = host.startsWith('windows/');
  // The engine asks for the platform of what runs; but of Windows for the build of its own.
  const next = pulled(now, isWindows ? host : runs.platform);
  const idOf = store === 'classic' ? configurationOf : manifestOf;
  const isSame = next !== null && idOf(next) === idOf(runs);
  const isByIndex = store === 'index' && before.build !== null && digestOf(before) !== digestOf(now);
  switch (answer) {
    case 'current':
      assert.ok(isSame);
      return;
    case 'tag-moved':
      assert.ok(!isSame);
      return;
    case 'digest-gone':
      assert.equal(old, 'gone');
      // What an index held that is gone, nobody can know.
      assert.ok(!isSame || isByIndex);
      return;
    case 'unknown before':
      assert.ok(old === 'refused' && store !== 'classic');
      return;
    case 'unknown platform':
      assert.ok(isWindows || !isPlatformKnown);
      return;
    default:
      assert.fail(answer);
      return;
  }
}

async function compared({ before, now, store, isPlatformKnown, old }: Case, runs: Image): Promise<string> {
  const content = new Map([...contentOf(before), ...contentOf(now)]);
  const target = { registry: 'registry.test', repository: 'app', tag: '1', digest: null };
  const [index, manifest] = [digestOf(before), manifestOf(runs)];
  const digests =
    store === 'manifest' ? [manifest] : store === 'index and manifest' ? [index, manifest] : [index];
  // What the tag names now is there, whatever else is not.
  const kept = new Set(contentOf(now).keys());
  const isHidden = (digest: string) => old !== 'shown' && digests.includes(digest) && !kept.has(digest);
  const failure = old === 'gone' ? ({ reason: 'not-found' } as const) : ({ reason: 'unauthorised' } as const);
  const nameOf = (digest: string) => ({ digest, mediaType: content.get(digest)?.mediaType ?? '' });
  const knowing: Knowing = {
    named: ({ digest }) => {
      if (digest !== null && isHidden(digest)) return Promise.resolve({ answer: failure, at: 0 } as never);
      return Promise.resolve({ answer: nameOf(digest ?? digestOf(now)), at: 0 });
    },
    client: ({ target: digest }) => {
      const found = content.get(digest);
      if (isHidden(digest) || !found) return Promise.resolve(failure as never);
      const headers = new Headers({ 'content-type': found.mediaType });
      const url = new URL('memory:');
      return Promise.resolve({ status: 200, headers, body: Buffer.from(found.body), url });
    },
  };
  const running: Running = {
    digests,
    configuration: store === 'classic' ? configurationOf(runs) : null,
    platform: isPlatformKnown ? (runs.platform.split(' ', 1)[0] ?? null) : null,
  };
  const answer = await compareRunning(knowing, { target, running }, PATIENT);
  assert.ok(answer && !('reason' in answer), JSON.stringify(answer));
  return answer.status === 'unknown' ? `unknown ${answer.why}` : answer.status;
}

/** The image that an engine has after a pull; a single one it takes whatever its platform is. */
function pulled({ images, build }: Pushed, host: string): Image | null {
  if (build === null) return images[0] ?? null;
  const ranked = (TAKES[host] ?? []).map((platform) => SAME[platform] ?? platform);
  for (const wanted of ranked) {
    const found = images.find(({ platform }) => (SAME[platform] ?? platform) === wanted);
    if (found) return found;
  }
  return null;
}

interface Content {
  readonly mediaType: string;
  readonly body: string;
}

function contentOf(what: Pushed): ReadonlyMap<string, Content> {
  const images = what.build === null ? what.images.slice(0, 1) : what.images;
  const parts = images.flatMap((one) => [
    { mediaType: OCI_CONFIG, body: configurationText(one) },
    { mediaType: OCI_MANIFEST, body: manifestText(one) },
  ]);
  if (what.build !== null) parts.push({ mediaType: OCI_INDEX, body: indexText(what) });
  return new Map(parts.map((part) => [sha256(part.body), part]));
}

function digestOf(what: Pushed): string {
  return what.build === null ? manifestOf(what.images[0]!) : sha256(indexText(what));
}

function indexText({ images, build }: Pushed): string {
  const attestation = {
    ...{ mediaType: OCI_MANIFEST, digest: sha256(`attestation ${build}`), size: 1 },
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
  };
  const children = images.map((one) => ({
    ...{ mediaType: OCI_MANIFEST, digest: manifestOf(one), size: 1 },
    platform: platformOf(one),
  }));
  return JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [...children, attestation] });
}

function manifestOf(one: Image): string {
  return sha256(manifestText(one));
}

function manifestText(one: Image): string {
  const config = { mediaType: OCI_CONFIG, digest: configurationOf(one), size: 1 };
  const annotations = { how: one.manifest };
  return JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [], annotations });
}

function configurationOf(one: Image): string {
  return sha256(configurationText(one));
}

function configurationText(one: Image): string {
  return JSON.stringify({ ...platformOf(one), config: { Labels: { text: one.text } } });
}

function platformOf({ platform }: Image): object {
  const [name = '', version] = platform.split(' ');
  const [os, architecture, variant] = name.split('/');
  return { os, architecture, variant, 'os.version': version };
}
