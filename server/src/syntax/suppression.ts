import type { Span } from '../text/span';

/** An ignore comment: `# immutable-infra-ignore rule-id[, rule-id]: reason`. */
export interface Suppression {
  readonly comment: Span;
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** The findings that start in here are waived. */
  readonly scope: Span;
}

/** An ignore comment by itself, before it is known what it stands beside. */
export interface SuppressionComment {
  /** From the `#` to the end of the comment. */
  readonly comment: Span;
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** True for `# immutable-infra-ignore-file`. */
  readonly wholeFile: boolean;
}

/** Reads a comment that begins at `offset` of the file, from its `#`; null where it is no ignore comment. */
export function parseSuppressionComment(comment: string, offset: number): SuppressionComment | null {
  const match = IGNORE_COMMENT.exec(comment);
  if (!match) return null;
  const [, file, ids = '', reason = ''] = match;
  return {
    comment: { start: offset, end: offset + comment.trimEnd().length },
    rules: ids.split(/[\s,]+/).filter((id) => id !== ''),
    reason: reason.trim() === '' ? null : reason.trim(),
    wholeFile: file !== undefined,
  };
}

const IGNORE_COMMENT = /^#\s*immutable-infra-ignore(-file)?(?:\s+([a-z0-9\s,-]*))?\s*(?::(.*))?$/s;
