import type { RegistryClient } from '../client';
import { isRecord, parseJson } from '../json';
import { getJsonBlob, getManifest, type Repository } from '../manifests';
import type { Patience } from '../network/waiting';
import type { Failure } from '../unresolved';
import type { Found } from './evidence';
import { kindOfPredicate, predicateOf } from './evidenceKind';
import { entriesOf, readDescriptor, readTexts } from './manifestFacts';
import { readStatement, type Provenance } from './statement';

/** What the builders say, in the order of the evidence; nothing of it is verified. */
export interface Provenances {
  readonly provenances: readonly Provenance[];
  /** Why there may be more; null where all was read. */
  readonly incomplete: Failure | null;
}

/** Where it was found, and the digests of the index and the image that it is to be about. */
export interface ProvenanceQuestion extends Repository {
  readonly holders: readonly Found[];
  readonly subjects: readonly string[];
}

/** Reads what was found to hold provenance: at most two manifests with two statements of 4 MB each. */
export async function findProvenances(
  client: RegistryClient,
  { holders, ...place }: ProvenanceQuestion,
  patience: Patience,
): Promise<Provenances> {
  const digests = [...new Set(holders.map(({ digest }) => digest))].slice(0, MAX_HOLDERS);
  const read = digests.map((digest) => readHolder(client, { ...place, digest }, patience));
  const answers = (await Promise.all(read)).flat();
  return {
    provenances: answers.flatMap((answer) => (answer && !('reason' in answer) ? answer : [])),
    incomplete: answers.find((answer) => answer !== null && 'reason' in answer) ?? null,
  };
}

async function readHolder(
  client: RegistryClient,
  { digest, subjects, ...place }: Held & { readonly digest: string },
  patience: Patience,
): Promise<readonly (Provenance | Failure | null)[]> {
  const manifest = await getManifest(client, { ...place, tag: '', digest }, patience);
  if ('reason' in manifest) return [manifest];
  const layers = entriesOf(manifest.content.layers).filter(mayHoldProvenance).slice(0, MAX_STATEMENTS);
  return Promise.all(layers.map((layer) => readLayer(client, { ...place, subjects, layer }, patience)));
}

type Held = Omit<ProvenanceQuestion, 'holders'>;
type Layer = Readonly<Record<string, unknown>>;

/** The layer of a Sigstore bundle says nothing of its own; its manifest was found to be one of provenance. */
function mayHoldProvenance(layer: Layer): boolean {
  const predicate = predicateOf(readTexts(layer.annotations));
  return predicate === null || kindOfPredicate(predicate).kind === 'provenance';
}

async function readLayer(
  client: RegistryClient,
  { layer, subjects, ...place }: Held & { readonly layer: Layer },
  patience: Patience,
): Promise<Provenance | Failure | null> {
  const descriptor = readDescriptor(layer);
  if (!descriptor) return null;
  if (typeof layer.size === 'number' && layer.size > MAX_BYTES)
    return { reason: 'too-large', limit: MAX_BYTES };
  const { digest } = descriptor;
  const blob = await getJsonBlob(client, { ...place, digest, maxBytes: MAX_BYTES }, patience);
  if ('reason' in blob) return blob;
  const statement = unwrapped(blob.content);
  return isAbout(statement, subjects) ? readStatement(statement) : null;
}

/** A statement may stand beside an image and be about another one (in-toto specification, "Statement"). */
function isAbout({ subject }: Layer, digests: readonly string[]): boolean {
  return entriesOf(subject).some(
    ({ digest }) =>
      isRecord(digest) &&
      Object.entries(digest).some(
        ([algorithm, hash]) => typeof hash === 'string' && digests.includes(`${algorithm}:${hash}`),
      ),
  );
}

/** The statement in the envelope that signers put around it (DSSE), and in the bundle around that (Sigstore). */
function unwrapped(content: Layer): Layer {
  const envelope = isRecord(content.dsseEnvelope) ? content.dsseEnvelope : content;
  if (typeof envelope.payload !== 'string') return envelope;
  const statement = parseJson(Buffer.from(envelope.payload, 'base64'));
  return isRecord(statement) ? statement : {};
}

const MAX_HOLDERS = 2;
const MAX_STATEMENTS = 2;
const MAX_BYTES = 4 * 1024 * 1024;
