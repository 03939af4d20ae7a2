import { parseImageReference } from './imageReference';

/**
 * Whether an image is one of those that patterns name, such as `traefik`, `acme/app:2` or `ghcr.io/acme/*`. Names of
 * Docker Hub may be written short or in full on either side. A pattern without a tag is for any tag, one with a digest
 * for that digest alone. A star stands for a part of a name between slashes, or at the end for all that is below.
 */
export function matchesImage(image: string, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  const parsed = parseImageReference(image);
  if (parsed.kind === 'invalid') return false;
  const names = namesOf(parsed.registry, parsed.repository);
  const digest = parsed.kind === 'reference' ? parsed.digest : null;
  const tag = parsed.tag ?? (digest === null ? 'latest' : null);
  return patterns.map(patternOf).some((pattern) => {
    if (pattern.digest !== null && pattern.digest !== digest) return false;
    if (pattern.tag !== null && (tag === null || !matches(pattern.tag, tag))) return false;
    return names.some((name) => matches(pattern.name, name));
  });
}

interface ImagePattern {
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

function patternOf(written: string): ImagePattern {
  const [named = '', digest = null] = written.trim().split('@', 2);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return colon < 0
    ? { name: named, tag: null, digest }
    : { name: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

/** All the ways to write the name of one image. */
function namesOf(registry: string, repository: string): string[] {
  const full = [`${registry}/${repository}`];
  if (registry !== 'docker.io') return full;
  const official = 'library/';
  const short = repository.startsWith(official) ? [repository.slice(official.length)] : [];
  const paths = [repository, ...short];
  return [...paths, ...paths.map((path) => `docker.io/${path}`), ...paths.map((p) => `index.docker.io/${p}`)];
}

/**
 * Whether a pattern with stars matches all of a text. The pattern may be anybody's, so that the time is that of their
 * lengths multiplied, and never more: `reached` are the places of the text that the pattern so far can end at.
 */
function matches(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  let reached = new Set([0]);
  for (let index = 0; index < pattern.length && reached.size > 0; index++) {
    const letter = pattern[index] ?? '';
    if (letter !== '*') {
      reached = new Set([...reached].filter((at) => text[at] === letter).map((at) => at + 1));
      continue;
    }
    const before = index === 0 ? '/' : pattern[index - 1];
    const isDeep = pattern[index + 1] === '*' || (index === pattern.length - 1 && /[/*]/.test(before ?? ''));
    reached = new Set(placesAfterStar(reached, text, isDeep));
  }
  return reached.has(text.length);
}

function* placesAfterStar(reached: ReadonlySet<number>, text: string, isDeep: boolean): Iterable<number> {
  let open = false;
  for (let at = 0; at <= text.length; at++) {
    open ||= reached.has(at);
    if (!open) continue;
    yield at;
    if (!isDeep && text[at] === '/') open = false;
  }
}
