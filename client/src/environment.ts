import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';

/** What the outside world is for the client. Tests bring their own. */
export interface Environment {
  /** The environment variables of the extension host. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly system: 'windows' | 'unix';
  readonly readFile: (path: string) => Promise<FileText>;
  /** Names of what is in a folder; null where it cannot be read. */
  readonly listFolder: (path: string) => Promise<readonly string[] | null>;
  /** Runs a program without a shell, and collects what it writes. */
  readonly runProgram: (
    command: readonly [string, ...string[]],
    options: ProgramOptions,
  ) => Promise<ProgramResult>;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Milliseconds that it may take. */
  readonly limit: number;
  /** Beside those of the extension host, or instead of them; undefined takes one away. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** For its standard input; nothing where it is absent. */
  readonly input?: string;
}

export type ProgramResult =
  /** `code` is null where it was ended by a signal, or by its limit. */
  | { readonly ran: true; readonly code: number | null; readonly output: string; readonly errors: string }
  /** It is not installed, or cannot be started. */
  | { readonly ran: false; readonly detail: string };

export type FileText =
  | { readonly found: true; readonly text: string }
  | { readonly found: false; readonly reason: 'absent' | 'unreadable'; readonly detail: string };

export interface Clock {
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
  /** Resolves after `milliseconds`, or at once when the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export function nodeEnvironment(): Environment {
  return {
    variables: process.env,
    homeDirectory: homedir(),
    system: process.platform === 'win32' ? 'windows' : 'unix',
    readFile: readText,
    listFolder,
    runProgram,
  };
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
    }),
};

async function readText(path: string): Promise<FileText> {
  try {
    return { found: true, text: await readFile(path, 'utf8') };
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { found: false, reason: absent ? 'absent' : 'unreadable', detail: String(error) };
  }
}

async function listFolder(path: string): Promise<readonly string[] | null> {
  try {
    return await readdir(path);
  } catch {
    return null;
  }
}

function runProgram(
  [program, ...words]: readonly [string, ...string[]],
  { folder, signal, limit, variables, input }: ProgramOptions,
): Promise<ProgramResult> {
  const env = { ...process.env, ...variables };
  const options = { cwd: folder, signal, timeout: limit, maxBuffer: LARGEST_OUTPUT, windowsHide: true, env };
  return new Promise((resolve) => {
    const child = execFile(program, words, options, (error, output, errors) => {
      const code = error?.code;
      if (typeof code === 'string') resolve({ ran: false, detail: error?.message ?? code });
      else resolve({ ran: true, code: error ? (code ?? null) : 0, output, errors });
    });
    // It may end before it has read all, and that is for its exit code to say.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** Bytes. */
const LARGEST_OUTPUT = 32 * 1024 * 1024;
