import { isDigest } from '../docker/releases/startedReference';

export interface ReferenceParts {
  /** As written: `registry:5000/team/app`. */
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Splits `name:tag@digest`; the last colon after the last slash starts the tag. */
export function referenceParts(text: string): ReferenceParts {
  const [before = '', digest] = text.split('@', 2);
  const [, name = before, tag = null] = /^(.*?):([^:/]*)$/.exec(before) ?? [];
  return {
    name,
    tag: tag === '' ? null : tag,
    digest: digest !== undefined && isDigest(digest) ? digest : null,
  };
}

/** Whether two names are one repository: `node`, `docker.io/library/node`. */
export function isSameName(one: string, other: string): boolean {
  return familiar(one) === familiar(other);
}

function familiar(name: string): string {
  return name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
}
