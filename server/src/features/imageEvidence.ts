import type { ImageEvidence, ImageEvidenceParams } from '../inspectionProtocol';
import type { Digests } from '../registry/digests';
import type { Trace } from '../registry/descriptions';
import type { Evidence } from '../registry/facts/evidence';
import type { BaseImage } from '../registry/facts/imageFacts';
import { unresolvedMessage } from '../registry/unresolvedMessage';
import { parseImageReference } from '../syntax/imageReference';
import { noReference } from './digestAnswers';

/** Where an image comes from, as far as its registry tells. */
export async function imageEvidence(
  { trace }: Pick<Digests, 'trace'>,
  { key, reference, platform }: ImageEvidenceParams['images'][number],
  signal: AbortSignal,
): Promise<ImageEvidence> {
  const parsed = parseImageReference(reference);
  if (parsed.kind !== 'reference') return unknownEvidence(key, noReference(reference));
  const traced = await trace(parsed, platform, signal);
  if (!traced.found) return unknownEvidence(key, unresolvedMessage(reference, traced));
  const { evidence, problem, made } = traced;
  const failure = problem ?? evidence.incomplete ?? made.incomplete;
  return {
    key,
    revision: revisionOf(traced),
    signature: signatureOf(evidence),
    attestations: attestationsOf(evidence),
    base: baseOf(traced),
    detail: failure && unresolvedMessage(reference, { ...failure, found: false, registry: parsed.registry }),
  };
}

export function unknownEvidence(key: string, detail: string): ImageEvidence {
  return { key, revision: null, signature: 'unknown', attestations: [], base: null, detail };
}

type Known = Extract<Trace, { readonly found: true }>;
type Texts = Readonly<Record<string, string>>;

/** Of what the builder attests, what is written beside the image, and what is written in it, the first that there is. */
function revisionOf({ made, image, manifest }: Known): ImageEvidence['revision'] {
  const commit = made.provenances.find((provenance) => provenance.commit !== null)?.commit;
  if (commit) return { ...commit, by: 'provenance' };
  const labels = image?.facts.labels ?? {};
  return (
    written('annotation', image?.manifest.annotations ?? {}, OCI) ??
    written('annotation', manifest.annotations, OCI) ??
    written('label', labels, OCI) ??
    written('legacy-label', labels, LABEL_SCHEMA)
  );
}

interface Names {
  readonly revision: string;
  readonly source: string;
}

const OCI: Names = {
  revision: 'org.opencontainers.image.revision',
  source: 'org.opencontainers.image.source',
};
const LABEL_SCHEMA: Names = {
  revision: 'org.label-schema.vcs-ref',
  source: 'org.label-schema.vcs-url',
};

/** Null for what is no commit, such as a branch. */
function written(
  by: 'annotation' | 'label' | 'legacy-label',
  texts: Texts,
  names: Names,
): ImageEvidence['revision'] {
  const [, revision, dirty] = COMMIT.exec(texts[names.revision]?.trim() ?? '') ?? [];
  if (revision === undefined) return null;
  // Whoever labels it may have logged in by the address.
  const source = (texts[names.source]?.trim() ?? '').replace(/^([a-z+]+:\/\/)[^/@]*@/, '$1');
  return { revision, source: source === '' ? null : source, by, dirty: dirty !== undefined };
}

const COMMIT = /^([0-9a-f]{7,64})(-dirty)?$/i;

function signatureOf({ signatures, incomplete }: Evidence): ImageEvidence['signature'] {
  if (signatures.length > 0) return 'present';
  return incomplete === null ? 'none' : 'unknown';
}

function attestationsOf({ provenances, sboms, others }: Evidence): readonly string[] {
  return [...new Set([...provenances, ...sboms, ...others].map(({ type }) => attestationName(type)))];
}

/** As people call it; a type that has no such name is told as it is. */
function attestationName(type: string): string {
  return NAMES.find(([pattern]) => pattern.test(type))?.[1] ?? type;
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/slsa\.dev\/provenance(?:\/|$)/, 'SLSA provenance'],
  [/^https:\/\/slsa\.dev\/verification_summary(?:\/|$)/, 'SLSA verification summary'],
  [/spdx/i, 'SPDX'],
  [/cyclonedx/i, 'CycloneDX'],
  [/syft/i, 'Syft SBOM'],
  [/^\.sbom$/, 'SBOM'],
  [/openvex/i, 'OpenVEX'],
];

function baseOf({ image, manifest, made }: Known): string | null {
  const base = nameOf(image?.facts.base ?? null) ?? nameOf(baseIn(manifest.annotations));
  if (base !== null) return base;
  return nameOf(made.provenances.find((provenance) => provenance.base !== null)?.base ?? null);
}

function baseIn(annotations: Texts): BaseImage | null {
  const name = annotations['org.opencontainers.image.base.name'] ?? null;
  return name === null ? null : { name, digest: annotations['org.opencontainers.image.base.digest'] ?? null };
}

function nameOf(base: BaseImage | null): string | null {
  if (!base?.name) return null;
  return base.digest === null ? base.name : `${base.name}@${base.digest}`;
}
