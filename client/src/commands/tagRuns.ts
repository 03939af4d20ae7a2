import type { TagHistory } from '../../../server/src/protocol';
import { ago, day } from '../wording/moments';

export interface TagRun {
  /** The digest's first digits. */
  readonly label: string;
  readonly description: string;
  /** The digest. */
  readonly detail: string;
}

/** Times while a tag named one digest, the latest first. `now`: milliseconds since the epoch. */
export function tagRuns(runs: TagHistory['runs'], now: number): TagRun[] {
  return runs
    .map(({ digest, first, last }) => ({
      label: `$(history) ${digest.replace(/^(\w+:[0-9a-f]{12})[0-9a-f]*$/, '$1')}`,
      description: `since ${day(first)}, seen last ${ago(last, now)}`,
      detail: digest,
    }))
    .reverse();
}

export function noHistory(reference: string): string {
  return `Nothing is recorded for ${reference}. Its history begins with the first question to a registry.`;
}
