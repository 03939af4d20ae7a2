import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { accuracyPage } from './accuracy/accuracyPage';
import { corpusFindings } from './accuracy/corpusFindings';
import { ruleFigures, weightPerFile } from './accuracy/figures';
import { readJudgements } from './accuracy/judgements';
import { comparedLabels, verdictOn } from './accuracy/labels';

describe('the rules on real files', () => {
  const findings = corpusFindings();

  it('are as docs/accuracy.md says (npm run accuracy)', () => {
    assert.equal(readFileSync('docs/accuracy.md', 'utf8'), `${accuracyPage().trimEnd()}\n`);
  });

  it('leave a file with few findings', () => {
    assert.ok(weightPerFile(findings, 'dockerfile').median <= 3);
    assert.ok(weightPerFile(findings, 'compose').median <= 4);
  });

  for (const { rule, precision, bySeverity } of ruleFigures(findings, readJudgements())) {
    const weighty = bySeverity.error !== undefined || bySeverity.warning !== undefined;
    const goal = weighty ? 0.95 : 0.85;
    if (precision === null) continue;
    it(`${rule} is right in ${goal} of what was judged`, () =>
      assert.ok(precision >= goal, String(precision)));
  }

  it('disagree with other tools only where it was said who is right', () => {
    const open = comparedLabels().filter((each) => !each.agrees && verdictOn(each) === undefined);
    assert.deepEqual(
      open.map(({ label }) => `${label.label} ${label.file}`),
      [],
    );
  });
});
