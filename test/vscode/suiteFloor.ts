import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { READY } from '../setup/debianPackages';
import type { Readiness } from '../setup/debianPackages';
import { withTotalsFile } from '../setup/mochaFloor';
import type { Totals } from '../setup/mochaFloor';
import { ensureBrowser } from './browser';
import { ensureDesktop, runInDesktop } from './runInDesktop';
import { runInCodeServer } from './runInCodeServer';
import type { SuiteEnd, SuiteRun } from './suiteRun';
import { ensureWorkbench } from './workbench';

type Launcher = (run: SuiteRun) => Promise<SuiteEnd>;

let launcher: Launcher | undefined;

/** The desktop's VS Code where it can be had, else the one in a browser. */
export async function prepareSuite(): Promise<Readiness> {
  const desktop = await ensureDesktop();
  if (desktop.ready) {
    const { executable } = desktop;
    launcher = (run) => runInDesktop(executable, run);
    return READY;
  }
  const { workbench, ...readiness } = await ensureWorkbench();
  if (!workbench) return withReason(readiness, desktop.reason);
  const browser = await ensureBrowser();
  if (!browser.ready) return browser;
  console.log(`VS Code in a browser, because ${desktop.reason}.`);
  launcher = (run) => runInCodeServer(workbench, run);
  return READY;
}

/** Runs a suite inside VS Code, on an empty folder; `prepareSuite` comes first. */
export async function launchSuite(suite: string, environment: SuiteRun['environment']): Promise<SuiteEnd> {
  if (launcher === undefined) throw new Error('prepareSuite comes first.');
  const folder = mkdtempSync(join(tmpdir(), 'immutable-infra-suite-'));
  try {
    return await launcher({
      extension: resolve('.'),
      suite: resolve(suite),
      folder,
      environment,
      limit: 180_000,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs out/test/vscode/suite. */
export async function runSuite(): Promise<Totals | null> {
  const report = join(tmpdir(), `immutable-infra-report-${process.pid}.txt`);
  try {
    let end: SuiteEnd | undefined;
    const totals = await withTotalsFile(async (file) => {
      end = await launchSuite('out/test/vscode/suite', { TEST_TOTALS: file, TEST_REPORT: report });
    });
    if (existsSync(report)) console.log(readFileSync(report, 'utf8'));
    if (totals === null) console.log(`The extension host left no result.\n${end?.log ?? ''}`);
    return totals;
  } finally {
    rmSync(report, { force: true });
  }
}

function withReason(readiness: Readiness, reason: string): Readiness {
  return readiness.ready ? readiness : { ...readiness, reason: `${reason}, and ${readiness.reason}` };
}
