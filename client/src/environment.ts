import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';

/** What the outside world is for the client. Tests bring their own. */
export interface Environment {
  /** The environment variables of the extension host. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly system: 'windows' | 'unix';
  readonly readFile: (path: string) => Promise<FileText>;
}

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
