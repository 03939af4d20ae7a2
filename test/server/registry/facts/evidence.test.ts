import assert from 'node:assert/strict';
import { findEvidence, type Evidence } from '../../../../server/src/registry/facts/evidence';
import { readManifestFacts } from '../../../../server/src/registry/facts/manifestFacts';
import { getManifest } from '../../../../server/src/registry/manifests';
import { unresolvedMessage } from '../../../../server/src/registry/unresolvedMessage';
import { OCI_INDEX, OCI_MANIFEST, sha256, type FakeRegistry } from '../../../support/fakeRegistry';
import { fakeRegistries } from '../../../support/registryUser';
import {
  contentClient,
  fakeRepository,
  PATIENT,
  type Child,
  type FakeRepository,
} from '../../../support/registryContent';

const AMD = { os: 'linux', architecture: 'amd64' };
const IN_TOTO = 'application/vnd.in-toto+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const SPDX = 'https://spdx.dev/Document';
const SLSA = 'https://slsa.dev/provenance/v1';

interface App {
  readonly registry: FakeRegistry;
  readonly repository: FakeRepository;
  readonly index: Child;
  readonly image: Child;
}

/** An index with one image, and what BuildKit puts beside it. */
function pushApp(registry: FakeRegistry, predicates: readonly string[] = []): App {
  const repository = fakeRepository(registry);
  const image = repository.image(null, AMD);
  const attestation = (): object => ({
    ...pushStatements(repository, null, 'in-toto.io/predicate-type', predicates),
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': image.digest,
    },
    platform: { os: 'unknown', architecture: 'unknown' },
  });
  const children = predicates.length > 0 ? [attestation()] : [];
  const index = repository.index('1', [{ ...image, platform: AMD }, ...children]);
  return { registry, repository, index, image };
}

/** A manifest whose layers are statements, each annotated by what it states. */
function pushStatements(
  { push }: FakeRepository,
  tag: string | null,
  key: string,
  predicates: readonly string[],
): Child {
  const layers = predicates.map((predicate) => ({
    mediaType: IN_TOTO,
    digest: sha256(predicate),
    size: 1,
    annotations: { [key]: predicate },
  }));
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256('{}'), size: 2 };
  return push(tag, OCI_MANIFEST, { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers });
}

/** One that refers to another, as the referrers API lists it. */
function referrer(name: string, artifactType: string | undefined, annotations = {}): object {
  return { mediaType: OCI_MANIFEST, digest: sha256(name), size: 1, artifactType, annotations };
}

/** Answers the referrers API for a digest, in pages. */
function listReferrers({ registry }: App, digest: string, ...pages: (readonly object[])[]): void {
  const path = `/v2/shop/app/referrers/${digest}`;
  pages.forEach((manifests, page) => {
    const body = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests });
    registry.answer(page === 0 ? path : `${path}?page=${page}`, { mediaType: OCI_INDEX, body });
    if (page + 1 === pages.length) return;
    const link = `<${path.replace(':', '%3A')}?page=${page + 1}>; rel="next"`;
    const when = { path: new RegExp(page === 0 ? `${digest}$` : `page=${page}$`) };
    registry.misbehave({ kind: 'changed', headers: { link } }, when);
  });
}

const cosignTag = ({ digest }: Child, suffix: string): string => `${digest.replace(':', '-')}${suffix}`;

async function ask(app: App, about: Subject = 'platform'): Promise<Evidence> {
  const before = app.registry.requests.length;
  const evidence = await askAtAnyPrice(app, about);
  const asked = app.registry.asked().slice(before);
  // One more than for the evidence alone.
  assert.ok(asked.length <= 15);
  assert.equal(new Set(asked).size, asked.length, 'nothing is asked twice');
  return evidence;
}

type Subject = 'index' | 'platform' | 'single';

async function askAtAnyPrice(app: App, about: Subject): Promise<Evidence> {
  const { repository, index, image } = app;
  const target = repository.target(about === 'single' ? image.digest : index.digest);
  const client = contentClient();
  const manifest = await getManifest(client, target, PATIENT);
  assert.ok(!('reason' in manifest));
  const platformDigest = about === 'platform' ? image.digest : null;
  const question = { ...repository.place, facts: readManifestFacts(manifest), platformDigest };
  return findEvidence(client, question, PATIENT);
}

