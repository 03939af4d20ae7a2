import assert from 'node:assert/strict';
import type { ImageFacts } from '../../../../client/src/docker/engineFacts';
import { imagesToCompare } from '../../../../client/src/docker/releases/baseImages';
import { commitIn, isCommitTag } from '../../../../client/src/docker/releases/commitText';
import { hostReleases } from '../../../../client/src/docker/releases/hostReleases';
import type { ImageEvidence } from '../../../../server/src/inspectionProtocol';
import {
  container,
  digest,
  imageFacts,
  knowledge,
  listed,
  observation,
  type Given,
} from '../../../support/observed';

const [ONE, TWO] = [digest('1'), digest('2')];
const R = 'c0ffee'.padEnd(40, '1');
const S = 'beef'.padEnd(40, '2');
const REVISION = 'org.opencontainers.image.revision';
const SOURCE = 'org.opencontainers.image.source';

describe('the commit of an image', () => {
  const labels = { [REVISION]: R, [SOURCE]: 'https://host/app.git' };
  const cases: readonly (readonly [string, Scene, string])[] = [
    [
      'is that of a signature before all others',
      {
        image: {
          signedSource: { repository: 'https://host/signed', revision: S },
          configuration: { labels },
        },
        evidence: { by: 'provenance' },
      },
      'S signature https://host/signed',
    ],
    [
      'is that of the provenance before labels',
      { image: { configuration: { labels } }, evidence: { by: 'provenance' } },
      'S provenance https://host/told',
    ],
    [
      'is that of an annotation before labels',
      { image: { configuration: { labels } }, evidence: { by: 'annotation' } },
      'S annotation https://host/told',
    ],
    [
      'is that of a label before what a registry read of labels',
      { image: { configuration: { labels } }, evidence: { by: 'label' } },
      'R label https://host/app.git',
    ],
    [
      'is what a registry read of labels where there are none here',
      { evidence: { by: 'label' } },
      'S label https://host/told',
    ],
    [
      'is that of a label before variables',
      { image: { configuration: { labels, environment: [`GIT_COMMIT=${S}`] } } },
      'R label https://host/app.git',
    ],
    ['is told by the list of images alone', { listed: labels }, 'R label https://host/app.git'],
    [
      'is that of an older label',
      {
        image: {
          configuration: {
            labels: { 'org.label-schema.vcs-ref': R, 'org.label-schema.vcs-url': 'git@host:app' },
          },
        },
      },
      'R legacy-label git@host:app',
    ],
    [
      "is that of Docker's own label, an address with a commit in it",
      {
        image: {
          configuration: {
            labels: { 'com.docker.image.source.entrypoint': `https://host/app.git#${R}:16/alpine` },
          },
        },
      },
      'R legacy-label https://host/app.git',
    ],
    [
      'is that of the address of the source',
      { image: { configuration: { labels: { [SOURCE]: `https://host/app.git#${R}:16` } } } },
      'R label https://host/app.git',
    ],
    [
      'has no login of its source',
      {
        image: {
          configuration: {
            labels: { [SOURCE]: 'https://me:token@host/app', 'org.opencontainers.image.revision': R },
          },
        },
      },
      'R label https://host/app',
    ],
    [
      'is that of a variable',
      { image: { configuration: { environment: ['A=b', `SOURCE_COMMIT=${R}`] } } },
      'R variable',
    ],
    ['is that of a tag', { container: { image: 'app:sha-c0ffee1' } }, 'c0ffee1 tag'],
    [
      'is that of a tag with the source of a label',
      {
        container: { image: 'app:c0ffee1' },
        image: { configuration: { labels: { [SOURCE]: 'https://host/app' } } },
      },
      'c0ffee1 tag https://host/app',
    ],
    [
      'is none where a label holds no commit',
      { image: { configuration: { labels: { [REVISION]: 'main' } } } },
      'none',
    ],
    [
      'is that of the next witness where a label holds no commit',
      { image: { configuration: { labels: { [REVISION]: '' }, environment: [`VCS_REF=${R}`] } } },
      'R variable',
    ],
    ['is dirty', { image: { configuration: { labels: { [REVISION]: `${R}-dirty` } } } }, 'R label dirty'],
    [
      'is dirty as a registry says',
      { evidence: { by: 'provenance', dirty: true } },
      'S provenance https://host/told dirty',
    ],
    [
      'is that of the container where the image is gone',
      { container: { labels: { [REVISION]: R } }, missing: true },
      'R label',
    ],
    ['is not known where the image is not', { missing: true }, 'image-unknown'],
    ['is none', {}, 'none'],
  ];
  for (const [title, scene, expected] of cases) {
    it(title, () => assert.equal(picture(scene), expected));
  }
});

