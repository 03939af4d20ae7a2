import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { findDescriptor, getJsonBlob, getManifest } from '../../../server/src/registry/manifests';
import { DOCKER_LIST, OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, sha256 } from '../../support/fakeRegistry';
import type { Fault, FakeRegistry } from '../../support/fakeRegistry';
import { fakeRegistries } from '../../support/registryUser';
import { contentClient, fakeRepository, PATIENT } from '../../support/registryContent';

const BODY = '{"schemaVersion":2,"config":{"mediaType":"x"},"layers":[]}';
const DIGEST = sha256(BODY);
const SHA512 = `sha512:${createHash('sha512').update(BODY).digest('hex')}`;
const said = (digest: string | null): Fault => ({
  kind: 'changed',
  headers: { 'docker-content-digest': digest },
});
const typed = (type: string | null): Fault => ({ kind: 'changed', headers: { 'content-type': type } });

/** What HEAD does, what GET does, what is asked for → the digest or the reason, after which requests. */
const ANSWERS: readonly (readonly [
  name: string,
  head: Fault | null,
  get: Fault | null,
  reference: string,
  expected: string,
  requests: string,
])[] = [
  ['all is said', null, null, '1', DIGEST, 'HEAD'],
  ['by digest', null, null, DIGEST, DIGEST, 'HEAD'],
  ['no digest', said(null), null, '1', DIGEST, 'HEAD GET'],
  ['no digest anywhere', said(null), said(null), '1', DIGEST, 'HEAD GET'],
  ['an empty digest', said(''), said(''), '1', DIGEST, 'HEAD GET'],
  ['a digest in upper case', said(DIGEST.toUpperCase()), said(DIGEST.toUpperCase()), '1', DIGEST, 'HEAD GET'],
  [
    'upper case of another',
    said(`sha256:${'A'.repeat(64)}`),
    said(`sha256:${'A'.repeat(64)}`),
    '1',
    DIGEST,
    'HEAD GET',
  ],
  [
    'another algorithm',
    said(`blake3:${'a'.repeat(64)}`),
    said(`blake3:${'a'.repeat(64)}`),
    '1',
    DIGEST,
    'HEAD GET',
  ],
  ['a digest of sha512', said(SHA512), null, '1', SHA512, 'HEAD'],
  ['a digest of sha512 by GET', { kind: 'status', status: 405 }, said(SHA512), '1', SHA512, 'HEAD GET'],
  [
    'a false digest of sha512 by GET',
    said(null),
    said(`sha512:${'0'.repeat(128)}`),
    '1',
    'digest-mismatch',
    'HEAD GET',
  ],
  ['another digest by GET', said(null), said(sha256('x')), '1', 'digest-mismatch', 'HEAD GET'],
  ['another digest for a digest', said(sha256('x')), null, DIGEST, DIGEST, 'HEAD GET'],
  [
    'another digest for a digest by GET too',
    said(sha256('x')),
    said(sha256('x')),
    DIGEST,
    'digest-mismatch',
    'HEAD GET',
  ],
  [
    'another body for a digest',
    said(null),
    { kind: 'changed', body: `${BODY} ` },
    DIGEST,
    'digest-mismatch',
    'HEAD GET',
  ],
  ['HEAD 400', { kind: 'status', status: 400 }, null, '1', DIGEST, 'HEAD GET'],
  ['HEAD 405', { kind: 'status', status: 405 }, null, '1', DIGEST, 'HEAD GET'],
  ['HEAD 406', { kind: 'status', status: 406 }, null, '1', 'invalid-response', 'HEAD'],
  ['HEAD 404', { kind: 'status', status: 404 }, null, '1', 'not-found', 'HEAD'],
  ['HEAD 410', { kind: 'status', status: 410 }, null, '1', 'not-found', 'HEAD'],
  [
    'GET 404 after HEAD 405',
    { kind: 'status', status: 405 },
    { kind: 'status', status: 404 },
    '1',
    'not-found',
    'HEAD GET',
  ],
  ['no type at HEAD', typed(null), null, '1', DIGEST, 'HEAD GET'],
  ['no type', typed(null), typed(null), '1', 'unsupported-manifest', 'HEAD GET'],
  ['a general type at HEAD', typed('application/json'), null, '1', DIGEST, 'HEAD GET'],
  [
    'a general type',
    typed('application/json'),
    typed('application/json'),
    '1',
    'unsupported-manifest',
    'HEAD GET',
  ],
  [
    'a type with a parameter',
    typed(`${OCI_MANIFEST.toUpperCase()} ; charset=utf-8`),
    null,
    '1',
    DIGEST,
    'HEAD',
  ],
  [
    'schema 1',
    typed('application/vnd.docker.distribution.manifest.v1+prettyjws'),
    null,
    '1',
    'unsupported-manifest',
    'HEAD',
  ],
  [
    'an artifact manifest',
    typed('application/vnd.oci.artifact.manifest.v1+json'),
    null,
    '1',
    'unsupported-manifest',
    'HEAD',
  ],
  [
    'schema 1 by GET',
    said(null),
    typed('application/vnd.docker.distribution.manifest.v1+json'),
    '1',
    'unsupported-manifest',
    'HEAD GET',
  ],
  ['a type that the body is not', said(null), typed(OCI_INDEX), '1', 'invalid-response', 'HEAD GET'],
];

