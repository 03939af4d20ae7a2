import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchSuite, prepareSuite } from '../vscode/suiteFloor';
import { quantile, type Figure } from './figure';

const RUNS = 3;

/** How long the extension takes inside a real VS Code, started anew for each run. */
export async function activationFigures(): Promise<Figure[]> {
  const readiness = await prepareSuite();
  if (!readiness.ready) return [['activation', `left out: ${readiness.reason}`]];
  const runs: { activation: number; firstFinding: number }[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure());
  const median = (values: number[]) => `${quantile(values, 0.5).toFixed(0)} ms (median of ${RUNS} starts)`;
  return [
    ['activation', median(runs.map(({ activation }) => activation))],
    ['activation to the first finding', median(runs.map(({ firstFinding }) => firstFinding))],
  ];
}

async function measure(): Promise<{ activation: number; firstFinding: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'immutable-infra-bench-'));
  const file = join(folder, 'figures.json');
  try {
    const { log } = await launchSuite('out/test/bench/activationSuite', { BENCH_FIGURES: file });
    if (!existsSync(file)) throw new Error(`VS Code left no figures.\n${log}`);
    return JSON.parse(readFileSync(file, 'utf8')) as { activation: number; firstFinding: number };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
