import { freeInstall, type FreeInstall } from '../project/lockedInstalls';
import type { Dockerfile } from '../syntax/document';
import { listedCommand, packagesOf } from '../syntax/dockerfile/packages';
import type { Edit } from '../text/span';
import { textOf } from '../text/span';
import type { Facts } from './facts';
import type { EditFix, Problem, Rule } from './rule';

export const ignoredLockfile: Rule = {
  id: 'ignored-lockfile',
  tenet: 'The same build gives the same image',
  summary: 'A lockfile is there, but the command that installs packages may leave it.',
  why:
    'A lockfile says which version of each package was tested. `npm install` and its kin take it as a suggestion: where ' +
    'it does not fit the manifest they choose other versions, rewrite it inside the build, and say nothing.\n\n' +
    'Let the build fail instead: `npm ci`, `yarn install --immutable`, `pnpm install --frozen-lockfile`, ' +
    '`BUNDLE_FROZEN=true`, `cargo build --locked`, `composer install` rather than `composer update`.',
  severity: { production: 'warning', development: 'information' },
  subject: 'package',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20.11.1\nCOPY package.json package-lock.json ./\nRUN npm install --omit=dev\n',
      good: 'FROM node:20.11.1\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM rust:1.77.2\nCOPY . .\nRUN cargo build --release\n',
      good: 'FROM rust:1.77.2\nCOPY . .\nRUN cargo build --locked --release\n',
      files: { 'Cargo.toml': '', 'Cargo.lock': '' },
    },
  ],
  dockerfile: findIgnoredLockfiles,
};

function* findIgnoredLockfiles(file: Dockerfile, { surroundings }: Facts): Iterable<Problem> {
  for (const packages of packagesOf(file)) {
    const free = freeInstall(file, packages, surroundings);
    if (free?.lockfile !== 'present') continue;
    const { head, run, title } = packages;
    const { lockfiles, advice } = free.project;
    const fix = fixOf(file, free);
    yield {
      span: head,
      message: `'${title}' may take other versions than '${lockfiles[0] ?? ''}' says. ${advice}.`,
      development: run.stage?.isDevelopment ?? false,
      ...(fix && { fix }),
    };
  }
}

/** Not where the build takes the lockfile away itself. */
function fixOf(file: Dockerfile, { packages, project }: FreeInstall): EditFix | null {
  const { command, run, head, program } = packages;
  const isGone = run.commands.some(
    ({ name, words }) =>
      (name === 'rm' || name === 'mv') &&
      words.some(({ written }) => project.lockfiles.some((lockfile) => written.endsWith(lockfile))),
  );
  if (isGone) return null;
  const isPlain = command.inside === null && run.form !== 'exec';
  const edit =
    replacedSubcommand(file, packages) ??
    (project.option && (run.form !== 'exec' || command.inside?.kind === 'script')
      ? { span: { start: head.end, end: head.end }, newText: ` ${project.option}` }
      : null) ??
    (program === 'bundle' && isPlain && packages.action === 'install' && listedCommand(command) === command
      ? { span: { start: head.start, end: head.start }, newText: 'BUNDLE_FROZEN=true ' }
      : null);
  return edit && { kind: 'edits', title: 'Keep to the lockfile', edits: [edit] };
}

/** `npm install` becomes `npm ci`, and `composer update` becomes `composer install`, where that takes the same options. */
function replacedSubcommand(
  file: Dockerfile,
  { program, action, subcommand, subcommandSpan, options }: FreeInstall['packages'],
): Edit | null {
  const newText = REPLACEMENTS.get(`${program} ${action}`);
  if (newText === undefined || !subcommandSpan || textOf(file.text, subcommandSpan) !== subcommand)
    return null;
  if (subcommand === 'it' || subcommand === 'install-test') return null;
  return options.some(({ name }) => NOT_FOR_REPLACEMENTS.has(name))
    ? null
    : { span: subcommandSpan, newText };
}

const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ['npm install', 'ci'],
  ['composer upgrade', 'install'],
]);
const NOT_FOR_REPLACEMENTS: ReadonlySet<string> = new Set([
  ...[
    'no-package-lock',
    'package-lock',
    'with',
    'W',
    'w',
    'with-dependencies',
    'with-all-dependencies',
    'lock',
  ],
  ...['prefer-lowest', 'prefer-stable', 'interactive', 'i', 'root-reqs', 'minimal-changes', 'm'],
]);
