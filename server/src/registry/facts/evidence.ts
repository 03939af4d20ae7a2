import type { RegistryClient } from '../client';
import { findDescriptor, getManifest, type Repository } from '../manifests';
import type { Patience } from '../network/waiting';
import type { Failure } from '../unresolved';
import { kindOfArtifact, kindOfPredicate, predicateOf, type KindOfEvidence } from './evidenceKind';
import { entriesOf, readTexts, type Attestation, type ManifestFacts } from './manifestFacts';
import { digestAsTag, findReferrers, type PageBudget } from './referrers';

/** What stands beside an image, as far as it was found. That it is there is all that is known: none of it is verified. */
export interface Evidence {
  readonly signatures: readonly Found[];
  readonly sboms: readonly Found[];
  readonly provenances: readonly Found[];
  readonly others: readonly Found[];
  /** Why there may be more; null where every way was gone to its end. */
  readonly incomplete: Failure | null;
}

export interface Found {
  /** What it is about: the index, or the manifest of the platform. */
  readonly on: 'index' | 'manifest';
  /** Of the manifest that holds it. */
  readonly digest: string;
  readonly by: 'index child' | 'referrers' | 'referrers tag' | 'cosign tag';
  /** A predicate type, an artifact type, or the end of cosign's tag where nothing else is known: `.sig`. */
  readonly type: string;
}

export interface EvidenceQuestion extends Repository {
  /** Of the index or the single image that the reference names. */
  readonly facts: ManifestFacts;
  /** Of the image that counts, where `facts` are an index's. */
  readonly platformDigest: string | null;
}

/**
 * Looks for signatures and attestations of an index and of one image in it: in the children of the index, by the
 * referrers API or its tag, and by cosign's tags. At most 14 requests: 9 for an image of BuildKit's where the registry
 * has the API, 4 for a single image.
 */
export async function findEvidence(
  client: RegistryClient,
  { facts, platformDigest, ...place }: EvidenceQuestion,
  patience: Patience,
): Promise<Evidence> {
  const pages: PageBudget = { left: MAX_PAGES };
  const ways = subjectsOf(facts, platformDigest).flatMap((subject) => [
    findByReferrers(client, { ...place, subject, pages, onlySubject: !facts.isIndex }, patience),
    ...COSIGN_TAGS.map((suffix) => findByCosignTag(client, { ...place, subject, suffix }, patience)),
  ]);
  const children = attestationsFor(facts, platformDigest).map((attestation) =>
    readAttestation(
      client,
      { ...place, on: 'manifest', digest: attestation.digest, by: 'index child' },
      patience,
    ),
  );
  const findings = await Promise.all([...children, ...ways]);
  const items = withoutRepetition(findings.flatMap(({ items: found }) => found));
  const ofKind = (kind: Item['kind']): readonly Found[] =>
    items.filter((item) => item.kind === kind).map(({ found }) => found);
  return {
    signatures: ofKind('signature'),
    sboms: ofKind('sbom'),
    provenances: ofKind('provenance'),
    others: ofKind('other'),
    incomplete: findings.find(({ incomplete }) => incomplete !== null)?.incomplete ?? null,
  };
}

/** Pages of referrers in all. With two fallback tags, six tags of cosign's and two attestations these are 14 requests. */
const MAX_PAGES = 5;
const MAX_ATTESTATIONS = 2;
const COSIGN_TAGS = ['.sig', '.att', '.sbom'] as const;

interface Subject {
  readonly on: Found['on'];
  readonly digest: string;
}

interface Item {
  readonly kind: KindOfEvidence['kind'];
  readonly found: Found;
}

interface Finding {
  readonly items: readonly Item[];
  readonly incomplete: Failure | null;
}

function subjectsOf({ isIndex, digest }: ManifestFacts, platformDigest: string | null): readonly Subject[] {
  if (!isIndex) return [{ on: 'manifest', digest }];
  const index: Subject = { on: 'index', digest };
  return platformDigest === null || platformDigest === digest
    ? [index]
    : [index, { on: 'manifest', digest: platformDigest }];
}

/** Those about the image that counts, or the first ones where none does. */
function attestationsFor(
  { attestations }: ManifestFacts,
  platformDigest: string | null,
): readonly Attestation[] {
  const about = attestations.filter(({ of }) => platformDigest === null || of === platformDigest);
  return about.slice(0, MAX_ATTESTATIONS);
}

