import type { Environment } from '../environment';
import type { LocalCommit } from './findCommit';
import { gitOutput } from './git';

/** A commit as git shows it to people, with the files that it changed; null where git does not answer. */
export function commitText(
  environment: Environment,
  { repository, revision }: LocalCommit,
  signal: AbortSignal,
): Promise<string | null> {
  const shown = ['show', '--stat', '--summary', '--no-color', '--no-ext-diff', '--no-textconv'];
  return gitOutput(environment, repository, [...shown, '--format=fuller', revision, '--'], { signal });
}
