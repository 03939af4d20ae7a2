import assert from 'node:assert/strict';
import { readDistribution, readImage, readImages } from '../../../client/src/docker/imageAnswers';

const INDEX = `sha256:${'a'.repeat(64)}`;
const AMD64 = `sha256:${'b'.repeat(64)}`;
const ARM64 = `sha256:${'c'.repeat(64)}`;

describe('a list of images', () => {
  it('is read', () => {
    const answer = {
      Id: 'sha256:1',
      RepoTags: ['node:20', 'node:latest'],
      RepoDigests: [`node@${INDEX}`],
      Labels: { a: 'b' },
      Size: 1982270,
      Created: 1795773199,
    };
    assert.deepEqual(readImages([answer, null, {}]), [
      {
        id: 'sha256:1',
        tags: ['node:20', 'node:latest'],
        repositoryDigests: [`node@${INDEX}`],
        labels: { a: 'b' },
        size: 1982270,
        created: 1795773199000,
      },
    ]);
  });

  it('may be null, as on engine 20.10', () => assert.deepEqual(readImages(null), []));

  it('may be none', () => assert.equal(readImages({ message: 'no' }), null));

  it('has images without names', () => {
    const nameless = { RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'] };
    const images = readImages([
      { Id: '1', ...nameless },
      { Id: '2', RepoTags: null, RepoDigests: null, Labels: null },
      { Id: '3', RepoTags: ['<none>:<none>'], RepoDigests: [`node@${INDEX}`] },
    ]);
    assert.deepEqual(
      images?.map(({ tags, repositoryDigests }) => [tags, repositoryDigests]),
      [
        [[], []],
        [[], []],
        [[], [`node@${INDEX}`]],
      ],
    );
  });
});

describe('an image', () => {
  it('of the classic store is read', () => {
    const answer = {
      Id: 'sha256:1',
      RepoTags: ['node:20'],
      RepoDigests: [`node@${INDEX}`, 3],
      Created: '2026-11-27T09:48:06.123456789Z',
      Os: 'linux',
      Architecture: 'arm',
      Variant: 'v7',
      Size: 5,
      Config: { Env: ['A=1'], Labels: null },
      RootFS: { Type: 'layers', Layers: ['sha256:l1', 'sha256:l2'] },
    };
    assert.deepEqual(readImage(answer), {
      id: 'sha256:1',
      tags: ['node:20'],
      repositoryDigests: [`node@${INDEX}`],
      descriptor: null,
      manifests: [],
      platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
      created: Date.UTC(2026, 10, 27, 9, 48, 6, 123),
      size: 5,
      layers: ['sha256:l1', 'sha256:l2'],
      configuration: {
        environment: ['A=1'],
        entrypoint: [],
        command: [],
        user: '',
        workingDirectory: '',
        labels: {},
        healthcheck: null,
        shell: [],
        volumes: [],
        exposedPorts: [],
      },
      signedSource: null,
    });
  });

  it('of the containerd store has an index, and those of its manifests that are here', () => {
    const answer = {
      Id: INDEX,
      RepoDigests: null,
      Descriptor: { digest: INDEX, mediaType: 'application/vnd.oci.image.index.v1+json' },
      Manifests: [
        {
          ID: AMD64,
          Kind: 'image',
          Available: true,
          Descriptor: { digest: AMD64 },
          ImageData: { Platform: { os: 'linux', architecture: 'amd64' } },
        },
        {
          ID: ARM64,
          Kind: 'image',
          Available: true,
          Descriptor: { digest: ARM64, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        },
        { Kind: 'image', Available: false, Descriptor: { digest: `sha256:${'d'.repeat(64)}` } },
        { Kind: 'attestation', Available: true, Descriptor: { digest: `sha256:${'e'.repeat(64)}` } },
        { Kind: 'unknown', Descriptor: { digest: `sha256:${'f'.repeat(64)}` } },
        { Kind: 'image', Descriptor: null },
        null,
      ],
    };
    const { descriptor, manifests, repositoryDigests } = readImage(answer);
    assert.deepEqual(
      { descriptor, manifests, repositoryDigests },
      {
        descriptor: INDEX,
        manifests: [
          { digest: AMD64, platform: { os: 'linux', architecture: 'amd64', variant: null } },
          { digest: ARM64, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        ],
        repositoryDigests: [],
      },
    );
  });

  it('may say nothing', () => {
    const { id, platform, created, layers } = readImage(null);
    assert.deepEqual([id, platform, created, layers], ['', null, 0, []]);
  });

  const revision = '1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b';
  const signed = (...signatures: readonly unknown[]) =>
    readImage({ Identity: { Signature: signatures } }).signedSource;
  const signer = { SourceRepositoryURI: 'https://github.com/shop/web', SourceRepositoryDigest: revision };

  it('may be signed by a build that names its commit', () => {
    const expected = { repository: 'https://github.com/shop/web', revision };
    assert.deepEqual(signed({ Name: 'x', Signer: signer }), expected);
    assert.deepEqual(signed(null, { Signer: null }, { Signer: signer, Error: '' }), expected);
    const prefixed = { SourceRepositoryDigest: `sha1:${revision}` };
    assert.deepEqual(signed({ Signer: prefixed }), { repository: null, revision });
  });

  it('is not known by a signature that the engine could not verify, or that names none', () => {
    assert.equal(signed({ Signer: signer, Error: 'expired' }), null);
    assert.equal(signed({ Signer: { ...signer, SourceRepositoryDigest: 'main' } }), null);
    assert.equal(signed(), null);
  });
});

describe('what a registry says to the engine', () => {
  it('is a digest', () => {
    assert.deepEqual(readDistribution({ Descriptor: { digest: INDEX, mediaType: 'm' }, Platforms: null }), {
      digest: INDEX,
      mediaType: 'm',
    });
    assert.deepEqual(readDistribution({ Descriptor: { digest: INDEX } }), { digest: INDEX, mediaType: null });
  });

  it('is nothing where it is malformed', () => {
    assert.equal(readDistribution({ Descriptor: { digest: 'sha256:short' } }), null);
    assert.equal(readDistribution(null), null);
  });
});
