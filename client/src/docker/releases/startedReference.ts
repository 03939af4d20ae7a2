/** The little that the views need to know of an image reference as an engine gives it. */
export interface StartedReference {
  /** As the author of the container wrote it. */
  readonly text: string;
  /** Without tag and digest, and without what Docker adds: `node` for `docker.io/library/node:20`. */
  readonly repository: string;
  readonly digest: string | null;
}

/** Splits `name:tag@digest`; the last colon after the last slash starts the tag. */
export function startedReference(text: string): StartedReference {
  const [name = '', digest] = text.split('@', 2);
  const repository = familiarName(name.replace(/:[^/:]*$/, ''));
  return { text, repository, digest: digest !== undefined && isDigest(digest) ? digest : null };
}

/** An image's id, whole or shortened, where a reference is expected: what it was before it moved is not told. */
export function isImageId(text: string, imageId: string): boolean {
  const hexadecimal = text.replace(/^sha256:/, '');
  if (!/^[0-9a-f]{4,64}$/.test(hexadecimal)) return false;
  return imageId.replace(/^sha256:/, '').startsWith(hexadecimal);
}

/** An algorithm that the OCI image specification registers, with the number of digits that belongs to it. */
export function isDigest(text: string): boolean {
  return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}

function familiarName(name: string): string {
  return name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
}
