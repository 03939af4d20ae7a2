/** What both launchers need to run the suite in a VS Code; all paths are absolute. */
export interface SuiteRun {
  readonly extension: string;
  /** A module whose `run` runs the tests. */
  readonly suite: string;
  readonly folder: string;
  /** Seen by the extension host. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly limit: number;
}

export interface SuiteEnd {
  /** Of the extension host; 0 also when it has died. */
  readonly code: number;
  /** What the editor itself said meanwhile; of interest when the suite left no figures. */
  readonly log: string;
}
