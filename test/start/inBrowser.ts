import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopWhenInterrupted } from '../setup/interruption';
import { ensureBrowser, launchBrowser, newPage, workbenchUrl } from '../vscode/browser';
import { installExtension, startCodeServer } from '../vscode/codeServer';
import { packageExtension } from '../vscode/installedFloor';
import { ensureWorkbench } from '../vscode/workbench';
import type { Opened } from './desktop';
import type { OpenEditor, StartOptions } from './start';

/** Starts VS Code's workbench for the browser, with the packaged extension installed, and says where it is. */
export async function openInBrowser(
  { folder, file }: Opened,
  { check, begin }: StartOptions,
): Promise<OpenEditor> {
  const { workbench, ...readiness } = await ensureWorkbench();
  if (!workbench)
    throw new Error(readiness.ready ? 'No workbench.' : `No VS Code to open: ${readiness.reason}.`);
  const home = mkdtempSync(join(tmpdir(), 'immutable-infra-start-'));
  const vsix = join(home, 'immutable-infra.vsix');
  const extensionsFolder = join(home, 'extensions');
  const remove = (): void => rmSync(home, { recursive: true, force: true });
  const forget = stopWhenInterrupted(remove);
  await packageExtension(vsix);
  await installExtension(workbench, vsix, extensionsFolder);
  const server = await startCodeServer(workbench, { extensionsFolder });
  const stop = async (): Promise<void> => {
    forget();
    await server.stop();
    remove();
  };
  const url = workbenchUrl(server.url, { folder, file });
  const ready = `ready after ${seconds(begin)}`;
  console.log(
    `VS Code in the browser, ${ready}. Open this address on this machine; Ctrl-C here ends it:\n\n  ${url}\n`,
  );
  if (!check) return { closed: new Promise(() => undefined), stop };
  return { closed: waitForFindings(url, begin), stop };
}

async function waitForFindings(url: string, begin: number): Promise<void> {
  const installed = await ensureBrowser();
  if (!installed.ready) throw new Error(installed.reason);
  const browser = await launchBrowser();
  try {
    const page = await newPage(browser);
    await page.goto(url);
    const squiggles = page.locator('.squiggly-warning, .squiggly-error, .squiggly-info, .squiggly-hint');
    await squiggles.first().waitFor({ timeout: 60_000 });
    console.log(`The editor shows its first findings after ${seconds(begin)}: ${await squiggles.count()}.`);
  } finally {
    await browser.close();
  }
}

function seconds(begin: number): string {
  return `${((Date.now() - begin) / 1000).toFixed(1)} s`;
}
