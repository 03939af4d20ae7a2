import type { EngineDigest, EngineDigestParams } from '../../../server/src/protocol';
import type { Connection, Engine } from './engine';
import { startedReference } from './releases/startedReference';

/**
 * What the container engine knows of a reference: what the registry answers when the engine asks it, else the digest
 * with which the engine once pulled it. Null where there is no engine, or it knows none or more than one.
 */
export async function answerEngineDigest(
  { reference }: EngineDigestParams,
  cancelled: AbortSignal,
  connect: (signal: AbortSignal) => Promise<Connection>,
): Promise<EngineDigest | null> {
  const named = withTag(reference);
  if (named === null) return null;
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(LIMIT)]);
  const connection = await connect(signal);
  return connection.connected ? engineDigest(connection.engine, named, signal) : null;
}

async function engineDigest(
  engine: Engine,
  reference: string,
  signal: AbortSignal,
): Promise<EngineDigest | null> {
  const asked = await engine.distribution(reference, signal);
  if (asked.ok && asked.value && isKnownType(asked.value.mediaType))
    return { ...asked.value, by: 'registry' };
  if (signal.aborted) return null;
  const image = await engine.image(reference, signal);
  if (!image.ok || !image.value) return null;
  const digest = onlyDigest(image.value.repositoryDigests, startedReference(reference).repository);
  return digest === null ? null : { digest, mediaType: null, by: 'pulled' };
}

/** An image may have been pulled by its index and by its manifest; which of them the tag names is not recorded. */
function onlyDigest(repositoryDigests: readonly string[], repository: string): string | null {
  const digests = new Set(
    repositoryDigests
      .map(startedReference)
      .flatMap((known) => (known.repository === repository && known.digest !== null ? known.digest : [])),
  );
  const [digest] = digests;
  return digests.size === 1 && digest !== undefined ? digest : null;
}

/** With the tag that an engine adds; null for what is no reference, for it becomes a part of a path. */
function withTag(reference: string): string | null {
  if (!/^[\w.\-/:@[\]+]{1,512}$/.test(reference) || /\.\.|\/\/|^\/|\/$/.test(reference)) return null;
  if (reference.includes('@') || /:[^/:]+$/.test(reference)) return reference;
  return `${reference}:latest`;
}

/** The four kinds of manifest that a pin may name: OCI image-spec media-types.md, Docker's schema 2. */
function isKnownType(mediaType: string | null): boolean {
  return mediaType === null || MANIFEST_TYPES.has(mediaType);
}

const MANIFEST_TYPES = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);

/** Milliseconds in all. */
const LIMIT = 10_000;
