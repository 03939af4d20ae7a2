import assert from 'node:assert/strict';
import { readImageFacts } from '../../../server/src/registry/facts/imageFacts';
import { readManifestFacts } from '../../../server/src/registry/facts/manifestFacts';
import { imagePage } from '../../../server/src/reports/imagePage';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, sha256 } from '../../support/fakeRegistry';

const [INDEX, IMAGE, CONFIG] = [sha256('index'), sha256('image'), sha256('config')];
const index = readManifestFacts({
  digest: INDEX,
  mediaType: OCI_INDEX,
  content: {
    manifests: [
      { mediaType: OCI_MANIFEST, digest: IMAGE, size: 7, platform: { os: 'linux', architecture: 'amd64' } },
    ],
    annotations: { 'org.opencontainers.image.version': '20 | <b>`new`</b>' },
  },
});
const manifest = readManifestFacts({
  digest: IMAGE,
  mediaType: OCI_MANIFEST,
  content: { config: { mediaType: OCI_CONFIG, digest: CONFIG, size: 1_000 }, layers: [{ size: 52_300_000 }] },
});
const facts = readImageFacts({
  os: 'linux',
  architecture: 'amd64',
  created: '2026-11-01T10:00:00Z',
  config: {
    User: 'node',
    Volumes: { '/data': {} },
    ExposedPorts: { '8080/tcp': {} },
    Healthcheck: { Test: ['CMD-SHELL', 'curl -f http://localhost'], Interval: 30e9 },
    Labels: { 'org.opencontainers.image.base.name': 'docker.io/library/debian:12' },
  },
});

describe('the page about an image', () => {
  const page = imagePage('node:20', {
    digest: INDEX,
    mediaType: OCI_INDEX,
    manifest: index,
    platforms: index.platforms,
    chosen: index.platforms[0]!,
    image: { platform: 'linux/amd64', manifest, facts },
    problem: null,
    evidence: {
      signatures: [{ on: 'index', digest: sha256('sig'), by: 'cosign tag', type: '.sig' }],
      sboms: [],
      provenances: [],
      others: [],
      incomplete: null,
    },
  });

  it('says what is known, and that nothing of it was verified', () => {
    assert.deepEqual(page.split('\n').slice(0, 40), [
      '# node:20',
      '',
      '| | |',
      '| --- | --- |',
      `| Digest | \`${INDEX}\` |`,
      `| Type | index, \`${OCI_INDEX}\` |`,
      '',
      '## Platforms',
      '',
      '| platform | digest |',
      '| --- | --- |',
      `| linux/amd64 | \`${IMAGE}\` |`,
      '',
      '## The image for linux/amd64',
      '',
      '| | |',
      '| --- | --- |',
      '| Created | 2026\\-11\\-01T10:00:00Z |',
      '| Size | 52.3 MB compressed |',
      '| User | `node` |',
      '| Volumes | `/data` |',
      '| Ports | `8080/tcp` |',
      '| Health check | `CMD-SHELL curl -f http://localhost` every 30s |',
      '| Base image | `docker.io/library/debian:12` |',
      '',
      '## Beside the image',
      '',
      '| | |',
      '| --- | --- |',
      '| Signatures | `.sig` on the index (cosign tag) |',
      '| SBOM | not found |',
      '| Provenance | not found |',
      '',
      'What is present was not verified.',
      '',
      '## Annotations',
      '',
      '| | |',
      '| --- | --- |',
      '| `org.opencontainers.image.version` | ``20 \\| <b>`new`</b>`` |',
    ]);
  });

  it('shows what a registry wrote as text: on one line, never as Markdown, and not without end', () => {
    const label = `a\n\n# b ${'`'.repeat(3)} c ${'x'.repeat(10_000)}`;
    const hostile = imagePage('[x](command:y)', {
      digest: IMAGE,
      mediaType: OCI_MANIFEST,
      manifest: { ...manifest, annotations: { name: label } },
      platforms: [],
      chosen: null,
      image: null,
      problem: null,
      evidence: {
        signatures: [],
        sboms: [],
        provenances: [],
        others: [],
        incomplete: { reason: 'not-found' },
      },
    });
    assert.match(hostile, /^# \\\[x\\\]\\\(command:y\\\)\n/);
    assert.match(hostile, /\| `name` \| ````a # b ``` c x{1,500}…```` \|/);
    assert.match(hostile, /there may be more/);
  });
});
