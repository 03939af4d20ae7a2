import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

/**
 * Called by VS Code's extension host. What Mocha says goes into the file that TEST_REPORT names, because the console of
 * a workbench is full of its own messages, and the figures into the file that TEST_TOTALS names, because the workbench
 * reports success also when the extension host has died.
 */
export async function run(): Promise<void> {
  const { TEST_REPORT: reportFile, TEST_TOTALS: totalsFile } = process.env;
  const { default: Mocha } = await import('mocha');
  if (reportFile)
    Mocha.reporters.Base.consoleLog = (...args: unknown[]) =>
      appendFileSync(reportFile, `${format(...args)}\n`);
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 20_000, reporter: 'spec' });
  for (const name of readdirSync(__dirname))
    if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      const totals = { passed: passes, failed: failures, skipped: pending };
      if (totalsFile) writeFileSync(totalsFile, JSON.stringify(totals));
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
