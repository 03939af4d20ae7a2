import type { ReadableStream } from 'node:stream/web';

/** What the outside world is for the server and the command line. The doors build the real one, tests their own. */
export interface Environment {
  /** HTTP as the Fetch standard has it, by the given route; the real one follows no redirect and has no time limit of its own. */
  readonly fetch: (url: string, init: RequestOptions) => Promise<HttpResponse>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The process's environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  /** The nearest folder above `path` that holds a `.git`; null outside a repository. Answers from memory where it can. */
  readonly repositoryRoot: (path: string) => string | null;
  /**
   * The text of a small file beside one that is judged, at once and without a byte order mark; null where there is none,
   * it is no UTF-8, or over 1 MB. Cheap as long as the file is the same.
   */
  readonly readText: (path: string) => string | null;
  /** The names of a folder's files and links, at once; none where there is no such folder. Cheap likewise. */
  readonly fileNames: (folder: string) => readonly string[];
  readonly readFolder: (path: string) => Promise<FolderContent>;
  readonly readFile: (path: string) => Promise<FileContent>;
  /**
   * Replaces a file as a whole or not at all; a link's target is replaced, and the mode stays. Nothing is written when
   * the file no longer holds `expected`; where that is null, whatever stands there is replaced, or the file made.
   */
  readonly writeFileAtomic: (
    path: string,
    bytes: Uint8Array,
    expected: Uint8Array | null,
  ) => Promise<FileWrite>;
  /** Adds to the end of a file, which is made with its folders where it is not there. */
  readonly appendToFile: (path: string, text: string) => Promise<FileWrite>;
  /** Gives a file another name in its folder; what has that name already is replaced. */
  readonly renameFile: (path: string, name: string) => Promise<FileWrite>;
  /**
   * Runs a program of the search path, without a shell, and gives it `input`. Folders of the search path that are not
   * absolute, or are in or below one of `notFrom`, are left out.
   */
  readonly runProgram: (program: ProgramRun, signal: AbortSignal) => Promise<ProgramEnd>;
  /** For people who look into a log; never a secret. */
  readonly log: (message: string) => void;
}

export interface RequestOptions {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly route: Route;
  readonly signal: AbortSignal;
}

/** How a host is reached, and whom it is trusted by. */
export interface Route {
  /** The URL of an HTTP proxy, with the login for it where there is one; null for the direct way. */
  readonly proxy: string | null;
  /** Whether the certificate of a proxy with https must be valid; that of the host behind it always must. */
  readonly verifyProxy: boolean;
  /** Whether the operating system's authorities count beside those of the runtime. */
  readonly systemAuthorities: boolean;
  /** Further authorities for this host, as PEM. */
  readonly authorities: readonly string[];
  /** What this machine shows a host that wants to know it, as PEM. */
  readonly clientCertificate: { readonly certificate: string; readonly key: string } | null;
}

export interface ProgramRun {
  /** A name, without any path. */
  readonly name: string;
  readonly words: readonly string[];
  readonly input: string;
  readonly milliseconds: number;
  readonly maxBytes: number;
  readonly notFrom: readonly string[];
  /** Variables that it has beside those of this process, or in place of them. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** `failed` has what the program wrote before it ended with another code than 0; `output` is its standard output. */
export type ProgramEnd =
  | { readonly end: 'done'; readonly output: string }
  | { readonly end: 'failed'; readonly output: string }
  | { readonly end: 'absent' | 'timeout' | 'too-much' | 'cancelled' };

/** What is used of a `Response`. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  /** Unpacked; null where the answer has none. */
  readonly body: ReadableStream<Uint8Array> | null;
}

export type FileContent =
  | { readonly found: true; readonly bytes: Uint8Array }
  | { readonly found: false; readonly reason: 'absent' | 'unreadable'; readonly detail: string };

/** A folder's entries by name; links to files count as files, links to folders are left out. */
export type FolderContent =
  | { readonly found: true; readonly files: readonly string[]; readonly folders: readonly string[] }
  | {
      readonly found: false;
      readonly reason: 'absent' | 'not-a-folder' | 'unreadable';
      readonly detail: string;
    };

export type FileWrite =
  | { readonly written: true }
  /** `detail` is a sentence for the user. */
  | {
      readonly written: false;
      readonly reason: 'changed' | 'absent' | 'denied' | 'no-space' | 'failed';
      readonly detail: string;
    };