/** A line for each that was found, and for what was not: `sbom on manifest by index child: https://spdx.dev/Document`. */
function told({ signatures, sboms, provenances, others, incomplete }: Evidence): readonly string[] {
  const lists = { signature: signatures, sbom: sboms, provenance: provenances, other: others };
  return [
    ...Object.entries(lists).flatMap(([kind, found]) =>
      found.map(({ on, by, type }) => `${kind} on ${on} by ${by}: ${type}`),
    ),
    ...(incomplete ? [`incomplete: ${incomplete.reason}`] : []),
  ];
}

describe('findEvidence', () => {
  const start = fakeRegistries();

  it('finds nothing beside a plain image', async () => {
    const app = pushApp(await start());
    assert.deepEqual(told(await ask(app)), []);
    assert.equal(app.registry.requests.length, 11);
  });

  it('asks for a single image once', async () => {
    const app = pushApp(await start());
    assert.deepEqual(told(await ask(app, 'single')), []);
    const { digest } = app.image;
    const tag = cosignTag(app.image, '');
    assert.deepEqual([...app.registry.asked()].sort(), [
      `GET /v2/shop/app/manifests/${tag}`,
      `GET /v2/shop/app/manifests/${tag}.att`,
      `GET /v2/shop/app/manifests/${digest}`,
      `GET /v2/shop/app/referrers/${digest}`,
      `HEAD /v2/shop/app/manifests/${tag}.sbom`,
      `HEAD /v2/shop/app/manifests/${tag}.sig`,
    ]);
  });

  it('asks for an index alone where no platform counts', async () => {
    const app = pushApp(await start(), [SPDX]);
    assert.deepEqual(told(await ask(app, 'index')), [`sbom on manifest by index child: ${SPDX}`]);
    assert.ok(app.registry.asked().every((line) => !line.includes(app.image.digest)));
  });

  it("reads what BuildKit's attestation states", async () => {
    const app = pushApp(await start(), [SPDX, SLSA, 'https://example.com/tests', SPDX]);
    assert.deepEqual(told(await ask(app)), [
      `sbom on manifest by index child: ${SPDX}`,
      `provenance on manifest by index child: ${SLSA}`,
      'other on manifest by index child: https://example.com/tests',
    ]);
  });

  it('reads only attestations of the platform that counts', async () => {
    const app = pushApp(await start(), [SPDX]);
    const other = app.repository.image(null, { os: 'linux', architecture: 'arm64' });
    const evidence = await ask({ ...app, image: other });
    assert.deepEqual(told(evidence), []);
  });

  it('finds referrers of the index and of the image', async () => {
    const app = pushApp(await start());
    listReferrers(app, app.index.digest, [
      referrer('notation', 'application/vnd.cncf.notary.signature'),
      referrer('cosign', BUNDLE, {
        'dev.sigstore.bundle.predicateType': 'https://sigstore.dev/cosign/sign/v1',
      }),
    ]);
    listReferrers(app, app.image.digest, [
      referrer('provenance', BUNDLE, { 'dev.sigstore.bundle.predicateType': SLSA }),
      referrer('sbom', 'application/spdx+json'),
      referrer('thing', undefined),
    ]);
    assert.deepEqual(told(await ask(app)), [
      'signature on index by referrers: application/vnd.cncf.notary.signature',
      'signature on index by referrers: https://sigstore.dev/cosign/sign/v1',
      'sbom on manifest by referrers: application/spdx+json',
      `provenance on manifest by referrers: ${SLSA}`,
      `other on manifest by referrers: ${OCI_MANIFEST}`,
    ]);
    const tag = cosignTag(app.index, '');
    assert.ok(
      app.registry.asked().every((line) => !line.endsWith(tag)),
      'the tag is not asked as well',
    );
  });

  it("does not tell an index's attestation again as a referrer", async () => {
    const app = pushApp(await start(), [SPDX]);
    const child = pushStatements(app.repository, null, 'in-toto.io/predicate-type', [SPDX]);
    const type = 'application/vnd.docker.attestation.manifest.v1+json';
    listReferrers(app, app.image.digest, [{ ...child, artifactType: type }]);
    assert.deepEqual(told(await ask(app)), [`sbom on manifest by index child: ${SPDX}`]);
  });

  it("reads BuildKit's attestation of an image that stands alone", async () => {
    const app = pushApp(await start());
    const child = pushStatements(app.repository, null, 'in-toto.io/predicate-type', [SPDX, SLSA]);
    const type = 'application/vnd.docker.attestation.manifest.v1+json';
    listReferrers(app, app.image.digest, [{ ...child, artifactType: type }]);
    assert.deepEqual(told(await ask(app, 'single')), [
      `sbom on manifest by referrers: ${SPDX}`,
      `provenance on manifest by referrers: ${SLSA}`,
    ]);
  });

  for (const status of [400, 404, 405, 406, 501]) {
    it(`reads the tag that stands in for the referrers API where that answers ${status}`, async () => {
      const app = pushApp(await start());
      app.registry.misbehave({ kind: 'status', status }, { path: /referrers/, times: 3 });
      app.repository.index(cosignTag(app.image, ''), [referrer('sbom', 'application/spdx+json')]);
      assert.deepEqual(told(await askAtAnyPrice(app, 'single')), [
        'sbom on manifest by referrers tag: application/spdx+json',
      ]);
    });
  }

  for (const [name, mediaType, body] of [
    ['a web page', 'text/html', '<html>'],
    ['JSON of another type', 'application/json', '{"manifests":[]}'],
    ['an index that is none', OCI_INDEX, '{"manifests":{}}'],
  ] as const) {
    it(`reads that tag where the API answers with ${name}`, async () => {
      const app = pushApp(await start());
      app.registry.answer(`/v2/shop/app/referrers/${app.image.digest}`, { mediaType, body });
      app.repository.index(cosignTag(app.image, ''), [referrer('sbom', 'application/spdx+json')]);
      const evidence = await ask(app, 'single');
      assert.deepEqual(told(evidence), ['sbom on manifest by referrers tag: application/spdx+json']);
    });
  }

  it('takes no image that has such a tag for a list of referrers', async () => {
    const app = pushApp(await start());
    app.repository.image(cosignTag(app.image, ''), AMD);
    assert.deepEqual(told(await ask(app)), []);
  });

  it("finds cosign's tags on both", async () => {
    const app = pushApp(await start());
    pushStatements(app.repository, cosignTag(app.index, '.sig'), 'dev.cosignproject.cosign/signature', [
      'MEUC',
    ]);
    pushStatements(app.repository, cosignTag(app.image, '.sbom'), 'none', []);
    pushStatements(app.repository, cosignTag(app.image, '.att'), 'predicateType', [SLSA, SPDX]);
    assert.deepEqual(told(await ask(app)), [
      'signature on index by cosign tag: .sig',
      `sbom on manifest by cosign tag: ${SPDX}`,
      'sbom on manifest by cosign tag: .sbom',
      `provenance on manifest by cosign tag: ${SLSA}`,
    ]);
    const gets = app.registry.asked().filter((line) => /GET .*\.(?:sig|sbom)$/.test(line));
    assert.deepEqual(gets, []);
  });
});

