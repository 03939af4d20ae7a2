import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser, newPage, workbenchUrl } from './browser';
import { startCodeServer } from './codeServer';
import type { SuiteEnd, SuiteRun } from './suiteRun';
import type { Workbench } from './workbench';

/** Runs the suite in code-server and a browser without a window. */
export async function runInCodeServer(workbench: Workbench, run: SuiteRun): Promise<SuiteEnd> {
  const server = await startCodeServer(workbench, { testDriver: true, environment: run.environment });
  try {
    const browser = await launchBrowser();
    try {
      const page = await newPage(browser);
      const ended = suiteEnd(page, run.limit);
      const { extension: extensionInDevelopment, suite, folder } = run;
      await page.goto(workbenchUrl(server.url, { folder, extensionInDevelopment, suite }));
      return await ended;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** While it runs a suite the workbench calls two functions of its window, where they are: for its log and its end. */
function suiteEnd(page: Page, limit: number): Promise<SuiteEnd> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const stop = (reason: string): void => reject(new Error(`${reason}\n${lines.join('\n')}`));
    const timer = setTimeout(() => stop(`The suite did not end within ${limit / 1000} s.`), limit);
    const end = (code: number): void => {
      clearTimeout(timer);
      resolve({ code, log: lines.join('\n') });
    };
    const log = (type: string, args: readonly unknown[]): void => {
      if (type !== 'trace' && type !== 'debug') lines.push(format(...args));
    };
    page.exposeFunction('codeAutomationExit', end).catch(reject);
    page.exposeFunction('codeAutomationLog', log).catch(reject);
    page.once('crash', () => stop('The page of the workbench crashed.'));
  });
}
