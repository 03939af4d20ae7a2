/** A commit as a label, a variable or a tag has it. */
export interface CommitText {
  /** Hexadecimal digits, in small letters. */
  readonly revision: string;
  readonly dirty: boolean;
}

/**
 * Null where the text names no commit: a branch, a version, an empty build argument. Beside the bare commit it may be
 * what `git describe` writes, or the fragment of an address.
 */
export function commitIn(text: string): CommitText | null {
  const [, bare = '', mark = ''] = /^(.*?)([-+._]dirty)?$/is.exec(text.trim()) ?? [];
  const revision = FORMS.map((form) => form.exec(bare)?.[1]).find((digits) => digits !== undefined);
  if (revision === undefined || /^0+$/.test(revision)) return null;
  return { revision: revision.toLowerCase(), dirty: mark !== '' };
}

/** Whether a tag may be a commit: a date and a number of a build are digits too, and a word may be of such letters. */
export function isCommitTag(tag: string): boolean {
  const [, prefix, digits = ''] = TAG.exec(tag) ?? [];
  if (digits === '') return false;
  return prefix !== undefined || (/[a-f]/i.test(digits) && /\d/.test(digits));
}

const TAG = /^(sha-|git-)?([0-9a-f]{7,40})(?:[-+._]dirty)?$/i;
const FORMS: readonly RegExp[] = [
  /^(?:sha-|git-|sha1:|sha256:)?([0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{7,39})$/i,
  /-\d{1,6}-g([0-9a-f]{7,40})$/,
  /^[a-z0-9+@.:/_-]{1,200}#([0-9a-f]{40})(?=$|:)/i,
  /^https?:\/\/[^\s]{1,200}\/(?:blob|tree|commit)\/([0-9a-f]{40})(?=$|\/)/i,
];