async function readAttestation(
  client: RegistryClient,
  { on, digest, by, ...place }: Repository & Omit<Found, 'type'>,
  patience: Patience,
): Promise<Finding> {
  const manifest = await getManifest(client, { ...place, tag: '', digest }, patience);
  if ('reason' in manifest) {
    const isGone = manifest.reason === 'not-found';
    return { items: [], incomplete: isGone ? { reason: 'missing-part', digest } : manifest };
  }
  return allOf(readPredicates(manifest.content.layers), { on, digest, by });
}

async function findByReferrers(
  client: RegistryClient,
  { subject: { on, digest: about }, pages, onlySubject, ...place }: ReferrersQuestion,
  patience: Patience,
): Promise<Finding> {
  const question = { ...place, digest: about, pages };
  const { found, by, incomplete } = await findReferrers(client, question, patience);
  // BuildKit's own do not say outside what they state; those of an index are read as its children.
  const closed = found.filter(({ artifactType }) => artifactType === BUILDKIT_ATTESTATION);
  const read = onlySubject ? closed.slice(0, MAX_ATTESTATIONS) : [];
  const readings = await Promise.all(
    read.map(({ digest }) => readAttestation(client, { ...place, on, digest, by }, patience)),
  );
  const items = found.map(({ digest, artifactType, annotations }) =>
    itemOf(kindOfArtifact(artifactType, annotations), { on, digest, by }),
  );
  const stated = readings.flatMap((reading) => reading.items);
  const isStated = ({ found: { digest } }: Item): boolean =>
    stated.some((item) => item.found.digest === digest);
  return {
    items: [...items.filter((item) => !isStated(item)), ...stated],
    incomplete: incomplete ?? readings.find((reading) => reading.incomplete !== null)?.incomplete ?? null,
  };
}

interface ReferrersQuestion extends Repository {
  readonly subject: Subject;
  readonly pages: PageBudget;
  /** Whether there is no index around it. */
  readonly onlySubject: boolean;
}

const BUILDKIT_ATTESTATION = 'application/vnd.docker.attestation.manifest.v1+json';

/** The tags that cosign used before there were referrers: of signatures and documents it is enough that they are there. */
async function findByCosignTag(
  client: RegistryClient,
  {
    subject: { on, digest: about },
    suffix,
    ...place
  }: Repository & { readonly subject: Subject; readonly suffix: (typeof COSIGN_TAGS)[number] },
  patience: Patience,
): Promise<Finding> {
  const target = { ...place, tag: `${digestAsTag(about)}${suffix}`, digest: null };
  const by = 'cosign tag';
  if (suffix === '.att') {
    const manifest = await getManifest(client, target, patience);
    if ('reason' in manifest) return notFound(manifest);
    return allOf(readPredicates(manifest.content.layers), { on, digest: manifest.digest, by });
  }
  const descriptor = await findDescriptor(client, target, patience);
  if ('reason' in descriptor) return notFound(descriptor);
  const kind: KindOfEvidence = { kind: suffix === '.sig' ? 'signature' : 'sbom', type: suffix };
  return allOf([kind], { on, digest: descriptor.digest, by });
}

function notFound(failure: Failure): Finding {
  return { items: [], incomplete: failure.reason === 'not-found' ? null : failure };
}

/** What the layers of an attestation state, each kind of statement once. */
function readPredicates(layers: unknown): readonly KindOfEvidence[] {
  const kinds = entriesOf(layers).map((layer): KindOfEvidence => {
    const predicate = predicateOf(readTexts(layer.annotations));
    if (predicate !== null) return kindOfPredicate(predicate);
    return { kind: 'other', type: typeof layer.mediaType === 'string' ? layer.mediaType : '' };
  });
  return [...new Map(kinds.map((kind) => [kind.type, kind])).values()];
}

function allOf(kinds: readonly KindOfEvidence[], place: Omit<Found, 'type'>): Finding {
  return { items: kinds.map((kind) => itemOf(kind, place)), incomplete: null };
}

/** Types are a registry's own text. */
const MAX_TYPE_LENGTH = 200;

function itemOf({ kind, type }: KindOfEvidence, place: Omit<Found, 'type'>): Item {
  return { kind, found: { ...place, type: type.slice(0, MAX_TYPE_LENGTH) } };
}

/** What one way has found is not told again for another; attestations of an index refer to their image as well. */
function withoutRepetition(items: readonly Item[]): readonly Item[] {
  const ways = new Map<string, Found['by']>();
  return items.filter(({ found: { digest, by } }) => {
    const first = ways.get(digest) ?? by;
    ways.set(digest, first);
    return first === by;
  });
}