describe('a label that the base image left', () => {
  const labels = { [REVISION]: R, [SOURCE]: 'https://host/base' };
  const base = imageFacts({
    id: TWO,
    tags: ['base:1'],
    repositoryDigests: [`base@${digest('b')}`],
    layers: ['x'],
    configuration: { labels },
  });

  it('is not claimed where the base is here', () => {
    assert.equal(
      picture({ image: { layers: ['x', 'y'], configuration: { labels } }, others: [base] }),
      'of-the-base',
    );
  });

  it('is not claimed where a label or a registry names the base', () => {
    const named = { ...labels, 'org.opencontainers.image.base.digest': digest('b') };
    assert.equal(picture({ image: { configuration: { labels: named } }, others: [base] }), 'of-the-base');
    assert.equal(
      picture({
        image: { configuration: { labels } },
        others: [base],
        evidence: { by: null, base: 'base:1' },
      }),
      'of-the-base',
    );
  });

  it('is left for a witness of its own', () => {
    const environment = [`GIT_COMMIT=${S}`];
    assert.equal(
      picture({ image: { layers: ['x', 'y'], configuration: { labels, environment } }, others: [base] }),
      'S variable',
    );
  });

  it('is a variable too', () => {
    const environment = [`GIT_COMMIT=${R}`];
    const other = imageFacts({ id: TWO, layers: ['x'], configuration: { environment } });
    assert.equal(
      picture({ image: { layers: ['x', 'y'], configuration: { environment } }, others: [other] }),
      'of-the-base',
    );
  });

  it('is its own where the other has another, the same layers, or layers of its own', () => {
    const image = { layers: ['x', 'y'], configuration: { labels } };
    const own = 'R label https://host/base';
    assert.equal(picture({ image, others: [{ ...base, layers: ['x', 'y'] }] }), own);
    assert.equal(picture({ image, others: [{ ...base, layers: ['z'] }] }), own);
    assert.equal(picture({ image, others: [{ ...base, layers: [] }] }), own);
    const another = imageFacts({ id: TWO, layers: ['x'], configuration: { labels: { [REVISION]: S } } });
    assert.equal(picture({ image, others: [another] }), own);
  });

  it('asks for a closer look at those images only that say the same', () => {
    const seen = observation({
      containers: [container({ imageId: ONE })],
      listed: [
        listed({ id: ONE, labels }),
        listed({ id: TWO, labels }),
        listed({ id: digest('3'), labels: { [REVISION]: S } }),
        listed({ id: digest('4') }),
      ],
    });
    assert.deepEqual(imagesToCompare(seen), [ONE, TWO]);
    assert.deepEqual(imagesToCompare({ ...seen, containers: [container({ imageId: digest('3') })] }), []);
    assert.deepEqual(imagesToCompare({ ...seen, containers: [] }), []);
  });
});

describe('a text that may be a commit', () => {
  const commits: readonly (readonly [string, string | null])[] = [
    [R, R],
    [R.toUpperCase(), R],
    [` ${R}\n`, R],
    ['c0ffee1', 'c0ffee1'],
    ['c0ffee1-dirty', 'c0ffee1 dirty'],
    ['v1.2.3-4-gc0ffee1', 'c0ffee1'],
    ['v1.2.3-4-gc0ffee1-dirty', 'c0ffee1 dirty'],
    [`https://host/app/commit/${R}`, R],
    [`https://host/app/-/tree/${R}/x`, R],
    ['c0ffee', null],
    ['main', null],
    ['v1.2.3', null],
    ['unknown', null],
    ['', null],
    ['${GIT_SHA}', null],
    ['0'.repeat(40), null],
    [`${R}ff0`, null],
  ];
  for (const [text, expected] of commits) {
    it(`'${text}' is ${expected ?? 'none'}`, () => {
      const commit = commitIn(text);
      assert.equal(commit && `${commit.revision}${commit.dirty ? ' dirty' : ''}`, expected);
    });
  }

  const tags = {
    c0ffee1: true,
    'sha-1234567': true,
    'git-c0ffee1': true,
    '1234567': false,
    '20240131': false,
    defaced: false,
    latest: false,
    '1.2.3': false,
    c0ffee: false,
  };
  for (const [tag, expected] of Object.entries(tags)) {
    it(`the tag ${tag} is ${expected ? 'one' : 'none'}`, () => assert.equal(isCommitTag(tag), expected));
  }
});

interface Scene {
  readonly image?: Parameters<typeof imageFacts>[0];
  readonly container?: Given;
  readonly others?: readonly ImageFacts[];
  readonly listed?: Readonly<Record<string, string>>;
  readonly missing?: boolean;
  readonly evidence?: {
    readonly by: 'provenance' | 'annotation' | 'label' | null;
    readonly dirty?: boolean;
    readonly base?: string;
  };
}

function picture({ image, container: given, others = [], listed: list, missing, evidence }: Scene): string {
  const seen = observation({
    containers: [container(given)],
    listed: list ? [listed({ labels: list })] : [],
    images: [...(missing || list ? [] : [imageFacts(image)]), ...others],
    ...(missing && { missing: { [ONE]: 'removed' as const } }),
  });
  const told: ImageEvidence = {
    key: ONE,
    revision: evidence?.by
      ? { revision: S, source: 'https://host/told', by: evidence.by, dirty: evidence.dirty ?? false }
      : null,
    signature: 'unknown',
    attestations: [],
    base: evidence?.base ?? null,
    detail: null,
  };
  const known = knowledge({ evidence: new Map(evidence ? [[ONE, told]] : []) });
  const { revision } = hostReleases(seen, known).projects[0]!.services[0]!.releases[0]!;
  if (!revision.known) return revision.reason;
  const text = revision.revision === R ? 'R' : revision.revision === S ? 'S' : revision.revision;
  return [text, revision.by, revision.source, revision.dirty ? 'dirty' : null].filter(Boolean).join(' ');
}
