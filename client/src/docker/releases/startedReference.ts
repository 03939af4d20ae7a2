/** The little that we need to know of an image reference as an engine gives it. */
export interface StartedReference {
  /** As the author of the container wrote it. */
  readonly text: string;
  /** Without tag and digest, and without what Docker adds: `node` for `docker.io/library/node:20`. */
  readonly repository: string;
  /** Null where none is written, which without a digest means `latest`. */
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Splits `name:tag@digest`; the last colon after the last slash starts the tag. */
export function startedReference(text: string): StartedReference {
  const [name = '', digest] = text.split('@', 2);
  const tag = /:([^/:]*)$/.exec(name);
  const repository = familiarName(tag ? name.slice(0, tag.index) : name);
  return {
    text,
    repository,
    tag: tag?.[1] === undefined || tag[1] === '' ? null : tag[1],
    digest: digest !== undefined && isDigest(digest) ? digest : null,
  };
}

/** The tag that is meant; null for a reference that names a digest and no tag. */
export function meantTag({ tag, digest }: StartedReference): string | null {
  return tag ?? (digest === null ? 'latest' : null);
}

/** `repository:tag` in one spelling for all that mean the same; null where no tag is meant. */
export function tagName(reference: StartedReference): string | null {
  const tag = meantTag(reference);
  return tag === null ? null : `${reference.repository}:${tag}`;
}

/** Whether a repository names its registry; a first part is a host only where it could not be a user of Docker Hub. */
export function hasHost(repository: string): boolean {
  return /^(?:[^/]*[.:][^/]*|localhost)\//.test(repository);
}

/** An image's id, whole or shortened, where a reference is expected: what it was before it moved is not told. */
export function isImageId(text: string, imageId: string): boolean {
  const hexadecimal = text.replace(/^sha256:/, '');
  if (!/^[0-9a-f]{4,64}$/.test(hexadecimal)) return false;
  // A whole id is one whatever it names: in containerd's store it may be that of the index, and the container's that of
  // the manifest.
  if (text.startsWith('sha256:') && hexadecimal.length === 64) return true;
  return imageId.replace(/^sha256:/, '').startsWith(hexadecimal);
}

/** An algorithm that the OCI image specification registers, with the number of digits that belongs to it. */
export function isDigest(text: string): boolean {
  return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}

function familiarName(name: string): string {
  return name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
}
