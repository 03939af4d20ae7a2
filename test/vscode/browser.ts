import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { ensurePrograms, findProgram, READY } from '../setup/debianPackages';
import type { Readiness } from '../setup/debianPackages';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** A browser of Chromium's family, installed from Debian where there is none. */
export async function ensureBrowser(): Promise<Readiness> {
  return browserPath() === undefined ? ensurePrograms({ chromium: 'chromium' }) : READY;
}

/** Starts the browser without a window. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = browserPath();
  if (executablePath === undefined) throw new Error(`No browser found: ${NAMES.join(', ')}.`);
  const args = [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, chromiumSandbox: false, args });
}

export interface WorkbenchAddress {
  readonly folder: string;
  /** A file of the folder that is opened at once. */
  readonly file?: string;
  readonly extensionInDevelopment?: string;
  readonly suite?: string;
}

/** The address of a folder in code-server; all paths are those of its machine. */
export function workbenchUrl(
  server: string,
  { folder, file, extensionInDevelopment, suite }: WorkbenchAddress,
): string {
  const remote = (path: string): string => `vscode-remote://${new URL(server).host}${path}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (file !== undefined) payload.push(['openFile', remote(file)]);
  if (extensionInDevelopment !== undefined)
    payload.push(['extensionDevelopmentPath', remote(extensionInDevelopment)]);
  if (suite !== undefined) payload.push(['extensionTestsPath', remote(suite)]);
  return `${server}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) }).toString()}`;
}

export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  return context.newPage();
}

function browserPath(): string | undefined {
  return [process.env.CHROMIUM, ...NAMES.map(findProgram)].find((path) => path !== undefined);
}
