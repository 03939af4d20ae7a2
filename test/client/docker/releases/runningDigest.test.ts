import assert from 'node:assert/strict';
import type { EngineFacts } from '../../../../client/src/docker/engine';
import type { ManifestDescriptor } from '../../../../client/src/docker/engineFacts';
import { hostReleases } from '../../../../client/src/docker/releases/hostReleases';
import type { RunningContainer } from '../../../../client/src/docker/releases/model';
import type { ImageAnswer } from '../../../../client/src/docker/releases/observation';
import { platformText } from '../../../../client/src/docker/releases/runningDigest';
import {
  container,
  digest,
  imageFacts,
  knowledge,
  listed,
  observation,
  short,
} from '../../../support/observed';

const [ID, A, B, C] = [digest('1'), digest('a'), digest('b'), digest('c')];

describe('the digest that a container runs from', () => {
  const cases: readonly (readonly [string, Case, string])[] = [
    ['is the one recorded for its repository', { digests: [`node@${A}`] }, 'repository a'],
    ['is told by the list of images alone', { listed: [`node@${A}`] }, 'repository a'],
    [
      'is found under the long name of Docker Hub',
      { digests: [`docker.io/library/node@${A}`] },
      'repository a',
    ],
    [
      'is found the other way round, as podman writes it',
      { image: 'docker.io/library/node:20', digests: [`node@${A}`] },
      'repository a',
    ],
    [
      'is the written one, also when the image is gone',
      { image: `node:20@${B}`, answer: 'removed' },
      'reference b',
    ],
    [
      'is the written one among several',
      { image: `node@${B}`, digests: [`node@${A}`, `node@${B}`] },
      'reference b +a',
    ],
    [
      'is the written one of a task of a swarm',
      { image: `node:20@${B}`, digests: [`node@${B}`] },
      'reference b',
    ],
    [
      'is found with a port in the name',
      { image: 'host:5000/app', digests: [`host:5000/app@${A}`] },
      'repository a',
    ],
    [
      'is not that of another port',
      { image: 'host:5000/app', digests: [`host:5001/app@${A}`] },
      'other-repository host:5001/app@a',
    ],
    [
      'is not that of another repository',
      { digests: [`mirror/node@${A}`] },
      'other-repository mirror/node@a',
    ],
    [
      'is that of its own among several repositories',
      { digests: [`mirror/node@${B}`, `node@${A}`] },
      'repository a',
    ],
    [
      'is the index where the engine tells it apart',
      { digests: [`node@${A}`, `node@${B}`], descriptor: B },
      'repository b +a',
    ],
    [
      'is the index where the manifest is told',
      { digests: [`node@${A}`, `node@${B}`], manifest: A, store: 'containerd' },
      'repository b manifest a +1',
    ],
    [
      'is the first where nothing tells them apart',
      { digests: [`node@${A}`, `node@${B}`] },
      'repository a +b',
    ],
    ['is listed once', { digests: [`node@${A}`, `library/node@${A}`] }, 'repository a'],
    [
      'is still the old one after its tag has moved',
      { image: ID, startedFrom: 'node:20', digests: [`node@${A}`] },
      'repository a',
    ],
    ['is none for an image built here', { digests: [] }, 'none'],
    ['is none where the list has only marks for nothing', { listed: ['<none>@<none>'] }, 'none'],
    ['is never the image ID of the classic store', { digests: [], store: 'classic' }, 'none'],
    [
      'is never the image ID of the classic store, whatever is called a descriptor',
      { digests: [`node@${A}`], descriptor: ID, store: 'classic' },
      'repository a',
    ],
    [
      'is never the image ID of a store that is not known',
      { answer: 'removed', store: 'unknown' },
      'image-removed',
    ],
    [
      "is the id in containerd's store, where ids are digests",
      { answer: 'removed', store: 'containerd' },
      'store 1',
    ],
    [
      "is the id in containerd's store also when the moved tag took all names along",
      { image: ID, startedFrom: 'node:20', digests: [], manifest: C, store: 'containerd' },
      'store 1 manifest c',
    ],
    [
      'is told with the one manifest that there is, by an engine that does not say which runs',
      { digests: [`node@${ID}`], manifests: [C], descriptor: ID, store: 'containerd' },
      'repository 1 manifest c',
    ],
    [
      'is told without a manifest where there are several and nothing says which',
      { digests: [`node@${ID}`], manifests: [B, C], descriptor: ID, store: 'containerd' },
      'repository 1',
    ],
    [
      'is the manifest and no index twice',
      { digests: [`node@${ID}`], manifest: ID, store: 'containerd' },
      'repository 1',
    ],
    ['is unknown when the engine does not answer', { answer: 'unanswered' }, 'unanswered'],
    ['is unknown while nobody has asked', { answer: null }, 'unanswered'],
    [
      'is not a text that only looks like one',
      { image: 'node@sha256:short', digests: ['node@sha256:short'] },
      'none',
    ],
    [
      'is any that is recorded where the reference is not known',
      { image: ID, startedFrom: ID, digests: [`a@${A}`, `b@${B}`] },
      'repository a +b',
    ],
  ];
  for (const [title, given, expected] of cases) {
    it(title, () => assert.equal(digestPicture(only(given)), expected));
  }

  it('is found by an id that podman writes without its algorithm', () => {
    const bare = ID.slice('sha256:'.length);
    const seen = observation({
      containers: [container({ imageId: bare })],
      listed: [listed({ id: ID, repositoryDigests: [`node@${A}`] })],
    });
    assert.equal(digestPicture(first(seen)), 'repository a');
  });
});

