/** Whether a URL holds the commit whose file it names, so that it always gives the same. */
export function isPinnedUrl(url: string): boolean {
  return PINNED_URLS.test(url);
}

/** The places where hosts of Git repositories give a file of a commit. */
const PINNED_URLS =
  /^https?:\/\/(?:raw\.githubusercontent\.com\/[^/]+\/[^/]+\/|github\.com\/[^/]+\/[^/]+\/(?:raw|archive|tarball|zipball)\/|codeload\.github\.com\/[^/]+\/[^/]+\/(?:tar\.gz|zip)\/|gist\.githubusercontent\.com\/[^/]+\/[^/]+\/raw\/|cdn\.jsdelivr\.net\/gh\/[^/]+\/[^/]+@|gitlab\.com\/.+\/-\/(?:raw|archive)\/)[0-9a-f]{40}(?:[/?#.]|$)/i;
