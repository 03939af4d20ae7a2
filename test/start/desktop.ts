import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stopWhenInterrupted } from '../setup/interruption';
import { ensureDesktop } from '../vscode/runInDesktop';
import type { OpenEditor } from './start';

export interface Opened {
  readonly folder: string;
  readonly file: string;
}

/**
 * Opens the desktop's VS Code with the extension in development: the person's own where `code` is on PATH, else one
 * that is downloaded, with settings of its own. Null where there is neither, or no display.
 */
export async function openDesktop(opened: Opened, code: string | undefined): Promise<OpenEditor | null> {
  if (code !== undefined && !process.env.VSCODE_EXECUTABLE) return launch(code, opened, []);
  const { platform, env } = process;
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return null;
  const desktop = await ensureDesktop();
  if (!desktop.ready) {
    console.log(`No VS Code of the desktop: ${desktop.reason}.`);
    return null;
  }
  const home = mkdtempSync(join(tmpdir(), 'immutable-infra-desktop-'));
  const own = ['--user-data-dir', home, '--extensions-dir', join(home, 'extensions'), '--skip-welcome'];
  const editor = launch(desktop.executable, opened, own);
  const stop = async (): Promise<void> => {
    forget();
    await editor.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  const forget = stopWhenInterrupted(stop);
  return { closed: editor.closed, stop };
}

function launch(program: string, { folder, file }: Opened, own: readonly string[]): OpenEditor {
  const development = `--extensionDevelopmentPath=${resolve('.')}`;
  const args = ['--new-window', '--wait', '--disable-workspace-trust', development, ...own, folder, file];
  console.log('Opening VS Code. Close its window, or press Ctrl-C here, to end.');
  const child = spawn(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const closed = new Promise<void>((done, fail) => {
    child.once('exit', () => done());
    child.once('error', fail);
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill();
    await closed;
  };
  return { closed, stop };
}
