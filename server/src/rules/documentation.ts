import { rules } from '.';
import type { Example, Rule, Tenet } from './rule';

/** The page that documents every rule, by tenet, in Markdown. */
export function rulesPage(): string {
  const sections = TENETS.flatMap((tenet) => [`## ${tenet}`, '', ...rulesOf(tenet).flatMap(section)]);
  return `${[...HEAD, ...sections].join('\n').trimEnd()}\n`;
}

/** What the rules stand for, in their order. */
export const TENETS: readonly Tenet[] = [...new Set(rules.map(({ tenet }) => tenet))];

export function rulesOf(tenet: Tenet): readonly Rule[] {
  return rules.filter((rule) => rule.tenet === tenet);
}

/** The line of the page, from 1, at which each rule's section begins. */
export function ruleLines(): ReadonlyMap<string, number> {
  const page = rulesPage().split('\n');
  return new Map(rules.map(({ id }) => [id, page.indexOf(`### ${id}`) + 1]));
}

function section(rule: Rule): string[] {
  return [
    `### ${rule.id}`,
    '',
    rule.summary,
    '',
    `In production: ${rule.severity.production}; in development: ${rule.severity.development}.`,
    '',
    ...rule.why.split('\n'),
    '',
    ...rule.examples.flatMap(example),
  ];
}

function example({ kind, bad, good, answer }: Example): string[] {
  const language = kind === 'dockerfile' ? 'dockerfile' : 'yaml';
  const before = answer ? `# before: ${answer.said}` : '# before';
  return ['```' + language, ...lines(before), ...lines(bad), '# after', ...lines(good), '```', ''];
}

/** Two digests can be told apart; one alone needs no digits. */
function lines(source: string): string[] {
  return source
    .replaceAll('{pinned}', 'sha256:3f8a…')
    .replaceAll('{digest}', 'sha256:…')
    .replaceAll('{commit}', '3f8a…')
    .trimEnd()
    .split('\n');
}

const HEAD = [
  '# Rules',
  '',
  'Each rule finds one pattern that makes a release mutable. Set `immutableInfra.rules.<rule>` to `off`, `hint`, ' +
    '`information`, `warning` or `error` to change what it weighs, or waive a finding where it stands, with a reason:',
  '',
  '```dockerfile',
  '# immutable-infra-ignore unpinned-image: rebuilt from source every night',
  'FROM registry.example.com/base:1.4',
  '```',
  '',
  'The comment is for the instruction or line after it, other comments in between or not; in YAML it may also end the ' +
    'line. `# immutable-infra-ignore-block` before a FROM is for the whole stage, before a key for all that is nested ' +
    'under it, such as a service; `# immutable-infra-ignore-file` is for the file. Several rules stand in one comment ' +
    'with commas between them. The light bulb at a finding writes each of these where it is legal.',
  '',
  'What is waived for another tool that asks for the same is waived here too: `# hadolint ignore=DL3007`, ' +
    '`# check=skip=…` of BuildKit, `# dclint disable-line`, `# checkov:skip=…`, `# trivy:ignore:…`, `# kics-scan`, ' +
    '`# nosemgrep` and `# ratchet:exclude`.',
  '',
  'In a file or stage that only development uses (a word of its path or name such as `dev`, `test`, `local` or `ci`), ' +
    'the severity for development counts. A file of over 1 MB is not judged, nor one in a folder `vendor`, `third_party` or `node_modules`.',
  '',
];
