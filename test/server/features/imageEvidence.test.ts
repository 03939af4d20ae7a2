import assert from 'node:assert/strict';
import { imageEvidence } from '../../../server/src/features/imageEvidence';
import type { ImageEvidence } from '../../../server/src/inspectionProtocol';
import { OCI_MANIFEST, sha256, type FakeRegistry } from '../../support/fakeRegistry';
import { fakeRepository, type Child, type FakeRepository } from '../../support/registryContent';
import { fakeRegistries, registryUser } from '../../support/registryUser';

const NEVER = new AbortController().signal;
const AMD = { os: 'linux', architecture: 'amd64' };
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const OTHER = 'f'.repeat(40);
const SLSA = 'https://slsa.dev/provenance/v0.2';
const OCI = 'org.opencontainers.image';

describe('the evidence of an image', () => {
  const start = fakeRegistries();
  let registry: FakeRegistry;
  let repository: FakeRepository;
  beforeEach(async () => {
    registry = await start();
    repository = fakeRepository(registry);
  });

  const evidence = (digest: string, platform: string | null = 'linux/amd64'): Promise<ImageEvidence> => {
    const image = { key: 'k', reference: `${registry.host}/shop/app@${digest}`, platform };
    return imageEvidence(registryUser().digests, image, NEVER);
  };
  const revision = async (digest: string): Promise<string> => {
    const { revision: found } = await evidence(digest);
    return found
      ? `${found.by}: ${found.revision}${found.dirty ? ' dirty' : ''} of ${found.source ?? 'nowhere'}`
      : 'none';
  };
  const image = (labels: object = {}, annotations: object = {}): Child =>
    repository.image(null, { ...AMD, config: { Labels: labels } }, { annotations });
  const statement = (predicate: object, predicateType = SLSA) => ({
    ...{ _type: 'https://in-toto.io/Statement/v0.1', predicateType, predicate },
  });
  /** A statement about an image, which names it by its digest. */
  const about = (stated: object, { digest }: Child) => ({
    ...stated,
    subject: [{ name: 'pkg:docker/app@1', digest: { sha256: digest.slice('sha256:'.length) } }],
  });
  const vcs = (text: string) =>
    statement({
      metadata: {
        'https://mobyproject.org/buildkit@v1#metadata': {
          vcs: { revision: text, source: 'https://host/app' },
        },
      },
    });
  /** A manifest that holds statements, as BuildKit and cosign write one. */
  const holder = (tag: string | null, contents: readonly object[], more: object = {}): Child => {
    const layers = contents.map((content) => ({
      ...repository.push(null, 'application/vnd.in-toto+json', content),
      annotations: { 'in-toto.io/predicate-type': SLSA },
      ...more,
    }));
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256('{}'), size: 2 };
    return repository.push(tag, OCI_MANIFEST, { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers });
  };
  const index = (child: Child, attestation: Child | null, annotations: object = {}): string =>
    repository.index(
      null,
      [
        { ...child, platform: AMD },
        ...(attestation
          ? [
              {
                ...attestation,
                platform: { os: 'unknown', architecture: 'unknown' },
                annotations: {
                  'vnd.docker.reference.type': 'attestation-manifest',
                  'vnd.docker.reference.digest': child.digest,
                },
              },
            ]
          : []),
      ],
      { annotations },
    ).digest;

  const LABELS = { [`${OCI}.revision`]: OTHER, [`${OCI}.source`]: 'https://user:secret@host/labelled' };
  const ANNOTATIONS = { [`${OCI}.revision`]: 'e'.repeat(40) };

  it('goes by provenance, then annotations, then labels, then old labels', async () => {
    const child = image(LABELS, ANNOTATIONS);
    assert.equal(
      await revision(index(child, holder(null, [about(vcs(COMMIT), child)]))),
      `provenance: ${COMMIT} of https://host/app`,
    );
    assert.equal(await revision(index(child, null)), `annotation: ${'e'.repeat(40)} of nowhere`);
    assert.equal(
      await revision(index(image(LABELS), null, ANNOTATIONS)),
      `annotation: ${'e'.repeat(40)} of nowhere`,
    );
    assert.equal(await revision(index(image(LABELS), null)), `label: ${OTHER} of https://host/labelled`);
    const old = { 'org.label-schema.vcs-ref': 'abc1234', 'org.label-schema.vcs-url': 'https://host/old' };
    assert.equal(await revision(image(old).digest), 'legacy-label: abc1234 of https://host/old');
    assert.equal(await revision(image({ [`${OCI}.revision`]: 'main' }).digest), 'none');
  });

  it('tells of a commit with changes that were not committed', async () => {
    const child = image();
    const attested = index(child, holder(null, [about(vcs(`${COMMIT}-dirty`), child)]));
    assert.equal(await revision(attested), `provenance: ${COMMIT} dirty of https://host/app`);
    const labelled = image({ [`${OCI}.revision`]: `${OTHER}-dirty` });
    assert.equal(await revision(labelled.digest), `label: ${OTHER} dirty of nowhere`);
  });

  it('reads provenance in the envelope and the bundle of a signer', async () => {
    const envelope = (subject: Child) => {
      const payload = Buffer.from(JSON.stringify(about(vcs(COMMIT), subject))).toString('base64');
      return { payloadType: 'application/vnd.in-toto+json', payload, signatures: [] };
    };
    const child = image();
    holder(`${child.digest.replace(':', '-')}.att`, [envelope(child)], {
      annotations: { predicateType: SLSA },
    });
    assert.equal(await revision(child.digest), `provenance: ${COMMIT} of https://host/app`);
    const bundled = image({ another: 'image' });
    const bundle = holder(null, [{ dsseEnvelope: envelope(bundled) }], { annotations: {} });
    const artifactType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
    const annotations = { 'dev.sigstore.bundle.predicateType': SLSA };
    registry.answer(`/v2/shop/app/referrers/${bundled.digest}`, {
      mediaType: 'application/vnd.oci.image.index.v1+json',
      body: JSON.stringify({ schemaVersion: 2, manifests: [{ ...bundle, artifactType, annotations }] }),
    });
    assert.equal(await revision(bundled.digest), `provenance: ${COMMIT} of https://host/app`);
  });

  it('takes no statement for evidence that is about another image, or about none', async () => {
    const [child, other] = [image(LABELS), image({ other: 'image' })];
    const by = `label: ${OTHER} of https://host/labelled`;
    for (const stated of [about(vcs(COMMIT), other), vcs(COMMIT), { ...vcs(COMMIT), subject: 'all' }])
      assert.equal(await revision(index(child, holder(null, [stated]))), by);
    // That of the index counts for its images.
    const whole = index(child, null);
    const onIndex = about(vcs(COMMIT), { ...child, digest: whole });
    holder(`${whole.replace(':', '-')}.att`, [onIndex], { annotations: { predicateType: SLSA } });
    assert.equal(await revision(whole), `provenance: ${COMMIT} of https://host/app`);
  });

  it('believes no statement that is not what its digest says, is too large, or is no JSON', async () => {
    const attestation = holder(null, [vcs(COMMIT)]);
    const digest = index(image(LABELS), attestation);
    const statementDigest = sha256(JSON.stringify(vcs(COMMIT)));
    registry.misbehave(
      { kind: 'changed', body: JSON.stringify(vcs(OTHER)) },
      { path: new RegExp(statementDigest) },
    );
    const { revision: found, detail } = await evidence(digest);
    assert.equal(found?.by, 'label');
    assert.match(detail ?? '', /but what it sends is sha256:/);
    const large = index(image(LABELS), holder(null, [vcs(OTHER)], { size: 5 * 1024 * 1024 }));
    const before = registry.requests.length;
    assert.match((await evidence(large)).detail ?? '', /sends more than 4 MB/);
    const statements = registry
      .asked()
      .slice(before)
      .filter((line) => line.includes(sha256(JSON.stringify(vcs(OTHER)))));
    assert.deepEqual(statements, []);
  });

  it('names what is attested as people call it, and the base', async () => {
    const child = image({}, { [`${OCI}.base.name`]: 'node:20', [`${OCI}.base.digest`]: sha256('node') });
    const layer = (type: string) => ({
      ...{ mediaType: 'application/vnd.in-toto+json', digest: sha256(type), size: 1 },
      annotations: { 'in-toto.io/predicate-type': type },
    });
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256('{}'), size: 2 };
    const types = ['https://spdx.dev/Document', 'https://cyclonedx.org/bom', 'https://example.com/tested'];
    const attestation = repository.push(null, OCI_MANIFEST, {
      ...{ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [...types.map(layer)] },
    });
    const found = await evidence(index(child, attestation));
    assert.deepEqual(found, {
      key: 'k',
      revision: null,
      signature: 'none',
      attestations: ['SPDX', 'CycloneDX', 'https://example.com/tested'],
      base: `node:20@${sha256('node')}`,
      detail: null,
    });
  });

  it('takes the base from provenance where no annotation names it', async () => {
    const materials = [{ uri: 'pkg:docker/node@20', digest: { sha256: 'a'.repeat(64) } }];
    const child = image();
    const found = await evidence(index(child, holder(null, [about(statement({ materials }), child)])));
    assert.deepEqual(
      [found.base, found.attestations],
      [`node:20@sha256:${'a'.repeat(64)}`, ['SLSA provenance']],
    );
    const named = { [`${OCI}.base.name`]: 'debian:12' };
    assert.equal((await evidence(index(image(), null, named))).base, 'debian:12');
  });

  it('finds a signature on the index and on the image of the platform', async () => {
    const sign = (digest: string) => holder(`${digest.replace(':', '-')}.sig`, []);
    const [child, other] = [image({ a: '1' }), image({ a: '2' })];
    const onIndex = index(child, null);
    assert.equal((await evidence(onIndex)).signature, 'none');
    sign(onIndex);
    assert.equal((await evidence(onIndex)).signature, 'present');
    sign(other.digest);
    assert.equal((await evidence(index(other, null))).signature, 'present');
  });

  it('does not know where the registry does not say', async () => {
    const digest = index(image(), null);
    registry.misbehave({ kind: 'status', status: 403 }, { path: /\.sig$/ });
    const { signature, detail } = await evidence(digest);
    assert.equal(signature, 'unknown');
    assert.match(detail ?? '', /does not show/);
    assert.deepEqual(await evidence(sha256('gone')), {
      ...{ key: 'k', revision: null, signature: 'unknown', attestations: [], base: null },
      detail: `${registry.host} does not have '${registry.host}/shop/app@${sha256('gone')}', or no longer. Pin the tag again.`,
    });
    assert.match((await evidence(digest, 'linux/s390x')).detail ?? '', /linux\/s390x/);
    const image_ = { key: 'k', reference: 'Not an image', platform: null };
    assert.match(
      (await imageEvidence(registryUser().digests, image_, NEVER)).detail ?? '',
      /is no image reference/,
    );
  });
});
