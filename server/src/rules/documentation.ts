import { rules } from '.';
import type { Example, Rule } from './rule';

/** The page that documents every rule, in Markdown. */
export function rulesPage(): string {
  return `${[...HEAD, ...rules.flatMap(section)].join('\n').trimEnd()}\n`;
}

/** The line of the page, from 1, at which each rule's section begins. */
export function ruleLines(): ReadonlyMap<string, number> {
  const page = rulesPage().split('\n');
  return new Map(rules.map(({ id }) => [id, page.indexOf(`## ${id}`) + 1]));
}

function section(rule: Rule): string[] {
  return [
    `## ${rule.id}`,
    '',
    rule.summary,
    '',
    `*${rule.tenet}.* In production: ${rule.severity.production}; in development: ${rule.severity.development}.`,
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
    '`information`, `warning` or `error` to change what it weighs, or waive one finding where it stands:',
  '',
  '```dockerfile',
  '# immutable-infra-ignore unpinned-image: rebuilt from source every night',
  'FROM registry.example.com/base:1.4',
  '```',
  '',
  'In a file or stage that only development uses (a word of its path or name such as `dev`, `test`, `local` or `ci`), ' +
    'the severity for development counts. A file of over 1 MB is not judged.',
  '',
];
