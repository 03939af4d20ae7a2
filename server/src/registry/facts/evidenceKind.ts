/** What a thing beside an image is, by what it says of itself; nothing here is verified. */
export type EvidenceKind = 'signature' | 'sbom' | 'provenance' | 'other';

export interface KindOfEvidence {
  readonly kind: EvidenceKind;
  /** The predicate type of an attestation, or else the type of the thing. */
  readonly type: string;
}

/** Tells by an artifact type and the annotations beside it; an attestation is what its predicate is. */
export function kindOfArtifact(
  artifactType: string,
  annotations: Readonly<Record<string, string>>,
): KindOfEvidence {
  const predicate = predicateOf(annotations);
  if (predicate !== null) return kindOfPredicate(predicate);
  // A bundle that holds no statement holds a signature of the image itself (cosign, BUNDLE_SPEC).
  const isSignature = SIGSTORE_BUNDLE.test(artifactType) || SIGNATURE_TYPES.includes(artifactType);
  if (isSignature) return { kind: 'signature', type: artifactType };
  return { kind: SBOM_TYPE.test(artifactType) ? 'sbom' : 'other', type: artifactType };
}

/** Tells by the type of an in-toto predicate, a URI. */
export function kindOfPredicate(predicate: string): KindOfEvidence {
  return { kind: predicateKind(predicate), type: predicate };
}

/** The predicate type that annotations give: of a layer by BuildKit or cosign, of a manifest for a Sigstore bundle. */
export function predicateOf(annotations: Readonly<Record<string, string>>): string | null {
  const keys = ['in-toto.io/predicate-type', 'dev.sigstore.bundle.predicateType', 'predicateType'];
  for (const key of keys) {
    const predicate = annotations[key] ?? '';
    if (predicate !== '') return predicate;
  }
  return null;
}

const SIGSTORE_BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v[\d.]+)?\+json(?:;|$)/;
const SIGNATURE_TYPES: readonly string[] = [
  'application/vnd.dev.cosign.artifact.sig.v1+json',
  'application/vnd.dev.cosign.simplesigning.v1+json',
  'application/vnd.cncf.notary.signature',
];
/** The words that bills of materials have in their types: `application/spdx+json`, `application/vnd.cyclonedx+xml`. */
const SBOM_TYPE = /(?:^|[/.+-])(?:spdx|cyclonedx|sbom|syft)(?:[/.+;-]|$)/i;

function predicateKind(predicate: string): EvidenceKind {
  if (predicate.startsWith('https://sigstore.dev/cosign/sign/')) return 'signature';
  // Not all of slsa.dev: a verification summary says who looked, not how it was built.
  if (/^https:\/\/slsa\.dev\/provenance(?:\/|$)/.test(predicate)) return 'provenance';
  return /^https:\/\/(?:spdx\.dev|cyclonedx\.org)(?:\/|$)/.test(predicate) || SBOM_TYPE.test(predicate)
    ? 'sbom'
    : 'other';
}
