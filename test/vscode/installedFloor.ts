import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { prepareLaboratory } from '../docker/laboratory';
import type { Readiness } from '../setup/debianPackages';
import { runMocha } from '../setup/mochaFloor';
import type { Totals } from '../setup/mochaFloor';
import { outputOf } from '../setup/runProgram';
import { ensureBrowser } from './browser';
import { ensureWorkbench } from './workbench';

/** It needs the workbench in a browser, which playwright can use as a person does, and a real engine to show. */
export async function prepareInstalled(): Promise<Readiness> {
  const workbench = await ensureWorkbench();
  if (!workbench.ready) return workbench;
  const browser = await ensureBrowser();
  return browser.ready ? prepareLaboratory() : browser;
}

/** Packages the extension and runs out/test/vscode/installed with it. */
export async function runInstalled(): Promise<Totals | null> {
  const folder = mkdtempSync(join(tmpdir(), 'immutable-infra-vsix-'));
  try {
    const vsix = join(folder, 'immutable-infra.vsix');
    await packageExtension(vsix);
    const hooks = ['docker', 'vscode/installed'].flatMap((room) => [
      '--require',
      resolve(`out/test/${room}/hooks.js`),
    ]);
    const own = ['--no-config', '--no-package', '--timeout', '60000'];
    return await runMocha([...own, ...hooks, 'out/test/vscode/installed/*.test.js'], { TEST_VSIX: vsix });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds and packages as `npm run package` does for people. */
export async function packageExtension(vsix: string): Promise<void> {
  await outputOf('npm', ['run', 'package', '--', '--out', vsix]);
}
