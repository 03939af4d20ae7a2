import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cacheFolder } from '../setup/cacheFolder';
import { ensurePrograms } from '../setup/debianPackages';
import { whenSaid } from '../setup/whenSaid';
import { QUIET_SETTINGS } from './codeServer';
import type { SuiteEnd, SuiteRun } from './suiteRun';

type Desktop =
  { readonly ready: true; readonly executable: string } | { readonly ready: false; readonly reason: string };

interface Display {
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => void;
}

const DOWNLOADS = 'https://update.code.visualstudio.com';
/** Milliseconds in which a network that is there answers. */
const PATIENCE = 3000;

/** The VS Code that VSCODE_EXECUTABLE names, else the stable one, downloaded into the cache. */
export async function ensureDesktop(): Promise<Desktop> {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named !== undefined && named !== '') return { ready: true, executable: named };
  if (!(await isReachable(DOWNLOADS))) {
    return {
      ready: false,
      reason: `${new URL(DOWNLOADS).host} is out of reach and VSCODE_EXECUTABLE is not set`,
    };
  }
  try {
    const cachePath = join(cacheFolder(), 'desktop');
    return { ready: true, executable: await downloadAndUnzipVSCode({ version: 'stable', cachePath }) };
  } catch (error) {
    return { ready: false, reason: `VS Code could not be downloaded: ${String(error)}` };
  }
}

/** Runs the suite in a VS Code with settings and extensions of its own. */
export async function runInDesktop(vscodeExecutablePath: string, run: SuiteRun): Promise<SuiteEnd> {
  const home = mkdtempSync(join(tmpdir(), 'ii-desktop-'));
  mkdirSync(join(home, 'User'), { recursive: true });
  writeFileSync(join(home, 'User', 'settings.json'), JSON.stringify(QUIET_SETTINGS));
  const own = ['--user-data-dir', home, '--extensions-dir', join(home, 'extensions')];
  const quiet = ['--disable-workspace-trust', '--disable-gpu', '--no-sandbox', '--skip-welcome'];
  const display = await startDisplay();
  try {
    const code = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: run.extension,
      extensionTestsPath: run.suite,
      extensionTestsEnv: { ...run.environment, ...display.environment },
      launchArgs: [run.folder, ...own, ...quiet],
    });
    return { code, log: '' };
  } catch (error) {
    return { code: 1, log: String(error) };
  } finally {
    display.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** On a Linux without a display one is made in memory. */
async function startDisplay(): Promise<Display> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const none = { environment: {}, stop: () => undefined };
  if (process.platform !== 'linux' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined) return none;
  const found = await ensurePrograms({ Xvfb: 'xvfb' });
  if (!found.ready) throw new Error(`There is no display, and ${found.reason}.`);
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x800x24'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [, display] = await whenSaid(server, /^(\d+)\n/m, 'Xvfb');
  return { environment: { DISPLAY: `:${String(display)}` }, stop: () => void server.kill() };
}

async function isReachable(address: string): Promise<boolean> {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}
