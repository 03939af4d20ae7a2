import assert from 'node:assert/strict';
import {
  childFor,
  readManifestFacts,
  samePlatforms,
  type ManifestFacts,
} from '../../../../server/src/registry/facts/manifestFacts';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, sha256 } from '../../../support/fakeRegistry';

/** `linux/arm/v7=seven` is an image, `?=a>seven` an attestation of it, `-=x` an entry without a platform, `[]=y` an index. */
function index(text: string, content: object = {}): ManifestFacts {
  const manifests = text.split(' ').filter(Boolean).map(entry);
  const digest = sha256(JSON.stringify([manifests, content]));
  return readManifestFacts({ digest, mediaType: OCI_INDEX, content: { manifests, ...content } });
}

function entry(text: string): object {
  const [platform = '', rest = ''] = text.split('=');
  const [name = '', of] = rest.split('>');
  const base = { mediaType: platform === '[]' ? OCI_INDEX : OCI_MANIFEST, digest: sha256(name), size: 7 };
  if (platform === '-' || platform === '[]') return base;
  if (platform === '?') {
    const annotations = {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': sha256(of ?? ''),
    };
    return { ...base, annotations, platform: { os: 'unknown', architecture: 'unknown' } };
  }
  const [where = '', version] = platform.split('@');
  const [os, architecture, variant] = where.split('/');
  return { ...base, platform: { os, architecture, variant, 'os.version': version } };
}

function single(name: string): ManifestFacts {
  return readManifestFacts({ digest: sha256(name), mediaType: OCI_MANIFEST, content: {} });
}

describe('the facts of an index', () => {
  it('are its images, told apart from attestations and the rest', () => {
    const facts = index('linux/amd64=a ?=t>a linux/arm/v7=b -=c []=d', {
      annotations: { 'org.opencontainers.image.version': '1.2', broken: 3 },
    });
    assert.deepEqual(
      facts.platforms.map(({ platform, digest, size }) => [platform, digest, size]),
      [
        ['linux/amd64', sha256('a'), 7],
        ['linux/arm/v7', sha256('b'), 7],
      ],
    );
    assert.deepEqual(facts.attestations, [{ digest: sha256('t'), of: sha256('a') }]);
    assert.deepEqual(facts.others, [
      { digest: sha256('c'), mediaType: OCI_MANIFEST },
      { digest: sha256('d'), mediaType: OCI_INDEX },
    ]);
    assert.deepEqual(facts.annotations, { 'org.opencontainers.image.version': '1.2' });
    assert.deepEqual([facts.isIndex, facts.config, facts.size], [true, null, null]);
  });

  it('take either sign for an attestation', () => {
    const child = { mediaType: OCI_MANIFEST, digest: sha256('t'), size: 1 };
    const manifests = [
      { ...child, platform: { os: 'unknown', architecture: 'unknown' } },
      { ...child, annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
      {
        ...child,
        platform: { os: 'linux', architecture: 'amd64' },
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': 'sha256:short',
        },
      },
    ];
    const facts = readManifestFacts({ digest: sha256(''), mediaType: OCI_INDEX, content: { manifests } });
    assert.deepEqual(facts.platforms, []);
    assert.deepEqual(facts.attestations, Array(3).fill({ digest: sha256('t'), of: null }));
  });

  it('leave out what is hostile or broken', () => {
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
    const manifests = [
      null,
      'text',
      deep,
      { digest: 'sha256:../../etc', platform: { os: 'linux', architecture: 'amd64' } },
      { digest: sha256('a'), mediaType: 4, platform: { os: deep, architecture: 'amd64' } },
    ];
    const content = JSON.parse('{"annotations":{"__proto__":"x","a":"b"}}') as object;
    const facts = readManifestFacts({
      digest: sha256(''),
      mediaType: OCI_INDEX,
      content: { ...content, manifests },
    });
    assert.deepEqual(facts.platforms, []);
    assert.deepEqual(facts.others, [{ digest: sha256('a'), mediaType: '' }]);
    assert.equal(facts.annotations.a, 'b');
    assert.equal(({} as Record<string, unknown>).x, undefined);
  });

  it('are none for an empty index', () => {
    const facts = index('');
    assert.deepEqual([facts.isIndex, facts.platforms, facts.others], [true, [], []]);
    assert.equal(childFor(facts, 'linux/amd64'), null);
  });

  it('give the image for a platform', () => {
    const facts = index('linux/arm/v6=six ?=t>six linux/arm/v7=seven linux/arm64/v8=eight');
    assert.equal(childFor(facts, 'linux/arm')?.digest, sha256('seven'));
    assert.equal(childFor(facts, 'linux/arm64')?.digest, sha256('eight'));
    assert.equal(childFor(facts, 'linux/s390x'), null);
  });
});

