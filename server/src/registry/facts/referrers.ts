import type { RegistryClient } from '../client';
import { isRecord, parseJson } from '../json';
import { getManifest, isIndex, type Repository } from '../manifests';
import type { Answer } from '../network/exchange';
import type { Patience } from '../network/waiting';
import type { Failure } from '../unresolved';
import { entriesOf, readDescriptor, readTexts } from './manifestFacts';

export interface Referrer {
  readonly digest: string;
  readonly artifactType: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What refers to a digest, by which way it was found, and what kept from finding all of it. */
export interface Referrers {
  readonly by: 'referrers' | 'referrers tag';
  readonly found: readonly Referrer[];
  readonly incomplete: Failure | null;
}

/** How many pages may be read; several questions may share one. */
export interface PageBudget {
  left: number;
}

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_REFERRERS = 1000;

/**
 * Asks which manifests have a digest as their subject, by the referrers API, and where a registry does not have it, by
 * the tag that stands in for it (OCI distribution specification 1.1, "Listing Referrers").
 */
export async function findReferrers(
  client: RegistryClient,
  { digest, pages, ...place }: Repository & { readonly digest: string; readonly pages: PageBudget },
  patience: Patience,
): Promise<Referrers> {
  const found: Referrer[] = [];
  const request = { ...place, method: 'GET', kind: 'referrers', target: digest, accept: OCI_INDEX } as const;
  const result = (incomplete: Failure | null): Referrers => bounded({ by: 'referrers', found, incomplete });
  let query: string | null = '';
  for (let first = true; query !== null; first = false) {
    if (!first && pages.left <= 0) return result({ reason: 'too-many-referrers' });
    pages.left--;
    const answer: Answer | Failure = await client({ ...request, query, maxBytes: MAX_BYTES }, patience);
    if (first && isUnknownApi(answer)) return findByTag(client, { ...place, digest }, patience);
    if ('reason' in answer) return result(answer);
    const page = answer.status === 200 ? readPage(answer) : null;
    if (page === null) {
      return result({
        reason: 'invalid-response',
        detail: `answers ${answer.status} to a list of referrers`,
      });
    }
    found.push(...page);
    const next = nextQuery(answer);
    if (next !== null && typeof next !== 'string') return result(next);
    query = next;
  }
  return result(null);
}

/** The name of a tag that stands for a digest, with its length kept to what a tag may have. */
export function digestAsTag(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm.slice(0, 32)}-${hex.slice(0, 64)}`;
}

/** Whether a registry shows that it does not have the API: by its status, or by an answer that is no index. */
function isUnknownApi(answer: Answer | Failure): boolean {
  if ('reason' in answer) return answer.reason === 'server-error' && answer.status === 501;
  if (answer.status === 200) return readPage(answer) === null;
  return [400, 404, 405, 406, 410].includes(answer.status);
}

function readPage({ headers, body }: Answer): readonly Referrer[] | null {
  if (headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() !== OCI_INDEX) return null;
  const content = parseJson(body);
  return isRecord(content) && Array.isArray(content.manifests) ? readReferrers(content.manifests) : null;
}

function readReferrers(manifests: unknown): readonly Referrer[] {
  return entriesOf(manifests).flatMap((entry) => {
    const descriptor = readDescriptor(entry);
    if (!descriptor) return [];
    const { digest, mediaType } = descriptor;
    const { artifactType } = entry;
    const type = typeof artifactType === 'string' && artifactType !== '' ? artifactType : mediaType;
    return [{ digest, artifactType: type, annotations: readTexts(entry.annotations) }];
  });
}

/** The query of the next page (RFC 8288); only a link to this same list is followed. */
function nextQuery({ headers, url }: Answer): string | Failure | null {
  const link = /<([^<>]*)>\s*;[^,<]*\brel="?next\b/i.exec(headers.get('link') ?? '')?.[1];
  if (link === undefined) return null;
  const next = URL.canParse(link, url.href) ? new URL(link, url) : null;
  const isSameList = next?.origin === url.origin && pathOf(next) === pathOf(url);
  return isSameList && next.search !== url.search
    ? next.search
    : { reason: 'invalid-response', detail: 'goes on with a list at another address' };
}

/** A registry may write the colon of a digest as it is or escaped. */
function pathOf({ pathname }: URL): string {
  return pathname.replaceAll(/%3a/gi, ':');
}

async function findByTag(
  client: RegistryClient,
  { digest, ...place }: Repository & { readonly digest: string },
  patience: Patience,
): Promise<Referrers> {
  const by = 'referrers tag';
  const manifest = await getManifest(client, { ...place, tag: digestAsTag(digest), digest: null }, patience);
  if ('reason' in manifest) {
    return { by, found: [], incomplete: manifest.reason === 'not-found' ? null : manifest };
  }
  return bounded({
    by,
    found: isIndex(manifest) ? readReferrers(manifest.content.manifests) : [],
    incomplete: null,
  });
}

function bounded(referrers: Referrers): Referrers {
  const { by, found } = referrers;
  if (found.length <= MAX_REFERRERS) return referrers;
  return { by, found: found.slice(0, MAX_REFERRERS), incomplete: { reason: 'too-many-referrers' } };
}
