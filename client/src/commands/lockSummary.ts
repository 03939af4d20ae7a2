import type { LockPlan } from '../../../server/src/protocol';
import type { Summary } from './pinSummary';

/** `declined`: the user has seen the preview and does not want it. */
export type LockOutcome = 'nothing' | 'written' | 'unchanged' | 'declined' | 'failed';

/** Null where there is nothing to say. `name`: the lock file's, as people name it. */
export function lockSummary(
  { problems, caution }: LockPlan,
  name: string,
  outcome: LockOutcome,
): Summary | null {
  if (outcome === 'declined') return null;
  const sentences = [
    outcomeText(name, outcome),
    problems.length > 0 ? `${problems.length} could not be locked.` : null,
    outcome === 'written' || outcome === 'unchanged' ? caution : null,
  ];
  return {
    message: sentences.filter(Boolean).join(' '),
    isWarning: problems.length > 0 || outcome === 'failed',
    details: problems,
  };
}

/** Whether two texts differ in nothing but how their lines end. */
export function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}

function outcomeText(name: string, outcome: Exclude<LockOutcome, 'declined'>): string {
  switch (outcome) {
    case 'nothing':
      return 'There is nothing to lock.';
    case 'written':
      return `${name} is written.`;
    case 'unchanged':
      return `${name} is already up to date.`;
    case 'failed':
      return `${name} could not be written. Look whether the file may be written to.`;
  }
}
