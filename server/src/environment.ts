/** What the outside world is for the server and the command line. The doors build the real one, tests their own. */
export interface Environment {
  /** HTTP as the Fetch standard has it; the real one follows no redirect and has no time limit of its own. */
  readonly fetch: (url: string, init: RequestOptions) => Promise<Response>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The process's environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly readFile: (path: string) => Promise<FileContent>;
  /** For people who look into a log; never a secret. */
  readonly log: (message: string) => void;
}

export interface RequestOptions {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export type FileContent =
  | { readonly found: true; readonly bytes: Uint8Array }
  | { readonly found: false; readonly reason: 'absent' | 'unreadable'; readonly detail: string };
