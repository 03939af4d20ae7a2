/** A Git repository and what is taken of it, as builds and compose files name it. */
export interface GitRemote {
  readonly repository: string;
  /** A branch, tag or commit; null for the default branch. */
  readonly reference: string | null;
  /** Where the reference stands in the text; where one could be put, if the text has none; null for one in a query. */
  readonly place: { readonly start: number; readonly end: number } | null;
}

/** How much a reference of a Git repository can change: a commit never does. */
export type Movement = 'default branch' | 'branch' | 'tag' | 'none';

/** Reads `https://host/repository.git#reference:folder`. Sources: Docker's build contexts; BuildKit's gitutil. */
export function parseGitRemote(text: string): GitRemote | null {
  const hash = text.indexOf('#');
  const before = hash < 0 ? text : text.slice(0, hash);
  const mark = before.indexOf('?');
  const repository = mark < 0 ? before : before.slice(0, mark);
  if (!GIT_REMOTE.test(repository)) return null;
  const query = mark < 0 ? null : queriedReference(before.slice(mark));
  if (query) return { repository, reference: query[1] ?? null, place: null };
  if (hash < 0) {
    const place = mark < 0 ? { start: text.length, end: text.length } : null;
    return { repository, reference: null, place };
  }
  const colon = text.indexOf(':', hash);
  const place = { start: hash + 1, end: colon < 0 ? text.length : colon };
  const reference = text.slice(place.start, place.end);
  return { repository, reference: reference === '' ? null : reference, place };
}

/** A commit beside a tag is what the tag is compared with. */
function queriedReference(query: string): RegExpExecArray | null {
  return CHECKED.exec(query) ?? QUERY.exec(query);
}

/** Whether a text names something in another place by URL, or as `git clone` takes it from another host. */
export function isRemote(text: string): boolean {
  return /^(?!file:)[\w+.-]+:\/\/|^[\w.-]+@[\w.-]+:/.test(text);
}

/** A short hash is one of a commit all the same. */
export function movementOf(reference: string | null): Movement {
  if (reference === null || reference === 'HEAD') return 'default branch';
  if (/^[0-9a-f]{7,64}$/i.test(reference)) return 'none';
  return VERSION.test(reference) ? 'tag' : 'branch';
}

/** Whether a URL holds the commit whose file it names, so that it always gives the same. */
export function isPinnedUrl(url: string): boolean {
  return PINNED_URLS.test(url);
}

const GIT_REMOTE =
  /^(?:(?:git|ssh):\/\/|[\w.-]+@[\w.-]+:|https?:\/\/[^\s]+\.git$|github\.com\/[^/\s]+\/[^/\s]+)/;
const CHECKED = /[?&](?:commit|checksum)=([^&]*)/;
const QUERY = /[?&](?:tag|branch|ref)=([^&]*)/;
/** What people name tags: numbers with dots, `v1`, or under `tags/`. */
const VERSION = /^(?:refs\/)?tags\/|(?:^|[-_/.]|^[a-z]+)v?\d+[._-]\d+|^v\d+$/i;
/** The places where hosts of Git repositories give a file of a commit. */
const PINNED_URLS =
  /^https?:\/\/(?:raw\.githubusercontent\.com\/[^/]+\/[^/]+\/|github\.com\/[^/]+\/[^/]+\/(?:raw|archive|tarball|zipball)\/|codeload\.github\.com\/[^/]+\/[^/]+\/(?:tar\.gz|zip)\/|gist\.githubusercontent\.com\/[^/]+\/[^/]+\/raw\/|cdn\.jsdelivr\.net\/gh\/[^/]+\/[^/]+@|gitlab\.com\/.+\/-\/(?:raw|archive)\/)[0-9a-f]{40}(?:[/?#.]|$)/i;
