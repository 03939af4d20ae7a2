import type { Environment } from '../environment';
import { gitOutput } from './git';
import { remotes } from './remotes';
import { repositories } from './repositories';
import { isSameRepository, repositoryAddress } from './repositoryAddress';

/** A commit that a repository of the workspace has. */
export interface LocalCommit {
  /** The top folder of the repository. */
  readonly repository: string;
  /** All its digits. */
  readonly revision: string;
  readonly subject: string;
  readonly author: string;
  /** Milliseconds since the epoch: when it was committed. */
  readonly date: number;
}

export type CommitSearch =
  | { readonly found: true; readonly commit: LocalCommit }
  /** `no-repository`: there is none, or none of them is that of the source. */
  | { readonly found: false; readonly reason: 'unknown-commit' | 'no-repository' };

/** What image says it is from; `source` is a web or Git address, null where nothing says it. */
export interface ClaimedCommit {
  readonly revision: string;
  readonly source: string | null;
}

/** Looks for a commit in the repositories of these folders. An abbreviation that several commits have names none. */
export async function findCommit(
  environment: Environment,
  folders: readonly string[],
  { revision, source }: ClaimedCommit,
  signal: AbortSignal,
): Promise<CommitSearch> {
  if (!/^[0-9a-f]{7,64}$/i.test(revision)) return { found: false, reason: 'no-repository' };
  const places = await repositories(environment, folders, signal);
  const looked = await Promise.all(
    places.map(async (repository) => ({
      commit: await commitIn(environment, repository, revision.toLowerCase(), signal),
      isOurs: await isSource(environment, repository, source, signal),
    })),
  );
  // Seven digits are soon the same in two projects; forty are not.
  const isWhole = revision.length >= 40;
  const { commit } = looked.find(({ commit, isOurs }) => commit !== null && (isWhole || isOurs)) ?? {};
  if (commit) return { found: true, commit };
  return { found: false, reason: looked.some(({ isOurs }) => isOurs) ? 'unknown-commit' : 'no-repository' };
}

async function commitIn(
  environment: Environment,
  repository: string,
  revision: string,
  signal: AbortSignal,
): Promise<LocalCommit | null> {
  const words = ['log', '-1', '--format=%H%x00%ct%x00%an%x00%s', `${revision}^{commit}`, '--'];
  const output = await gitOutput(environment, repository, words, { signal });
  const [full = '', seconds = '', author = '', subject = ''] = (output ?? '').split('\0');
  // A branch may have a name of hexadecimal digits, and is not what was meant.
  if (!full.startsWith(revision)) return null;
  return { repository, revision: full, author, subject: subject.trimEnd(), date: Number(seconds) * 1000 };
}

/** Where nothing says the source, it may be any. */
async function isSource(
  environment: Environment,
  repository: string,
  source: string | null,
  signal: AbortSignal,
): Promise<boolean> {
  if (source === null) return true;
  const named = repositoryAddress(source);
  const known = (await remotes(environment, repository, signal)).map(repositoryAddress);
  return known.some((remote) => remote !== null && named !== null && isSameRepository(named, remote));
}
