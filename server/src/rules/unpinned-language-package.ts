import { freeInstall, type FreeInstall } from '../project/lockedInstalls';
import { buildContext, contextText, filesBefore } from '../project/buildFiles';
import type { Dockerfile } from '../syntax/document';
import { hasVariable, packagesOf, type BuildPackages } from '../syntax/dockerfile/packages';
import { readRequirements, type Requirements } from '../syntax/requirements';
import type { Ecosystem } from '../syntax/programs/packageProgram';
import { hasOption, isSystem, optionValues } from '../syntax/programs/packageCommands';
import { takesUncheckedPackages, unpinnedNames } from '../syntax/programs/languagePackages';
import type { Facts } from './facts';
import { quoteNames } from './quoteNames';
import type { Problem, Rule } from './rule';

export const unpinnedLanguagePackage: Rule = {
  id: 'unpinned-language-package',
  tenet: 'The same build gives the same image',
  summary: 'Packages of a programming language are installed without an exact version.',
  why:
    'Without an exact version a build takes what the registry offers on that day. Two builds of one commit then hold ' +
    'different code, and a release that was tested cannot be built again.\n\n' +
    'Give exact versions (`flask==3.0.3`, `typescript@5.4.5`), or better, commit a lockfile and install what it says ' +
    '(`npm ci`, `pip install --require-hashes -r requirements.txt`): it also fixes the packages behind the packages. ' +
    'The setting for hashes asks for that everywhere, as OpenSSF Scorecard does.',
  severity: { production: 'information', development: 'hint' },
  subject: 'package',
  equivalents: ['hadolint DL3013', 'hadolint DL3016', 'hadolint DL3028'],
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM python:3.12.3\nRUN pip install --no-cache-dir flask\n',
      good: 'FROM python:3.12.3\nRUN pip install --no-cache-dir flask==3.0.3\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM node:20.11.1\nRUN npm install --global typescript@5\n',
      good: 'FROM node:20.11.1\nRUN npm install --global typescript@5.4.5\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM node:20.11.1\nCOPY package.json ./\nRUN npm install\n',
      good: 'FROM node:20.11.1\nCOPY package.json package-lock.json ./\nRUN npm ci\n',
    },
  ],
  dockerfile: findUnpinnedPackages,
};

function* findUnpinnedPackages(file: Dockerfile, facts: Facts): Iterable<Problem> {
  const all = [...packagesOf(file)];
  const locked = new Set(all.flatMap(({ action, run }) => (action === 'locked' ? [run] : [])));
  for (const packages of all) {
    if (isBranchWithoutLockfile(packages, locked)) continue;
    if (isSystem(packages.ecosystem) || hasVariable(file, packages, ELSEWHERE[packages.ecosystem] ?? []))
      continue;
    const message = messageOf(file, packages, facts);
    if (message === null) continue;
    yield { span: packages.head, message, development: packages.run.stage?.isDevelopment ?? false };
  }
}

/** `if [ -f package-lock.json ]; then npm ci; else npm install; fi`: the other branch keeps to the lockfile. */
function isBranchWithoutLockfile(
  { action, command, packages, run }: BuildPackages,
  locked: ReadonlySet<BuildPackages['run']>,
): boolean {
  const isBranch = command.within.includes('if') || command.within.includes('case');
  return isBranch && action === 'install' && packages.length === 0 && locked.has(run);
}

function messageOf(
  file: Dockerfile,
  packages: BuildPackages,
  { surroundings, options }: Facts,
): string | null {
  const free = freeInstall(file, packages, surroundings);
  if (free?.lockfile === 'present') return null;
  const files = filesBefore(file, packages.run);
  const names = unpinnedNames(packages, files.length === 0);
  if (names.length > 0) {
    const [verb, versions] = names.length === 1 ? ['has', 'an exact version'] : ['have', 'exact versions'];
    return `${quoteNames(names)} ${verb} no exact version, so each build may get another. Give ${versions}.`;
  }
  const required = requirementsOf(file, packages, surroundings);
  const loose = required?.flatMap(({ name, unpinned }) => unpinned.map((each) => ({ name, each }))) ?? [];
  const [first] = loose;
  if (first) {
    const quoted = quoteNames(loose.map(({ each }) => each));
    return `${quoted} in '${first.name}' ${loose.length === 1 ? 'has' : 'have'} no exact version. Give exact versions there.`;
  }
  const hasHashes = required !== null && required.length > 0 && required.every((each) => each.hasHashes);
  if (options?.requireHashes && !hasHashes && takesUncheckedPackages(packages))
    return `'${packages.title}' takes packages without checking them. Install from a lockfile with hashes.`;
  return free && choosesAnew(free)
    ? `'${packages.title}' chooses versions anew in each build. ${lockAdvice(free)}.`
    : null;
}

/** Without a look at the files, npm alone is known to choose. */
function choosesAnew({ packages, project, lockfile }: FreeInstall): boolean {
  return lockfile === 'absent' ? project.manifests.length > 0 : packages.ecosystem === 'npm';
}

function lockAdvice({ project: { advice, isFaithful }, lockfile }: FreeInstall): string {
  if (isFaithful) return 'Copy a lockfile too';
  return lockfile === 'absent'
    ? `Copy a lockfile, and ${advice.slice(0, 1).toLowerCase()}${advice.slice(1)}`
    : `${advice}, with a lockfile`;
}

interface RequirementsFile extends Requirements {
  readonly name: string;
}

/** The requirements files of `pip install -r`; null where one of them cannot be read, or versions come from elsewhere. */
function requirementsOf(
  file: Dockerfile,
  packages: BuildPackages,
  surroundings: Facts['surroundings'],
): readonly RequirementsFile[] | null {
  const context = buildContext(file, surroundings);
  if (packages.ecosystem !== 'pip' || !context || hasOption(packages, ['c', 'constraint', 'constraints']))
    return null;
  const found = filesBefore(file, packages.run);
  const read: RequirementsFile[] = [];
  for (const { text: name } of optionValues(packages, ['r', 'requirement', 'requirements'])) {
    const text = name === null ? null : contextText(found, name, context);
    if (name === null || text === null) return null;
    read.push({ name, ...readRequirements(text) });
  }
  return read;
}

/** Variables with which the versions come from elsewhere. */
const ELSEWHERE: Readonly<Partial<Record<Ecosystem, readonly string[]>>> = {
  pip: ['PIP_CONSTRAINT', 'PIP_REQUIRE_HASHES', 'PIP_NO_INDEX', 'UV_CONSTRAINT', 'UV_REQUIRE_HASHES'],
};
