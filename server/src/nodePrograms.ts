import { spawn, type ChildProcess } from 'node:child_process';
import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, posix, relative, resolve, sep, win32 } from 'node:path';
import type { Environment, ProgramEnd, ProgramRun } from './environment';
import { codeOf } from './nodeStorage';

export interface ProgramOptions {
  /** The programs' environment, whose search path counts. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Runs programs so that nothing that they do makes the caller wait for longer than it wants to. */
export function createProgramRunner({ variables, platform }: ProgramOptions): Environment['runProgram'] {
  return async (program, signal) => {
    const path = await findProgram(program, { variables, platform });
    if (signal.aborted) return { end: 'cancelled' };
    if (path === null) return { end: 'absent' };
    try {
      return await follow(start(path, program, { variables, platform }), program, signal);
    } catch (error) {
      return failedStart(codeOf(error));
    }
  };
}

/** The real path of a program, so that what was judged is what is run. */
async function findProgram(
  { name, notFrom }: ProgramRun,
  { variables, platform }: ProgramOptions,
): Promise<string | null> {
  if (basename(name) !== name) return null;
  const forbidden = await Promise.all(notFrom.filter((folder) => folder !== '').map(realOrGiven));
  const isForbidden = (path: string): boolean =>
    forbidden.some((folder) => isWithin(folder, path, platform !== 'linux'));
  for (const folder of searchPath(variables, platform)) {
    const [realFolder, path] = await Promise.all([
      realOrNull(folder),
      realOrNull(join(folder, platform === 'win32' ? `${name}.exe` : name)),
    ]);
    if (realFolder === null || path === null || isForbidden(realFolder) || isForbidden(path)) continue;
    if (await isProgram(path)) return path;
  }
  return null;
}

function searchPath(variables: ProgramOptions['variables'], platform: NodeJS.Platform): readonly string[] {
  const rules = platform === 'win32' ? win32 : posix;
  const key =
    platform === 'win32' ? Object.keys(variables).find((name) => name.toUpperCase() === 'PATH') : 'PATH';
  const value = (key === undefined ? undefined : variables[key]) ?? '';
  const folders = value.split(rules.delimiter);
  const bare = platform === 'win32' ? folders.map((folder) => folder.replace(/^"(.*)"$/, '$1')) : folders;
  return bare.filter((folder) => rules.isAbsolute(folder));
}

async function realOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}

async function realOrGiven(path: string): Promise<string> {
  return (await realOrNull(path)) ?? resolve(path);
}

/** Where the file system may not tell upper from lower case, they are taken for the same. */
function isWithin(folder: string, path: string, anyCase: boolean): boolean {
  const way = anyCase ? relative(folder.toLowerCase(), path.toLowerCase()) : relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Its folder is where it runs: what it looks for beside itself must not come from where the caller happens to be. */
function start(
  path: string,
  { name, words, variables: own }: ProgramRun,
  { variables, platform }: ProgramOptions,
): Started {
  const isGroup = platform !== 'win32';
  const child = spawn(path, words, {
    argv0: name,
    cwd: dirname(path),
    env: { ...variables, ...own },
    detached: isGroup,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const started = { child, isGroup };
  if (running.size === 0) process.on('exit', killAll);
  running.add(started);
  return started;
}

/** A program of another group outlives this process, unless it is ended before. */
const running = new Set<Started>();

function killAll(): void {
  for (const started of running) kill(started);
}

interface Started {
  readonly child: ChildProcess;
  /** Whether the processes that it starts are its group, and end with it. */
  readonly isGroup: boolean;
}

/** Milliseconds that a program's output may still come after its end; a process that it left may hold it open for ever. */
const OUTPUT_DELAY = 200;

function follow(
  started: Started,
  { input, milliseconds, maxBytes }: ProgramRun,
  signal: AbortSignal,
): Promise<ProgramEnd> {
  const { child } = started;
  return new Promise((settle) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let afterExit: NodeJS.Timeout | undefined;
    const finish = (end: ProgramEnd): void => {
      clearTimeout(limit);
      clearTimeout(afterExit);
      signal.removeEventListener('abort', cancel);
      kill(started);
      running.delete(started);
      if (running.size === 0) process.off('exit', killAll);
      child.stdin?.destroy();
      child.stdout?.destroy();
      child.unref();
      settle(end);
    };
    const cancel = (): void => finish({ end: 'cancelled' });
    const limit = setTimeout(() => finish({ end: 'timeout' }), milliseconds);
    const finishWithOutput = (): void => {
      const output = Buffer.concat(chunks).toString('utf8');
      finish({ end: child.exitCode === 0 ? 'done' : 'failed', output });
    };
    signal.addEventListener('abort', cancel);
    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) finish({ end: 'too-much' });
      else chunks.push(chunk);
    });
    child.on('error', (error) => finish(failedStart(codeOf(error))));
    child.on('exit', () => {
      clearTimeout(limit);
      if (!child.stdout?.destroyed) afterExit = setTimeout(finishWithOutput, OUTPUT_DELAY);
    });
    child.on('close', finishWithOutput);
    // A program that does not read what it is given is judged by what it answers.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** What has ended by itself may have left something that is to stay, such as an agent. */
function kill({ child, isGroup }: Started): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (isGroup) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended just now.
  }
}

function failedStart(code: string): ProgramEnd {
  return code === 'ENOENT' || code === 'EACCES' ? { end: 'absent' } : { end: 'failed', output: '' };
}
