import { rules } from '../../server/src/rules';
import type { Document } from '../../server/src/syntax/document';
import { corpusFiles } from '../support/corpus';
import { corpusFindings, grouped, type CorpusFinding } from './corpusFindings';
import { readJudgements, type Judgement } from './judgements';

/** How a rule does on the real files. */
export interface RuleFigures {
  readonly rule: string;
  readonly bySeverity: Readonly<Record<string, number>>;
  /** Of errors and warnings, and of what weighs less. */
  readonly weighty: Precision;
  readonly light: Precision;
}

export interface Precision {
  readonly judged: number;
  readonly right: number;
}

export function ruleFigures(
  findings: readonly CorpusFinding[],
  judgements: ReadonlyMap<string, Judgement>,
): RuleFigures[] {
  const byRule = grouped(findings, ({ rule }) => rule);
  return rules.map(({ id }) => {
    const found = byRule.get(id) ?? [];
    const precision = (chosen: readonly CorpusFinding[]): Precision => {
      const verdicts = chosen.flatMap(({ place }) => judgements.get(`${id} ${place}`)?.verdict ?? []);
      return { judged: verdicts.length, right: verdicts.filter((verdict) => verdict === 'right').length };
    };
    const isWeighty = ({ severity }: CorpusFinding) => severity === 'error' || severity === 'warning';
    const severities = grouped(found, ({ severity }) => severity);
    return {
      rule: id,
      bySeverity: Object.fromEntries([...severities].map(([severity, each]) => [severity, each.length])),
      weighty: precision(found.filter(isWeighty)),
      light: precision(found.filter((finding) => !isWeighty(finding))),
    };
  });
}

/** How many findings at information or above a file has: the median and the 90th percentile. */
export function weightPerFile(
  findings: readonly CorpusFinding[],
  kind: Document['kind'],
): { readonly files: number; readonly median: number; readonly ninetieth: number } {
  const counts = new Map(
    corpusFiles()
      .filter((file) => file.kind === kind)
      .map(({ path }) => [path, 0]),
  );
  for (const { file, severity, kind: found } of findings) {
    if (found === kind && severity !== 'hint') counts.set(file.path, (counts.get(file.path) ?? 0) + 1);
  }
  const sorted = [...counts.values()].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
  return { files: sorted.length, median: at(0.5), ninetieth: at(0.9) };
}

const SEVERITIES = ['error', 'warning', 'information', 'hint'];

if (require.main === module) {
  const findings = corpusFindings();
  for (const { rule, bySeverity, weighty, light } of ruleFigures(findings, readJudgements())) {
    const counts = SEVERITIES.map((severity) => `${bySeverity[severity] ?? 0} ${severity}`).join(', ');
    const right = `right ${weighty.right} of ${weighty.judged} and ${light.right} of ${light.judged}`;
    process.stdout.write(`${rule}: ${counts}; ${right}\n`);
  }
  for (const kind of ['dockerfile', 'compose'] as const) {
    const { files, median, ninetieth } = weightPerFile(findings, kind);
    process.stdout.write(
      `${files} ${kind} files: median ${median}, 90th percentile ${ninetieth} at information or above\n`,
    );
  }
}
