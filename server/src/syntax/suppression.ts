import type { Span } from '../text/span';

/** An ignore comment: `# immutable-infra-ignore rule-id[, rule-id]: reason`. */
export interface Suppression {
  readonly comment: Span;
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** The findings that start in here are waived. */
  readonly scope: Span;
}
