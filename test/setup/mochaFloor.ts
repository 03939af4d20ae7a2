import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Runs Mocha in a process of its own, with its output shown; null when it died before its end. */
export async function runMocha(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Totals | null> {
  return withTotalsFile(async (file) => {
    const mocha = resolve('node_modules/mocha/bin/mocha.js');
    const reporter = resolve('test/setup/totalsReporter.mjs');
    // Under CI Mocha would write colours into a log file too.
    const colour = process.stdout.isTTY ? [] : ['--no-color'];
    const child = spawn(process.execPath, [mocha, '--reporter', reporter, ...colour, ...args], {
      stdio: 'inherit',
      env: { ...process.env, ...environment, TEST_TOTALS: file },
    });
    await new Promise((done, fail) => child.once('exit', done).once('error', fail));
  });
}

/** Gives `run` the name of a file for the figures, and reads what it then holds. */
export async function withTotalsFile(run: (file: string) => Promise<void>): Promise<Totals | null> {
  const folder = mkdtempSync(join(tmpdir(), 'immutable-infra-totals-'));
  const file = join(folder, 'totals.json');
  try {
    await run(file);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Totals) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
