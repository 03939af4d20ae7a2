import assert from 'node:assert/strict';
import { kindOfArtifact, type EvidenceKind } from '../../../../server/src/registry/facts/evidenceKind';

const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const BUNDLE_KEY = 'dev.sigstore.bundle.predicateType';
const IN_TOTO = 'application/vnd.in-toto+json';

/** An artifact type and its annotation → what it is, told by the annotation where there is one. */
const KINDS: readonly (readonly [type: string, annotations: Record<string, string>, kind: EvidenceKind])[] = [
  [BUNDLE, {}, 'signature'],
  [BUNDLE, { [BUNDLE_KEY]: '' }, 'signature'],
  [BUNDLE, { [BUNDLE_KEY]: 'https://sigstore.dev/cosign/sign/v1' }, 'signature'],
  [BUNDLE, { [BUNDLE_KEY]: 'https://slsa.dev/provenance/v1' }, 'provenance'],
  [BUNDLE, { [BUNDLE_KEY]: 'https://spdx.dev/Document/v2.3' }, 'sbom'],
  [BUNDLE, { [BUNDLE_KEY]: 'https://cyclonedx.org/bom' }, 'sbom'],
  [BUNDLE, { [BUNDLE_KEY]: 'https://slsa.dev/verification_summary/v1' }, 'other'],
  [BUNDLE, { [BUNDLE_KEY]: 'https://openvex.dev/ns/v0.2.0' }, 'other'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.2', {}, 'signature'],
  ['application/vnd.dev.sigstore.bundles+json', {}, 'other'],
  ['application/vnd.dev.cosign.artifact.sig.v1+json', {}, 'signature'],
  ['application/vnd.cncf.notary.signature', {}, 'signature'],
  ['application/spdx+json', {}, 'sbom'],
  ['text/spdx', {}, 'sbom'],
  ['application/vnd.cyclonedx+xml', {}, 'sbom'],
  ['application/vnd.syft+json', {}, 'sbom'],
  ['application/vnd.goharbor.harbor.sbom.v1', {}, 'sbom'],
  [IN_TOTO, { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' }, 'sbom'],
  [IN_TOTO, { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' }, 'provenance'],
  [IN_TOTO, {}, 'other'],
  [
    'application/vnd.dsse.envelope.v1+json',
    { predicateType: 'https://slsa.dev/provenance/v1' },
    'provenance',
  ],
  [IN_TOTO, { predicateType: 'https://slsa.dev.example/provenance/v1' }, 'other'],
  [IN_TOTO, { predicateType: 'https://scout.docker.com/sbom/v0.1' }, 'sbom'],
  ['application/vnd.docker.attestation.manifest.v1+json', {}, 'other'],
  ['', {}, 'other'],
];

describe('what stands beside an image', () => {
  for (const [type, annotations, kind] of KINDS) {
    const predicate = Object.values(annotations).join('');
    it(`${type} ${predicate}: ${kind}`, () => {
      const expected = { kind, type: predicate === '' ? type : predicate };
      assert.deepEqual(kindOfArtifact(type, annotations), expected);
    });
  }
});
