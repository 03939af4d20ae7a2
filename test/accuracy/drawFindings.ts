import { seededRandom } from '../support/seededRandom';
import { corpusFindings, grouped, type CorpusFinding } from './corpusFindings';
import { readJudgements } from './judgements';

/**
 * `node out/test/accuracy/drawFindings.js SEED [COUNT] [RULE…]`: draws findings of each rule from the real files and shows
 * each with the lines around it, to be judged by eye; those that are judged already are marked.
 */
function draw(seed: number, count: number, rules: readonly string[]): void {
  const judged = readJudgements();
  const byRule = grouped(corpusFindings(), ({ rule }) => rule);
  process.stdout.write(`seed ${seed}, ${count} findings a rule\n`);
  for (const [rule, findings] of [...byRule].sort(([a], [b]) => a.localeCompare(b))) {
    if (rules.length > 0 && !rules.includes(rule)) continue;
    process.stdout.write(`\n═══ ${rule}: ${findings.length} findings\n`);
    for (const finding of drawn(findings, seed, count)) {
      const verdict = judged.get(`${rule} ${finding.place}`)?.verdict;
      process.stdout.write(
        `\n── ${finding.place}${verdict ? ` (judged ${verdict})` : ''}\n${around(finding)}`,
      );
    }
  }
}

/** Different findings, each as likely as any other; the same for the same seed whatever other rules find. */
export function drawn(
  findings: readonly CorpusFinding[],
  seed: number,
  count: number,
): readonly CorpusFinding[] {
  const random = seededRandom(seed);
  const left = [...findings];
  return Array.from({ length: Math.min(count, left.length) }).flatMap(() =>
    left.splice(Math.floor(random() * left.length), 1),
  );
}

function around({ file, line, severity, message, text }: CorpusFinding): string {
  const lines = file.text.split('\n');
  const from = Math.max(line - 1 - BEFORE, 0);
  const shown = lines
    .slice(from, line + AFTER)
    .map((each, index) => `${from + index + 1 === line ? '>' : ' '} ${each.slice(0, MAX_WIDTH)}`);
  return `${shown.join('\n')}\n  ${severity}: ${message}\n  at: ${JSON.stringify(text.slice(0, MAX_WIDTH))}\n`;
}

const BEFORE = 6;
const AFTER = 3;
const MAX_WIDTH = 160;

if (require.main === module) {
  const [seed = '1', count = '20', ...rules] = process.argv.slice(2);
  draw(Number(seed), Number(count), rules);
}