describe('the reference that a container was started with', () => {
  it('is the listed one', () => assert.equal(only({}).reference, 'node:20'));

  it('comes from the container once its tag has moved', () => {
    assert.equal(only({ image: ID, startedFrom: 'node:20' }).reference, 'node:20');
  });

  it('is not known when it was an image ID, whole or shortened', () => {
    assert.equal(only({ image: ID, startedFrom: ID }).reference, null);
    assert.equal(only({ image: '111111111111', startedFrom: '111111111111' }).reference, null);
  });

  it('is no whole id, whosever it is', () =>
    assert.equal(only({ image: B, startedFrom: B }).reference, null));

  it('may look like an image ID and be none', () => assert.equal(only({ image: 'cafe' }).reference, 'cafe'));

  it('is not known before a container whose tag has moved was looked at', () => {
    const seen = observation({ containers: [container({ image: ID, details: null })] });
    assert.equal(first(seen).reference, null);
  });
});

describe('the platform of a container', () => {
  it('is that of the manifest that runs', () => {
    const platform = { os: 'linux', architecture: 'arm', variant: 'v7' };
    const seen = observation({
      containers: [container({ manifest: { digest: C, platform } })],
      images: [imageFacts({ platform: { os: 'linux', architecture: 'amd64', variant: null } })],
    });
    assert.equal(platformText(first(seen).platform), 'linux/arm/v7');
  });

  it('is looked up among the manifests of the image', () => {
    const platform = { os: 'linux', architecture: 'arm64', variant: null };
    const seen = observation({
      containers: [container({ manifest: { digest: C, platform: null } })],
      images: [
        imageFacts({
          manifests: [
            { digest: C, platform },
            { digest: B, platform: null },
          ],
        }),
      ],
    });
    assert.equal(platformText(first(seen).platform), 'linux/arm64');
  });

  it('is else that of the image, and unknown without', () => {
    const platform = { os: 'windows', architecture: 'amd64', variant: '' };
    const seen = observation({ containers: [container()], images: [imageFacts({ platform })] });
    assert.equal(platformText(first(seen).platform), 'windows/amd64');
    assert.equal(only({ answer: null }).platform, null);
    assert.equal(platformText(null), null);
  });
});

interface Case {
  readonly image?: string;
  readonly startedFrom?: string;
  readonly digests?: readonly string[];
  readonly listed?: readonly string[];
  readonly descriptor?: string;
  readonly manifest?: string;
  readonly manifests?: readonly string[];
  readonly answer?: ImageAnswer | null;
  readonly store?: EngineFacts['store'];
}

function only(given: Case): RunningContainer {
  const image = given.image ?? 'node:20';
  const manifests = (given.manifests ?? []).map((text): ManifestDescriptor => ({
    digest: text,
    platform: null,
  }));
  const facts = imageFacts({
    repositoryDigests: given.digests ?? [],
    descriptor: given.descriptor ?? null,
    manifests,
  });
  const answer = given.answer === undefined && given.listed === undefined ? facts : (given.answer ?? null);
  return first(
    observation({
      engine: { store: given.store ?? 'classic' },
      containers: [
        container({
          image,
          manifest: given.manifest === undefined ? null : { digest: given.manifest, platform: null },
          details: { image: given.startedFrom ?? image },
        }),
      ],
      ...(given.listed && { listed: [listed({ repositoryDigests: given.listed })] }),
      ...(answer && { missing: { [ID]: answer } }),
    }),
  );
}

function first(seen: Parameters<typeof hostReleases>[0]): RunningContainer {
  return hostReleases(seen, knowledge()).projects[0]!.services[0]!.releases[0]!.containers[0]!;
}

/** Digests by their first digit. */
function digestPicture({ digest: runs }: RunningContainer): string {
  if (!runs.known) return [runs.reason, ...runs.elsewhere.map(short)].join(' ');
  const manifest = runs.manifest === null ? [] : ['manifest', short(runs.manifest)];
  return [
    runs.source,
    short(runs.digest),
    ...manifest,
    ...runs.others.map((other) => `+${short(other)}`),
  ].join(' ');
}
