import { createHash } from 'node:crypto';
import { isWellFormedDigest } from '../../syntax/imageReference';
import type { RegistryClient } from '../client';
import { isRecord } from '../json';
import { MANIFEST_TYPES } from '../manifests';
import type { Answer } from '../network/exchange';
import type { Memory } from './memory';

/**
 * The same client, which remembers manifests and configurations, and asks no more for those that are asked for by digest.
 * What a tag names is asked for each time, and remembered by its digest. What is remembered is hashed again before it is
 * used, so that nobody can put other content in its place.
 */
export function rememberContent(client: RegistryClient, memory: Memory): RegistryClient {
  return async (request, patience) => {
    const { method, registry, repository, kind, target } = request;
    if (method !== 'GET' || kind === 'referrers') return client(request, patience);
    const place = { registry, repository };
    const asked = isWellFormedDigest(target) ? target : null;
    const known = asked === null ? null : readContent(await memory.recallFacts(place, asked), asked);
    if (known) return known;
    const answer = await client(request, patience);
    if ('reason' in answer) return answer;
    const digest = asked ?? digestSaid(answer);
    if (digest === null || !isWhole(answer, digest)) return answer;
    const content = { type: answer.headers.get('content-type') ?? '', body: textOf(answer.body) };
    await memory.rememberFacts(place, digest, content);
    return answer;
  };
}

const MAX_REMEMBERED_BYTES = 64 * 1024;

/** Whether it is the content that the digest names, in UTF-8, and small enough to be kept. */
function isWhole({ status, body }: Answer, digest: string): boolean {
  if (status !== 200 || body.length > MAX_REMEMBERED_BYTES) return false;
  return hashes(body, digest) && Buffer.from(textOf(body)).equals(body);
}

/** What a tag names, as the registry says it, or as its content is hashed; null for what is no manifest. */
function digestSaid({ headers, body }: Answer): string | null {
  const said = headers.get('docker-content-digest') ?? '';
  if (isWellFormedDigest(said)) return said;
  const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
  return MANIFEST_TYPES.includes(type) ? `sha256:${createHash('sha256').update(body).digest('hex')}` : null;
}

function readContent(facts: unknown, digest: string): Answer | null {
  if (!isRecord(facts) || typeof facts.body !== 'string' || typeof facts.type !== 'string') return null;
  if (!/^[\w.+/;= -]*$/.test(facts.type)) return null;
  const body = Buffer.from(facts.body);
  if (!hashes(body, digest)) return null;
  const headers = new Headers({ 'content-type': facts.type, 'docker-content-digest': digest });
  return { status: 200, headers, body, url: new URL('memory:') };
}

function hashes(body: Uint8Array, digest: string): boolean {
  const [algorithm = '', hash] = digest.split(':');
  return createHash(algorithm).update(body).digest('hex') === hash;
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}
