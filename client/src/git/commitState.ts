import type { SourceState } from '../docker/releases/sourceState';
import type { Environment } from '../environment';
import { findCommit, type ClaimedCommit, type LocalCommit } from './findCommit';
import { gitOutput } from './git';

/** What the Git history of these folders knows of a commit that an image claims. Only files are read. */
export async function commitState(
  environment: Environment,
  folders: readonly string[],
  claimed: ClaimedCommit,
  signal: AbortSignal,
): Promise<SourceState> {
  const search = await findCommit(environment, folders, claimed, signal);
  if (!search.found) return { known: false, reason: search.reason };
  const { subject, author, date } = search.commit;
  const { behind, ancestor } = await distance(environment, search.commit, signal);
  return { known: true, behind, ancestor, subject, author, date };
}

async function distance(
  environment: Environment,
  { repository, revision }: LocalCommit,
  signal: AbortSignal,
): Promise<{ readonly behind: number; readonly ancestor: boolean }> {
  const words = ['rev-list', '--left-right', '--count', `${revision}...HEAD`, '--'];
  const output = await gitOutput(environment, repository, words, { signal });
  const [, own, behind] = /^(\d+)\s+(\d+)/.exec(output ?? '') ?? [];
  // A branch without a commit has no history that could have it.
  return { behind: Number(behind ?? 0), ancestor: own === '0' };
}
