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

/** Reads what was found to hold provenance: at most two manifests with two statements of 4 MB each. */
export async function findProvenances(
  client: RegistryClient,
  { holders, ...place }: Repository & { readonly holders: readonly Found[] },
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
  { digest, ...place }: Repository & { readonly digest: string },
  patience: Patience,
): Promise<readonly (Provenance | Failure | null)[]> {
  const manifest = await getManifest(client, { ...place, tag: '', digest }, patience);
  if ('reason' in manifest) return [manifest];
  const layers = entriesOf(manifest.content.layers).filter(mayHoldProvenance).slice(0, MAX_STATEMENTS);
  return Promise.all(layers.map((layer) => readLayer(client, { ...place, layer }, patience)));
}

type Layer = Readonly<Record<string, unknown>>;

/** The layer of a Sigstore bundle says nothing of its own; its manifest was found to be one of provenance. */
function mayHoldProvenance(layer: Layer): boolean {
  const predicate = predicateOf(readTexts(layer.annotations));
  return predicate === null || kindOfPredicate(predicate).kind === 'provenance';
}

async function readLayer(
  client: RegistryClient,
  { layer, ...place }: Repository & { readonly layer: Layer },
  patience: Patience,
): Promise<Provenance | Failure | null> {
  const descriptor = readDescriptor(layer);
  if (!descriptor) return null;
  if (typeof layer.size === 'number' && layer.size > MAX_BYTES)
    return { reason: 'too-large', limit: MAX_BYTES };
  const { digest } = descriptor;
  const blob = await getJsonBlob(client, { ...place, digest, maxBytes: MAX_BYTES }, patience);
  return 'reason' in blob ? blob : readStatement(unwrapped(blob.content));
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
