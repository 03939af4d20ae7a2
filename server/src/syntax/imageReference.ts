/** An image reference, normalised as the distribution project's `reference` package does it. */
export interface ImageReference {
  readonly kind: 'reference';
  /** The registry's host with its port: `docker.io` where none is written. */
  readonly registry: string;
  /** The repository in the registry: `library/node` for `node`. */
  readonly repository: string;
  readonly tag: string | null;
  /** `sha256:…`, well-formed. */
  readonly digest: string | null;
  /** The name as written, without tag and digest: `node`. */
  readonly name: string;
}

/** A reference whose digest is meant as one but is not well-formed, so that no registry and no engine accepts it. */
export interface MalformedDigest {
  readonly kind: 'malformed-digest';
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | null;
  readonly name: string;
  /** The text that stands where a digest should. */
  readonly digestText: string;
}

export interface InvalidReference {
  readonly kind: 'invalid';
}

export type ParsedReference = ImageReference | MalformedDigest | InvalidReference;

/**
 * Reads `[host[:port]/]path[:tag][@algorithm:hex]`.
 * Source: the grammar of github.com/distribution/reference and its normalisation for Docker Hub.
 */
export function parseImageReference(text: string): ParsedReference {
  const at = text.indexOf('@');
  const beforeDigest = at < 0 ? text : text.slice(0, at);
  const digestText = at < 0 ? null : text.slice(at + 1);
  const colon = beforeDigest.indexOf(':', beforeDigest.lastIndexOf('/') + 1);
  const name = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = colon < 0 ? null : beforeDigest.slice(colon + 1);
  const normalised = normaliseName(name);
  if (!normalised) return INVALID;
  if (tag !== null && DIGEST_AS_TAG.test(tag)) {
    return { kind: 'malformed-digest', ...normalised, name, tag: null, digestText: tag };
  }
  if (tag !== null && !TAG.test(tag)) return INVALID;
  if (digestText === null || isWellFormedDigest(digestText)) {
    return { kind: 'reference', ...normalised, name, tag, digest: digestText };
  }
  if (PLACEHOLDER_DIGEST.test(digestText)) return INVALID;
  return { kind: 'malformed-digest', ...normalised, name, tag, digestText };
}

/** Whether `text` is a digest of a registered algorithm: its name, a colon, and lower-case hex of its length (OCI image specification, "Digests"). */
export function isWellFormedDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** Splits a name into registry and repository; null when the grammar does not allow it. */
function normaliseName(name: string): { registry: string; repository: string } | null {
  if (HEX_ID.test(name)) return null;
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasHost =
    slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const host = hasHost ? first : DOCKER_HUB;
  const path = hasHost ? name.slice(slash + 1) : name;
  if (!HOST.test(host) || !PATH.test(path)) return null;
  const registry = host === 'index.docker.io' ? DOCKER_HUB : host;
  const repository = registry === DOCKER_HUB && !path.includes('/') ? `library/${path}` : path;
  return repository.length > MAX_REPOSITORY_LENGTH ? null : { registry, repository };
}

const INVALID: InvalidReference = { kind: 'invalid' };
const DOCKER_HUB = 'docker.io';
const MAX_REPOSITORY_LENGTH = 255;
const TAG = /^\w[\w.-]{0,127}$/;
/** People write underscores too, which name no host of the internet but are no reason to judge nothing. */
const HOST_LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9_-]*[a-zA-Z0-9])';
const HOST = new RegExp(`^(?:${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const PATH_COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${PATH_COMPONENT}(?:/${PATH_COMPONENT})*$`);
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
/** A name of 64 hex digits is an image ID to Docker, never a repository. */
const HEX_ID = /^[0-9a-f]{64}$/;
const DIGEST_AS_TAG = /^sha(?:256|384|512)[:-]/i;
/** What stands for a digest in documentation and templates. */
const PLACEHOLDER_DIGEST = /[<>{}$…]|\.\.\.|^(?:sha\d+:)?(?:x+|X+|\*+)?$/;
