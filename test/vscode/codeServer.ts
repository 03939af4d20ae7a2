import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopWhenInterrupted } from '../setup/interruption';
import { outputOf } from '../setup/runProgram';
import { whenSaid } from '../setup/whenSaid';
import type { Workbench } from './workbench';

export interface CodeServer {
  /** `http://127.0.0.1:PORT`; `vscode-remote:` URIs must name the same host. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export interface CodeServerOptions {
  /** Where extensions are installed; an empty folder of its own when absent. */
  readonly extensionsFolder?: string;
  /** Needed to load an extension in development and to run a suite; hides notifications. */
  readonly testDriver?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A quiet workbench that changes no file by itself. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Starts code-server on a free port of the loopback interface, with a home folder of its own. */
export async function startCodeServer(
  { node, entry }: Workbench,
  { extensionsFolder, testDriver = false, settings, environment }: CodeServerOptions,
): Promise<CodeServer> {
  const home = mkdtempSync(join(tmpdir(), 'immutable-infra-workbench-'));
  mkdirSync(join(home, 'data', 'User'), { recursive: true });
  writeFileSync(join(home, 'data/User/settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...settings }));
  writeFileSync(join(home, 'config.yaml'), '');
  const child = spawn(
    node,
    [
      entry,
      ...['--bind-addr', '127.0.0.1:0', '--auth', 'none', '--config', join(home, 'config.yaml')],
      ...[
        '--user-data-dir',
        join(home, 'data'),
        '--extensions-dir',
        extensionsFolder ?? join(home, 'extensions'),
      ],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      ...['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'],
      ...(testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    { env: { ...homeEnvironment(home), ...environment }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = async (): Promise<void> => {
    forget();
    await stopGroup(child);
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  const forget = stopWhenInterrupted(stop);
  try {
    const [, url = ''] = await whenSaid(
      child,
      /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/,
      'code-server',
    );
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Installs a packaged extension as a user does. */
export async function installExtension(
  workbench: Workbench,
  vsix: string,
  extensionsFolder: string,
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'immutable-infra-install-'));
  const options = ['--extensions-dir', extensionsFolder, '--user-data-dir', join(home, 'data')];
  try {
    await outputOf(workbench.node, [workbench.entry, '--install-extension', vsix, '--force', ...options], {
      environment: homeEnvironment(home),
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Nothing of the user's own settings, and no marketplace. */
function homeEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'share'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
}

/** The server has children of its own: extension hosts, language servers. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const group = -child.pid;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(group, 'SIGTERM');
  const limit = setTimeout(() => process.kill(group, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(limit);
}
