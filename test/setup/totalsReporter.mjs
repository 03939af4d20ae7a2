// Mocha's spec reporter, which at the end also writes its figures to the file that TEST_TOTALS names. A run that dies
// half-way leaves no file: that is how it is told from a green one.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Mocha asks for a default export. */
export default class TotalsReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      const file = process.env.TEST_TOTALS;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}
