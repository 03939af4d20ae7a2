import type { ReadableStream } from 'node:stream/web';

/** What the outside world is for the server and the command line. The doors build the real one, tests their own. */
export interface Environment {
  /** HTTP as the Fetch standard has it; the real one follows no redirect and has no time limit of its own. */
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
  /** For people who look into a log; never a secret. */
  readonly log: (message: string) => void;
}

export interface RequestOptions {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

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
