import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFindings, grouped } from './corpusFindings';
import { ruleFigures, weightPerFile, type RuleFigures } from './figures';
import { readJudgements } from './judgements';
import { comparedLabels, verdictOn, type Compared } from './labels';

/** The page that says how right the rules are on real files and on other tools' cases, in Markdown. */
export function accuracyPage(): string {
  const findings = corpusFindings();
  const figures = ruleFigures(findings, readJudgements());
  return [
    ...HEAD,
    '## Findings per file',
    '',
    '| files | median | 90th percentile |',
    '| --- | --- | --- |',
    ...(['dockerfile', 'compose'] as const).map((kind) => {
      const { files, median, ninetieth } = weightPerFile(findings, kind);
      return `| ${files} ${kind === 'compose' ? 'compose files' : 'Dockerfiles'} | ${median} | ${ninetieth} |`;
    }),
    '',
    'Counted are findings that are information or more.',
    '',
    '## Rules on real files',
    '',
    'Of each rule twenty findings were drawn (all, where there are fewer) and read in their files. *Right* is what is as the',
    'rule says and worth reading there; the rest is wrong or noise. A rule without findings here has no figure.',
    '',
    '| rule | error | warning | information | hint | right of errors and warnings | right of the rest | precision |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...figures.map(figuresRow),
    '',
    ...wrongFindings(),
    "## Other tools' cases",
    '',
    'What other tools wrote as examples for rules of theirs that come near one of ours. *Recall*: of the positive cases that',
    'ask the same question, those that ours finds.',
    '',
    ...labelTables(),
  ].join('\n');
}

function figuresRow({ rule, bySeverity, weighty, light }: RuleFigures): string {
  const counts = ['error', 'warning', 'information', 'hint'].map((severity) => bySeverity[severity] ?? 0);
  const shares = [weighty, light].map(({ right, judged }) => (judged === 0 ? '' : `${right} of ${judged}`));
  const judged = weighty.judged + light.judged;
  const precision = judged === 0 ? '' : ((weighty.right + light.right) / judged).toFixed(2);
  return `| ${[rule, ...counts, ...shares, precision].join(' | ')} |`;
}

function wrongFindings(): string[] {
  const wrong = [...readJudgements().values()].filter(({ verdict }) => verdict !== 'right');
  if (wrong.length === 0) return [];
  const lines = wrong.map(
    ({ rule, place, verdict, why }) => `- ${rule}, ${verdict}: \`${place}\`${why ? `: ${why}` : ''}`,
  );
  return ['### Judged wrong, or noise', '', ...lines, ''];
}

function labelTables(): string[] {
  const compared = comparedLabels();
  const rows = [...grouped(compared, ({ label }) => `${label.source} ${label.label}`)].map(
    ([name, cases]) => {
      const agree = cases.filter(({ agrees }) => agrees).length;
      const ours = [...new Set(cases.flatMap(({ rules }) => rules))].join(', ');
      return `| ${name} | ${ours === '' ? '–' : ours} | ${cases.length} | ${agree} | ${recall(cases)} |`;
    },
  );
  const disagreements = compared.filter(({ agrees }) => !agrees);
  return [
    '| tool and rule | ours | cases | agree | recall |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '### Disagreements',
    '',
    ...disagreements.map(disagreement),
    '',
  ];
}

function recall(cases: readonly Compared[]): string {
  const same = cases.filter((each) => {
    const verdict = each.agrees ? undefined : verdictOn(each)?.verdict;
    return each.label.verdict === 'positive' && (verdict === undefined || verdict === 'theirs right');
  });
  return same.length === 0 ? '' : (same.filter(({ found }) => found).length / same.length).toFixed(2);
}

function disagreement(compared: Compared): string {
  const { source, label, file, line, verdict: theirs } = compared.label;
  const name = file.split('/').slice(-3).join('/');
  const verdict = verdictOn(compared);
  const said = verdict ? `${verdict.verdict}: ${verdict.why}` : 'not judged';
  return `- ${source} ${label}, ${theirs}, \`${name}${line === null ? '' : `:${line}`}\`: ${said}`;
}

const HEAD = [
  '# How right the rules are',
  '',
  'Measured on 499 Dockerfiles and 260 compose files of public repositories and on the cases that other tools keep for their',
  'own rules, neither of which is part of this repository. The judgements are: `test/accuracy/judgements.jsonl`, and',
  '`labelVerdicts.jsonl` beside it. `npm run accuracy` writes this page again, so that a change to a rule shows what it did;',
  '`node out/test/accuracy/drawFindings.js SEED COUNT RULE…` draws findings to be judged.',
  '',
];

if (require.main === module)
  writeFileSync(join(__dirname, '../../../docs/accuracy.md'), `${accuracyPage().trimEnd()}\n`);
