import { rules } from '../../server/src/rules';
import type { Document } from '../../server/src/syntax/document';
import { corpusFiles } from '../support/corpus';
import { corpusFindings, grouped, type CorpusFinding } from './corpusFindings';
import { readJudgements, type Judgement } from './judgements';

/** How a rule does on the real files. */
export interface RuleFigures {
  readonly rule: string;
  readonly bySeverity: Readonly<Record<string, number>>;
  readonly right: number;
  readonly wrong: number;
  /** Right among all that were judged; null where none was. */
  readonly precision: number | null;
}

export function ruleFigures(
  findings: readonly CorpusFinding[],
  judgements: ReadonlyMap<string, Judgement>,
): RuleFigures[] {
  const byRule = grouped(findings, ({ rule }) => rule);
  return rules.map(({ id }) => {
    const found = byRule.get(id) ?? [];
    const verdicts = found.flatMap(({ place }) => judgements.get(`${id} ${place}`)?.verdict ?? []);
    const right = verdicts.filter((verdict) => verdict === 'right').length;
    const severities = grouped(found, ({ severity }) => severity);
    return {
      rule: id,
      bySeverity: Object.fromEntries([...severities].map(([severity, each]) => [severity, each.length])),
      right,
      wrong: verdicts.length - right,
      precision: verdicts.length === 0 ? null : right / verdicts.length,
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
  for (const { rule, bySeverity, right, wrong, precision } of ruleFigures(findings, readJudgements())) {
    const counts = SEVERITIES.map((severity) => `${bySeverity[severity] ?? 0} ${severity}`).join(', ');
    const judged = precision === null ? 'not judged' : `${precision.toFixed(2)} of ${right + wrong} judged`;
    process.stdout.write(`${rule}: ${counts}; ${judged}\n`);
  }
  for (const kind of ['dockerfile', 'compose'] as const) {
    const { files, median, ninetieth } = weightPerFile(findings, kind);
    process.stdout.write(
      `${files} ${kind} files: median ${median}, 90th percentile ${ninetieth} at information or above\n`,
    );
  }
}
