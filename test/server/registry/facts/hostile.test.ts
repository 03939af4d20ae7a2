import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readImageFacts } from '../../../../server/src/registry/facts/imageFacts';
import {
  childFor,
  readManifestFacts,
  samePlatforms,
  type ManifestFacts,
} from '../../../../server/src/registry/facts/manifestFacts';
import { OCI_INDEX, OCI_MANIFEST, sha256 } from '../../../support/fakeRegistry';

/** Values that registries could send under the keys that are read. */
const text = fc.oneof(
  fc.constantFrom('linux', 'amd64', 'v8', 'unknown', sha256('a'), OCI_INDEX),
  fc.string(),
);
const texts = fc.dictionary(
  fc.oneof(fc.constantFrom('__proto__', 'constructor'), fc.string()),
  fc.jsonValue(),
);
const entry = fc.record(
  {
    mediaType: fc.oneof(text, fc.jsonValue()),
    digest: fc.oneof(fc.constantFrom(sha256('a'), sha256('b')), fc.jsonValue()),
    size: fc.oneof(fc.nat(), fc.jsonValue()),
    platform: fc.oneof(fc.record({ os: text, architecture: text, variant: text }), fc.jsonValue()),
    annotations: fc.oneof(texts, fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const content = fc.record(
  {
    manifests: fc.oneof(fc.array(fc.oneof(entry, fc.jsonValue())), fc.jsonValue()),
    config: fc.oneof(entry, fc.jsonValue()),
    layers: fc.oneof(fc.array(entry), fc.jsonValue()),
    subject: fc.oneof(entry, fc.jsonValue()),
    annotations: fc.oneof(texts, fc.jsonValue()),
    artifactType: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const facts = fc
  .tuple(fc.constantFrom(OCI_INDEX, OCI_MANIFEST), content)
  .map(([mediaType, value]): ManifestFacts => {
    const json = JSON.stringify(value);
    const parsed = JSON.parse(json) as Record<string, unknown>;
    return readManifestFacts({ digest: sha256(json), mediaType, content: parsed });
  });

describe('whatever a registry sends', () => {
  it('is read, and gives only digests that can be asked for and platforms in plain words', () => {
    fc.assert(
      fc.property(facts, (read) => {
        const digests = [
          ...[...read.platforms, ...read.others, ...read.attestations].map(({ digest }) => digest),
          ...(read.config ? [read.config.digest] : []),
        ];
        for (const digest of digests) assert.match(digest, /^sha256:[0-9a-f]{64}$/);
        for (const { platform } of read.platforms) assert.match(platform, /^[\w.-]+(?:\/[\w.-]+){1,2}$/);
        for (const value of Object.values(read.annotations)) assert.equal(typeof value, 'string');
      }),
    );
  });

  it('compares with itself as the same, and alike in both directions', () => {
    fc.assert(
      fc.property(facts, facts, (one, other) => {
        assert.ok(
          samePlatforms(one, { ...one, digest: sha256('another index with the same') }) || !one.isIndex,
        );
        assert.equal(samePlatforms(one, other), samePlatforms(other, one));
      }),
    );
  });

  it('gives for each platform that it names an image, and for two that count as the same the same one', () => {
    fc.assert(
      fc.property(facts, facts, (one, other) => {
        const same = samePlatforms(one, other) && one.isIndex && other.isIndex;
        for (const { platform } of one.platforms) {
          const child = childFor(one, platform);
          assert.ok(child);
          if (same) assert.equal(childFor(other, platform)?.digest, child.digest);
        }
      }),
    );
  });

  it('is read as a configuration, and never shows a variable', () => {
    const secret = 'PASSWORD=hunter2';
    const config = fc.dictionary(
      fc.constantFrom(
        'User',
        'Volumes',
        'ExposedPorts',
        'Labels',
        'Healthcheck',
        'Cmd',
        'Entrypoint',
        'StopSignal',
      ),
      fc.oneof(texts, fc.jsonValue(), fc.record({ Test: fc.jsonValue(), Interval: fc.jsonValue() })),
    );
    fc.assert(
      fc.property(config, fc.jsonValue(), (value, created) => {
        const read = readImageFacts({
          os: 'linux',
          architecture: 'amd64',
          created,
          config: { ...value, Env: [secret] },
        });
        assert.equal(read.platform, 'linux/amd64');
        assert.ok(!JSON.stringify(read).includes(secret));
      }),
    );
  });
});
