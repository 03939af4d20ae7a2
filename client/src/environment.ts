import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { Duplex } from 'node:stream';

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
  /**
   * Starts a program whose standard input and output are one stream. It fails with what the program wrote as its errors
   * when that ends otherwise than well, and with a code of the system when it cannot be started; the program ends with it.
   */
  readonly openProgram: (command: readonly [string, ...string[]]) => Duplex;
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
  /** Milliseconds since the epoch, as this machine has them now. */
  readonly date: () => number;
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
    openProgram,
  };
}

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
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

function openProgram([program, ...words]: readonly [string, ...string[]]): Duplex {
  const child = spawn(program, words, { windowsHide: true });
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    // A program that is gone takes no more; why it is gone is told when it has ended.
    write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      for (const end of [child.stdin, child.stdout, child.stderr]) end.destroy();
      child.kill();
      done(error);
    },
  });
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause();
  });
  child.on('error', (error) => stream.destroy(error));
  void endOf(child).then(({ code, errors }) => {
    if (code === 0) stream.push(null);
    else stream.destroy(Object.assign(new Error(errors || `${program} ended`), { exitCode: code }));
  });
  return stream;
}

/** Its output is whole by then, and its errors as far as they came: what it has left behind may hold them open. */
async function endOf(
  child: ChildProcessWithoutNullStreams,
): Promise<{ readonly code: number | null; readonly errors: string }> {
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-LONGEST_ERRORS);
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const silent = new Promise<void>((resolve) => child.stderr.on('close', resolve));
  await new Promise((resolve) => child.stdout.on('end', resolve));
  const code = await ended;
  await Promise.race([silent, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  return { code, errors: errors.trim() };
}

/** Characters. */
const LONGEST_ERRORS = 4096;

/** Milliseconds. */
const PATIENCE = 200;

/** Bytes. */
const LARGEST_OUTPUT = 32 * 1024 * 1024;
