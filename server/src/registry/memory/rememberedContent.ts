import { createHash } from 'node:crypto';
import { isWellFormedDigest } from '../../syntax/imageReference';
import type { RegistryClient } from '../client';
import { isRecord } from '../json';
import type { Answer } from '../network/exchange';
import type { Memory } from './memory';

/**
 * The same client, which remembers manifests and configurations that were asked for by digest. What is remembered is
 * hashed again before it is used, so that nobody can put other content in its place.
 */
export function rememberContent(client: RegistryClient, memory: Memory): RegistryClient {
  return async (request, patience) => {
    const { method, registry, repository, kind, target } = request;
    const byDigest = method === 'GET' && kind !== 'referrers' && isWellFormedDigest(target);
    if (!byDigest) return client(request, patience);
    const place = { registry, repository };
    const known = readContent(await memory.recallFacts(place, target), target);
    if (known) return known;
    const answer = await client(request, patience);
    if ('reason' in answer || !isWhole(answer, target)) return answer;
    const content = { type: answer.headers.get('content-type') ?? '', body: textOf(answer.body) };
    await memory.rememberFacts(place, target, content);
    return answer;
  };
}

const MAX_REMEMBERED_BYTES = 64 * 1024;

/** Whether it is the content that the digest names, in UTF-8, and small enough to be kept. */
function isWhole({ status, body }: Answer, digest: string): boolean {
  if (status !== 200 || body.length > MAX_REMEMBERED_BYTES) return false;
  return hashes(body, digest) && Buffer.from(textOf(body)).equals(body);
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
