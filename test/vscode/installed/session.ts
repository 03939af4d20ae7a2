import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, workbenchUrl } from '../browser';
import { installExtension, startCodeServer } from '../codeServer';
import { ensureWorkbench } from '../workbench';

/** VS Code with the packaged extension installed, as a person has it: no development, no test driver. */
export interface Session {
  /** Opens a folder in a page of its own, with one of its files in the editor. */
  readonly open: (folder: string, file: string) => Promise<Page>;
  /** The page that is open, into out/screenshots. */
  readonly picture: (name: string) => Promise<void>;
  /** Ends every page. */
  readonly closePages: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface SessionOptions {
  readonly vsix: string;
  /** For the extension: the engine, the Docker configuration. */
  readonly environment: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly context?: BrowserContextOptions;
}

export async function startSession({
  vsix,
  environment,
  settings,
  context,
}: SessionOptions): Promise<Session> {
  const { workbench } = await ensureWorkbench();
  if (!workbench) throw new Error('There is no workbench.');
  const extensionsFolder = mkdtempSync(join(tmpdir(), 'immutable-infra-extensions-'));
  await installExtension(workbench, vsix, extensionsFolder);
  const server = await startCodeServer(workbench, {
    extensionsFolder,
    environment,
    ...(settings && { settings }),
  });
  const browser = await launchBrowser();
  const pictures = resolve('out/screenshots');
  mkdirSync(pictures, { recursive: true });
  return {
    open: async (folder, file) => {
      const options = { viewport: { width: 1280, height: 800 }, ...context };
      const page = await (await browser.newContext(options)).newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(workbenchUrl(server.url, { folder, file: join(folder, file) }));
      await page.locator('.monaco-editor .view-line').first().waitFor();
      return page;
    },
    picture: async (name) => {
      const page = openPages(browser).at(-1);
      await page?.screenshot({ path: join(pictures, `${name}.png`) });
    },
    closePages: async () => {
      await Promise.all(browser.contexts().map((each) => each.close()));
    },
    stop: async () => {
      await browser.close();
      await server.stop();
      rmSync(extensionsFolder, { recursive: true, force: true });
    },
  };
}

function openPages(browser: Browser): readonly Page[] {
  return browser.contexts().flatMap((context) => context.pages());
}