describe('the facts of a single manifest', () => {
  const config = { mediaType: OCI_CONFIG, digest: sha256('config'), size: 1000 };
  const read = (content: object): ManifestFacts =>
    readManifestFacts({ digest: sha256('m'), mediaType: OCI_MANIFEST, content: { ...content } });

  it('are its size, configuration, subject and type', () => {
    const facts = read({
      config,
      layers: [{ size: 20 }, { size: 3 }],
      subject: { digest: sha256('image'), mediaType: OCI_MANIFEST, size: 1 },
      artifactType: 'application/spdx+json',
    });
    assert.equal(facts.size, 1023);
    assert.deepEqual(facts.config, { digest: sha256('config'), mediaType: OCI_CONFIG });
    assert.deepEqual([facts.subject, facts.artifactType], [sha256('image'), 'application/spdx+json']);
    assert.equal(facts.isIndex, false);
  });

  for (const size of [undefined, -1, 1.5, '20', 2 ** 60]) {
    it(`have no size where that of a layer is ${size}`, () => {
      assert.equal(read({ config, layers: [{ size }, { size: 3 }] }).size, null);
    });
  }
});

describe('whether two references give the same images', () => {
  const before = 'linux/amd64=a ?=t1>a linux/arm64/v8=b ?=t2>b';
  const SAME: readonly (readonly [name: string, ManifestFacts, ManifestFacts])[] = [
    ['with other attestations', index(before), index('linux/amd64=a ?=t3>a linux/arm64/v8=b ?=t4>b')],
    ['without attestations', index(before), index('linux/amd64=a linux/arm64/v8=b')],
    ['in another order', index(before), index('linux/arm64/v8=b linux/amd64=a')],
    ['in another spelling', index(before), index('linux/amd64/v1=a linux/aarch64=b')],
    ['with other annotations', index(before), index(before, { annotations: { created: 'now' } })],
    ['single, and then in an index with its attestation', single('a'), index('linux/amd64=a ?=t>a')],
    ['the very same', single('a'), single('a')],
  ];
  const OTHER: typeof SAME = [
    ['one of them is new', index(before), index('linux/amd64=new linux/arm64/v8=b')],
    ['one of them is gone', index(before), index('linux/amd64=a')],
    ['one is added', index(before), index(`${before} linux/386=c`)],
    ['they are exchanged', index(before), index('linux/amd64=b linux/arm64/v8=a')],
    [
      'the first of two for a platform',
      index('linux/amd64=a linux/amd64=b'),
      index('linux/amd64=b linux/amd64=a'),
    ],
    ['one of another Windows', index('windows/amd64@10.0.1.1=a'), index('windows/amd64@10.0.2.1=a')],
    ['an index inside', index('linux/amd64=a []=x'), index('linux/amd64=a []=y')],
    ['one without a platform', index('-=x'), index('-=y')],
    ['single, and then for two platforms', single('a'), index('linux/amd64=a linux/arm64=b')],
    ['single, and then in an index with another', single('a'), index('linux/amd64=a []=x')],
    ['single, and then nothing', single('a'), index('')],
    ['another single one', single('a'), single('b')],
  ];
  for (const [expected, table] of [
    [true, SAME],
    [false, OTHER],
  ] as const) {
    for (const [name, one, other] of table) {
      it(`${expected ? 'yes' : 'no'}: ${name}`, () => {
        assert.equal(samePlatforms(one, other), expected);
        assert.equal(samePlatforms(other, one), expected);
      });
    }
  }
});