describe('referrers in pages', () => {
  const start = fakeRegistries();
  const page = (name: string): readonly object[] => [referrer(name, 'application/spdx+json')];

  it('are read to the end', async () => {
    const app = pushApp(await start());
    listReferrers(app, app.image.digest, page('a'), page('b'), page('c'));
    const evidence = await ask(app, 'single');
    const digests = evidence.sboms.map(({ digest }) => digest);
    assert.deepEqual(digests, [sha256('a'), sha256('b'), sha256('c')]);
    assert.equal(evidence.incomplete, null);
  });

  it('are read no further than five in all', async () => {
    const app = pushApp(await start());
    const many = Array.from({ length: 9 }, (_, number) => page(`${number}`));
    listReferrers(app, app.image.digest, ...many);
    listReferrers(app, app.index.digest, page('index'));
    const evidence = await ask(app);
    assert.equal(evidence.sboms.length, 5);
    assert.deepEqual(evidence.incomplete, { reason: 'too-many-referrers' });
    assert.equal(
      unresolvedMessage('app:1', { ...evidence.incomplete, found: false, registry: 'HOST' }),
      "HOST has more signatures and attestations for 'app:1' than are read. Look there for all of them.",
    );
  });

  it('are no more than a thousand', async () => {
    const app = pushApp(await start());
    const many = Array.from({ length: 1001 }, (_, number) => referrer(`${number}`, 'application/spdx+json'));
    listReferrers(app, app.image.digest, many);
    const evidence = await ask(app, 'single');
    assert.equal(evidence.sboms.length, 1000);
    assert.deepEqual(evidence.incomplete, { reason: 'too-many-referrers' });
  });

  for (const [name, link] of [
    ['at another host', (other: string) => `<http://${other}/v2/shop/app/referrers/x?page=1>; rel="next"`],
    ['at another path', () => '</v2/other/app/referrers/x?page=1>; rel=next'],
    ['that are the same again', () => '<?>; rel="next"'],
    ['at no address', () => '<http://[>; rel="next"'],
  ] as const) {
    it(`${name} are not read`, async () => {
      const [app, other] = [pushApp(await start()), await start()];
      listReferrers(app, app.image.digest, page('a'));
      const headers = { link: link(other.host) };
      app.registry.misbehave({ kind: 'changed', headers }, { path: /referrers/ });
      assert.deepEqual(told(await ask(app, 'single')), [
        'sbom on manifest by referrers: application/spdx+json',
        'incomplete: invalid-response',
      ]);
      assert.deepEqual(other.requests, []);
    });
  }

  it('go on past a link that is about something else', async () => {
    const app = pushApp(await start());
    listReferrers(app, app.image.digest, page('a'), page('b'));
    const next = `</v2/shop/app/referrers/${app.image.digest}?page=1>; rel=next`;
    const headers = { link: `<https://example.com/help>; rel="help", ${next}` };
    app.registry.misbehave({ kind: 'changed', headers }, { path: new RegExp(`${app.image.digest}$`) });
    assert.equal((await ask(app, 'single')).sboms.length, 2);
  });
});

