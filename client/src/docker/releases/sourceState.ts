/** What the workspace's Git history knows of a commit. */
export type SourceState =
  | {
      readonly known: true;
      /** Commits of HEAD that it does not have; 0 for HEAD itself. */
      readonly behind: number;
      /** Whether HEAD has it at all: a branch that is elsewhere has not. */
      readonly ancestor: boolean;
      /** First line of its message. */
      readonly subject: string;
      readonly author: string;
      /** Milliseconds since the epoch. */
      readonly date: number;
    }
  /** `no-repository`: the workspace is not that of this source, or has no Git history. */
  | { readonly known: false; readonly reason: 'unknown-commit' | 'no-repository' };
