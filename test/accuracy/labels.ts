import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lint } from '../../server/src/lint';
import { DEFAULT_SETTINGS } from '../../server/src/settings';
import { parseDocument } from '../../server/src/syntax/parseDocument';
import { lineStarts, placeAt } from '../../server/src/text/lines';
import { CORPUS } from '../support/corpus';
import { readLines } from './judgements';

/** A case that another tool's authors wrote for a rule of theirs. */
export interface Label {
  readonly source: string;
  readonly label: string;
  readonly file: string;
  /** Null where the case is about the whole file. */
  readonly line: number | null;
  readonly verdict: 'positive' | 'negative';
  readonly relevant_to: string;
}

/** A case, and whether the rules of ours that come near it say the same. */
export interface Compared {
  readonly label: Label;
  readonly rules: readonly string[];
  readonly found: boolean;
  readonly agrees: boolean;
}

/** What was decided about a disagreement, for all cases of a file and label, or of one line. */
export interface LabelVerdict {
  readonly source: string;
  readonly label: string;
  /** The end of the file's path; absent for all cases of the label. */
  readonly file?: string;
  readonly line?: number;
  readonly verdict: 'ours right' | 'theirs right' | 'different question';
  readonly why: string;
}

/** The cases whose subject is ours; none where they are absent. */
export function comparedLabels(): Compared[] {
  const path = join(CORPUS, '../labels.jsonl');
  if (!existsSync(path)) return [];
  const labels = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Label);
  return labels.flatMap((label) => {
    const rules = RULES_BY_LABEL[label.label] ?? RULES_BY_SUBJECT[label.relevant_to];
    return rules ? [compared(label, rules)] : [];
  });
}

export function verdictOn({ label: { source, label, file, line } }: Compared): LabelVerdict | undefined {
  return readLines<LabelVerdict>('labelVerdicts.jsonl').find(
    (verdict) =>
      verdict.source === source &&
      verdict.label === label &&
      (verdict.file === undefined || file.endsWith(verdict.file)) &&
      (verdict.line === undefined || verdict.line === line),
  );
}

function compared(label: Label, rules: readonly string[]): Compared {
  const text = readFileSync(join(CORPUS, '..', label.file), 'utf8');
  const starts = lineStarts(text);
  const findings = lint(parseDocument('dockerfile', text), DEFAULT_SETTINGS, { development: false });
  const found = findings.some(({ rule, span }) => {
    const isHere =
      label.line === null || label.verdict === 'negative' || covers(label.line, span.start, span.end);
    return rules.includes(rule.id) && isHere;
  });
  return { label, rules, found, agrees: found === (label.verdict === 'positive') };

  function covers(line: number, start: number, end: number): boolean {
    return placeAt(starts, start).line <= line && line <= placeAt(starts, end).line;
  }
}

/** The rules of ours that come near a subject of the labels. */
const RULES_BY_SUBJECT: Readonly<Record<string, readonly string[]>> = {
  'latest-tag': ['latest-tag'],
  'remote-add': ['unverified-add', 'mutable-git-source'],
  'secret-in-image': ['baked-secret'],
  ssh: ['remote-login'],
  sudo: [],
  upgrade: ['upgrade-in-build'],
};
/** Labels that come near a rule of ours, whatever subject they were given. */
const RULES_BY_LABEL: Readonly<Record<string, readonly string[]>> = {
  FromPlatformFlagConstDisallowed: ['fixed-platform'],
  InvalidDefaultArgInFrom: ['unset-image-variable'],
  UndefinedArgInFrom: ['unset-image-variable'],
};