describe('evidence that cannot all be found', () => {
  const start = fakeRegistries();
  const signed = async (): Promise<App> => {
    const app = pushApp(await start(), [SPDX]);
    pushStatements(app.repository, cosignTag(app.image, '.sig'), 'x', []);
    return app;
  };

  for (const [name, path, reason, left] of [
    ['the referrers', /referrers/, 'unauthorised', ['signature', 'sbom']],
    ["cosign's tags", /sha256-.*\./, 'unauthorised', ['sbom']],
    ['the tag for referrers', /sha256-[0-9a-f]+$/, 'unauthorised', ['signature', 'sbom']],
  ] as const) {
    it(`says so where ${name} are refused, and tells the rest`, async () => {
      const app = await signed();
      app.registry.misbehave({ kind: 'status', status: 403 }, { path });
      const lines = told(await ask(app));
      assert.deepEqual(
        lines.map((line) => line.split(' ')[0]),
        [...left, 'incomplete:'],
      );
      assert.equal(lines.at(-1), `incomplete: ${reason}`);
    });
  }

  it('says so where a list of referrers has no end, and tells the rest', async () => {
    const app = await signed();
    app.registry.misbehave({ kind: 'endless' }, { path: /referrers/, times: 1 });
    const evidence = await ask(app);
    assert.equal(evidence.incomplete?.reason, 'too-large');
    assert.equal(evidence.signatures.length, 1);
  });

  it('says so where an attestation is gone', async () => {
    const app = await signed();
    const { attestations } = readManifestFacts(await getIndex(app));
    const { digest = '' } = attestations[0] ?? {};
    app.registry.misbehave({ kind: 'status', status: 404 }, { path: new RegExp(digest) });
    const evidence = await ask(app);
    assert.deepEqual(evidence.incomplete, { reason: 'missing-part', digest });
    assert.equal(evidence.signatures.length, 1);
  });

  it('is nothing but cancelled for whom it is cancelled', async () => {
    const app = await signed();
    const facts = readManifestFacts(await getIndex(app));
    const before = app.registry.requests.length;
    const patience = { signal: AbortSignal.abort(), until: Infinity };
    const question = { ...app.repository.place, facts, platformDigest: null };
    assert.deepEqual(told(await findEvidence(contentClient(), question, patience)), [
      'incomplete: cancelled',
    ]);
    assert.equal(app.registry.requests.length, before);
  });
});

async function getIndex({ repository, index }: App) {
  const manifest = await getManifest(contentClient(), repository.target(index.digest), PATIENT);
  assert.ok(!('reason' in manifest));
  return manifest;
}
