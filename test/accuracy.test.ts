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

  for (const { rule, weighty, light } of ruleFigures(findings, readJudgements())) {
    it(`${rule} is right in 95 % of its errors and warnings, and in 85 % of the rest`, () => {
      assert.ok(weighty.right >= weighty.judged * 0.95, `${weighty.right} of ${weighty.judged}`);
      assert.ok(light.right >= light.judged * 0.85, `${light.right} of ${light.judged}`);
    });
  }

  it('disagree with other tools only where it was said who is right', () => {
    const open = comparedLabels().filter((each) => !each.agrees && verdictOn(each) === undefined);
    assert.deepEqual(
      open.map(({ label }) => `${label.label} ${label.file}`),
      [],
    );
  });
});