describe('findDescriptor', () => {
  const start = fakeRegistries();

  for (const [name, head, get, reference, expected, requests] of ANSWERS) {
    it(`${name}: ${expected.slice(0, 16)}`, async () => {
      const registry = await start();
      registry.push('shop/app', '1', { mediaType: OCI_MANIFEST, body: BODY });
      if (head) registry.misbehave(head, { method: 'HEAD' });
      if (get) registry.misbehave(get, { method: 'GET' });
      const target = fakeRepository(registry).target(reference);
      const answer = await findDescriptor(contentClient(), target, PATIENT);
      assert.equal('reason' in answer ? answer.reason : answer.digest, expected);
      assert.equal(registry.requests.map(({ method }) => method).join(' '), requests);
    });
  }

  it('asks by GET where HEAD is not implemented', async () => {
    const registry = await start();
    registry.push('shop/app', '1', { mediaType: OCI_MANIFEST, body: BODY });
    registry.misbehave({ kind: 'status', status: 501 }, { method: 'HEAD' });
    const answer = await findDescriptor(contentClient(), fakeRepository(registry).target('1'), PATIENT);
    assert.deepEqual(answer, { digest: DIGEST, mediaType: OCI_MANIFEST });
  });

  it('finds an empty index and an index of indexes as what they are', async () => {
    const registry = await start();
    const repository = fakeRepository(registry);
    const empty = repository.index('empty', []);
    const outer = repository.index('outer', [empty]);
    for (const [tag, { digest }] of [
      ['empty', empty],
      ['outer', outer],
    ] as const) {
      const descriptor = await findDescriptor(contentClient(), repository.target(tag), PATIENT);
      assert.deepEqual(descriptor, { digest, mediaType: OCI_INDEX });
    }
  });
});

/** Bodies, and whether they are a manifest of the type. */
const BODIES: readonly (readonly [mediaType: string, body: string, fits: boolean])[] = [
  [OCI_MANIFEST, BODY, true],
  [OCI_INDEX, '{"schemaVersion":2,"manifests":[]}', true],
  [DOCKER_LIST, `{"schemaVersion":2,"mediaType":"${DOCKER_LIST}","manifests":[]}`, true],
  [OCI_INDEX, '{"schemaVersion":2,"manifests":{}}', false],
  [OCI_INDEX, '{"schemaVersion":2,"manifests":[],"layers":[]}', false],
  [OCI_INDEX, '{"schemaVersion":2,"manifests":[],"config":{}}', false],
  [OCI_MANIFEST, '{"schemaVersion":2,"config":{},"manifests":[]}', false],
  [OCI_MANIFEST, '{"schemaVersion":2,"config":[]}', false],
  [OCI_MANIFEST, '{"schemaVersion":1,"config":{}}', false],
  [OCI_MANIFEST, `{"schemaVersion":2,"mediaType":"${DOCKER_LIST}","config":{}}`, false],
  [OCI_MANIFEST, '[]', false],
  [OCI_MANIFEST, 'null', false],
  [OCI_MANIFEST, '', false],
  [OCI_MANIFEST, '{"schemaVersion":2,', false],
  [OCI_MANIFEST, '['.repeat(1_000_000), false],
];

describe('getManifest', () => {
  const start = fakeRegistries();

  for (const [mediaType, body, fits] of BODIES) {
    it(`${fits ? 'takes' : 'refuses'} ${body.slice(0, 60)} as ${mediaType}`, async () => {
      const registry = await start();
      registry.push('shop/app', '1', { mediaType, body });
      const manifest = await getManifest(contentClient(), fakeRepository(registry).target('1'), PATIENT);
      assert.equal('reason' in manifest ? manifest.reason : 'taken', fits ? 'taken' : 'invalid-response');
    });
  }

  it('survives millions of brackets that are JSON', async () => {
    const registry = await start();
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    const body = `{"schemaVersion":2,"manifests":[${deep}]}`;
    const digest = registry.push('shop/app', '1', { mediaType: OCI_INDEX, body });
    const manifest = await getManifest(contentClient(), fakeRepository(registry).target('1'), PATIENT);
    assert.equal('digest' in manifest && manifest.digest, digest);
  });
});

describe('getJsonBlob', () => {
  const start = fakeRegistries();
  const ask = (registry: FakeRegistry, digest: string) =>
    getJsonBlob(contentClient(), { ...fakeRepository(registry).place, digest }, PATIENT);

  it('gives what is behind a digest, and nothing else', async () => {
    const registry = await start();
    const push = (body: string): string => registry.push('shop/app', null, { mediaType: OCI_CONFIG, body });
    assert.deepEqual(await ask(registry, push('{"os":"linux"}')), { content: { os: 'linux' } });
    const list = await ask(registry, push('[]'));
    assert.equal('reason' in list && list.reason, 'invalid-response');
    assert.deepEqual(await ask(registry, sha256('gone')), { reason: 'not-found' });
    const digest = push('{"a":1}');
    registry.misbehave({ kind: 'changed', body: '{"a":2}' });
    assert.deepEqual(await ask(registry, digest), {
      reason: 'digest-mismatch',
      expected: digest,
      actual: sha256('{"a":2}'),
    });
  });
});
