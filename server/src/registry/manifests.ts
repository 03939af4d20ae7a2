import { createHash } from 'node:crypto';
import { isWellFormedDigest } from '../syntax/imageReference';
import type { RegistryClient } from './client';
import type { Answer } from './network/exchange';
import { isRecord, parseJson } from './json';
import type { Patience } from './network/waiting';
import type { Failure } from './unresolved';

/** What a tag or a digest names. */
export interface Descriptor {
  /** Of the manifest or index as the registry has it, never of one that it converted. */
  readonly digest: string;
  readonly mediaType: string;
}

export interface Manifest extends Descriptor {
  readonly content: Readonly<Record<string, unknown>>;
}

export interface Target {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  /** Where there is one, it decides, and the tag is documentation. */
  readonly digest: string | null;
}

export type Repository = Pick<Target, 'registry' | 'repository'>;

/** The four manifest types of the OCI image specification and of Docker; a registry that is not told of one may convert it. */
const INDEX_TYPES: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
export const MANIFEST_TYPES: readonly string[] = [
  ...INDEX_TYPES,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const ACCEPT = MANIFEST_TYPES.join(', ');
const MAX_MANIFEST_BYTES = 8 * 1024 * 1024;

export function isIndex({ mediaType }: Descriptor): boolean {
  return INDEX_TYPES.includes(mediaType);
}

/** Asks by HEAD what a reference names, and by GET where the answer lacks the digest or the type. */
export async function findDescriptor(
  client: RegistryClient,
  target: Target,
  patience: Patience,
): Promise<Descriptor | Failure> {
  const answer = await client(manifestRequest('HEAD', target), patience);
  if (knowsNoHead(answer)) return getDescriptor(client, target, patience);
  if ('reason' in answer) return answer;
  if (answer.status !== 200) return statusFailure(answer.status);
  return readHeaders(answer, target) ?? getDescriptor(client, target, patience);
}

/** Fetches a manifest or index and checks that it is what its digest says. */
export async function getManifest(
  client: RegistryClient,
  target: Target,
  patience: Patience,
): Promise<Manifest | Failure> {
  const answer = await client(manifestRequest('GET', target), patience);
  if ('reason' in answer) return answer;
  return answer.status === 200 ? readManifest(answer, target.digest) : statusFailure(answer.status);
}

/** Fetches a blob of JSON, such as an image's configuration, and checks its digest. */
export async function getJsonBlob(
  client: RegistryClient,
  {
    registry,
    repository,
    digest,
    maxBytes = MAX_MANIFEST_BYTES,
  }: Repository & { readonly digest: string; readonly maxBytes?: number },
  patience: Patience,
): Promise<{ readonly content: Readonly<Record<string, unknown>> } | Failure> {
  const place = { registry, repository, kind: 'blobs', target: digest } as const;
  const request = { ...place, method: 'GET', accept: '*/*', maxBytes } as const;
  const answer = await client(request, patience);
  if ('reason' in answer) return answer;
  if (answer.status !== 200) return statusFailure(answer.status);
  const actual = digestOf(answer.body, algorithmOf(digest));
  if (actual !== digest) return { reason: 'digest-mismatch', expected: digest, actual };
  const content = parseJson(answer.body);
  return isRecord(content)
    ? { content }
    : { reason: 'invalid-response', detail: 'has a configuration that is no JSON' };
}

function manifestRequest(method: 'GET' | 'HEAD', { registry, repository, tag, digest }: Target) {
  const target = digest ?? tag;
  const kind = 'manifests';
  return {
    method,
    registry,
    repository,
    kind,
    target,
    accept: ACCEPT,
    maxBytes: MAX_MANIFEST_BYTES,
  } as const;
}

/** Without the content, which is more than what is remembered of a tag. */
async function getDescriptor(
  client: RegistryClient,
  target: Target,
  patience: Patience,
): Promise<Descriptor | Failure> {
  const manifest = await getManifest(client, target, patience);
  return 'reason' in manifest ? manifest : { digest: manifest.digest, mediaType: manifest.mediaType };
}

/** Whether HEAD is what a registry or a proxy before it does not know; a 406 is about the types and would be the same for GET. */
function knowsNoHead(answer: Answer | Failure): boolean {
  const failed = 'reason' in answer;
  const status = !failed || answer.reason === 'server-error' ? answer.status : 0;
  return status === 400 || status === 405 || status === 501;
}

/** What the headers alone say; null where they do not say it all, or not what was asked for. */
function readHeaders({ headers }: Answer, { digest: wanted }: Target): Descriptor | Failure | null {
  const digest = headers.get('docker-content-digest') ?? '';
  const mediaType = mediaTypeOf(headers) ?? '';
  // A type of its own says what it is; a general one, as `application/json`, may be HEAD's alone.
  if (mediaType.startsWith('application/vnd.') && !MANIFEST_TYPES.includes(mediaType)) {
    return { reason: 'unsupported-manifest', mediaType };
  }
  if (!isWellFormedDigest(digest) || !MANIFEST_TYPES.includes(mediaType)) return null;
  return wanted === null || wanted === digest ? { digest, mediaType } : null;
}

function readManifest({ headers, body }: Answer, wanted: string | null): Manifest | Failure {
  const mediaType = mediaTypeOf(headers);
  // Never hashed: schema 1 is signed and its digest another, and an error page has none.
  if (mediaType === null || !MANIFEST_TYPES.includes(mediaType))
    return { reason: 'unsupported-manifest', mediaType };
  const said = headers.get('docker-content-digest') ?? '';
  // What is no digest, or of an algorithm that is not known, proves nothing and is not written anywhere.
  const known = isWellFormedDigest(said) ? said : null;
  for (const expected of [wanted, known]) {
    if (expected === null) continue;
    const actual = digestOf(body, algorithmOf(expected));
    if (actual !== expected) return { reason: 'digest-mismatch', expected, actual };
  }
  const content = parseJson(body);
  if (!isRecord(content) || !fits(content, mediaType)) {
    return { reason: 'invalid-response', detail: `sends what is no ${mediaType}` };
  }
  return { digest: wanted ?? known ?? digestOf(body, 'sha256'), mediaType, content };
}

/** Whether a body can be of the type that the registry says; one that could be two things is none (CVE-2021-41190). */
function fits(content: Readonly<Record<string, unknown>>, mediaType: string): boolean {
  if (content.schemaVersion !== 2) return false;
  if (content.mediaType !== undefined && content.mediaType !== mediaType) return false;
  return INDEX_TYPES.includes(mediaType)
    ? Array.isArray(content.manifests) && content.config === undefined && content.layers === undefined
    : isRecord(content.config) && content.manifests === undefined;
}

/** Of a well-formed digest; Node has these algorithms under the same names. */
function algorithmOf(digest: string): string {
  return digest.slice(0, digest.indexOf(':'));
}

function digestOf(body: Uint8Array, algorithm: string): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}

/** The type without its parameters. */
function mediaTypeOf(headers: Answer['headers']): string | null {
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === '' ? null : type.slice(0, 100);
}

/** A status that is neither success nor one that the client has dealt with. */
function statusFailure(status: number): Failure {
  if (status === 404 || status === 410) return { reason: 'not-found' };
  return { reason: 'invalid-response', detail: `answers ${status}` };
}
