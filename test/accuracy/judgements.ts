import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a person said of a finding. */
export interface Judgement {
  readonly rule: string;
  /** `file:line:column`. */
  readonly place: string;
  /** `noise`: true, and not worth reading there. */
  readonly verdict: 'right' | 'wrong' | 'noise';
  readonly why?: string;
}

/** What was said, by rule and place. */
export function readJudgements(): ReadonlyMap<string, Judgement> {
  return new Map(
    readLines<Judgement>('judgements.jsonl').map((judgement) => [
      `${judgement.rule} ${judgement.place}`,
      judgement,
    ]),
  );
}

/** The records of a file of this folder, one a line. */
export function readLines<Record>(name: string): Record[] {
  const path = join(__dirname, '../../../test/accuracy', name);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record);
}
