import { hasOption, type PackageCommand } from './packageCommands';

/** What fixes the packages of a project, and how a program is told to keep to it. */
export interface ProjectInstall {
  readonly lockfiles: readonly string[];
  readonly manifests: readonly string[];
  /** Environment variables that have the same effect as the option. */
  readonly variables: readonly string[];
  /** What makes it keep to the lockfile, as an advice names it. */
  readonly advice: string;
  /** What is written behind the subcommand for that; null where that is not certain. */
  readonly option: string | null;
  /** Whether it keeps to the lockfile as it is called. */
  readonly isFrozen: boolean;
  /** Whether it honours a lockfile that is there without being told. */
  readonly isFaithful: boolean;
}

/** Reads a command that takes the packages of a project and names none itself; null for another. */
export function projectInstall(packages: PackageCommand): ProjectInstall | null {
  const project = PROJECTS.get(packages.program);
  const { action, program } = packages;
  if (!project || action === 'locked') return null;
  const isLocal = program === 'cargo' && hasOption(packages, ['path']);
  if (action === 'add' && !isLocal) return null;
  const named = packages.packages.filter(({ kind }) => kind !== 'unknown');
  if (action !== 'build' && !isLocal && named.length > 0) return null;
  if (hasOption(packages, NO_PROJECT)) return null;
  const upgrades = action === 'upgrade';
  const { frozen = [], faithful = false, option = null, ...rest } = project;
  const isFrozen =
    !upgrades && (hasOption(packages, frozen) || hasOption(packages, ['offline', 'lockfile-only']));
  return {
    variables: [],
    ...rest,
    option: upgrades ? null : option,
    isFrozen,
    isFaithful: faithful && !upgrades,
  };
}

interface Project {
  readonly lockfiles: readonly string[];
  readonly manifests: readonly string[];
  readonly frozen?: readonly string[];
  readonly variables?: readonly string[];
  readonly advice: string;
  readonly option?: string;
  readonly faithful?: boolean;
}

const NODE: readonly string[] = ['package.json'];
const YARN: Project = {
  lockfiles: ['yarn.lock'],
  manifests: NODE,
  frozen: ['frozen-lockfile', 'immutable', 'immutable-cache', 'pure-lockfile', 'check-cache'],
  variables: ['YARN_ENABLE_IMMUTABLE_INSTALLS', 'CI'],
  advice: "Add '--frozen-lockfile', or '--immutable' since Yarn 2",
  option: '--frozen-lockfile',
};

const NUGET: Project = {
  lockfiles: ['packages.lock.json'],
  manifests: [],
  frozen: ['locked-mode', 'lockedmode'],
  variables: ['RestoreLockedMode'],
  advice: 'Restore in locked mode',
};

/** Sources: the documentation of each program. */
const PROJECTS: ReadonlyMap<string, Project> = new Map<string, Project>([
  [
    'npm',
    { lockfiles: ['package-lock.json', 'npm-shrinkwrap.json'], manifests: NODE, advice: "Use 'npm ci'" },
  ],
  ['yarn', YARN],
  ['yarnpkg', YARN],
  [
    'pnpm',
    {
      lockfiles: ['pnpm-lock.yaml'],
      manifests: NODE,
      frozen: ['frozen-lockfile'],
      variables: ['CI', 'npm_config_frozen_lockfile', 'pnpm_config_frozen_lockfile'],
      advice: "Add '--frozen-lockfile'",
      option: '--frozen-lockfile',
    },
  ],
  [
    'bun',
    {
      lockfiles: ['bun.lock', 'bun.lockb'],
      manifests: NODE,
      frozen: ['frozen-lockfile'],
      advice: "Add '--frozen-lockfile'",
      option: '--frozen-lockfile',
    },
  ],
  [
    'bundle',
    {
      lockfiles: ['Gemfile.lock'],
      manifests: ['Gemfile'],
      frozen: ['frozen', 'deployment', 'local'],
      variables: ['BUNDLE_FROZEN', 'BUNDLE_DEPLOYMENT'],
      advice: "Set 'BUNDLE_FROZEN=true'",
    },
  ],
  [
    'cargo',
    {
      lockfiles: ['Cargo.lock'],
      manifests: ['Cargo.toml'],
      frozen: ['locked', 'frozen'],
      advice: "Add '--locked'",
      option: '--locked',
    },
  ],
  [
    'uv',
    {
      lockfiles: ['uv.lock'],
      manifests: ['pyproject.toml'],
      frozen: ['locked', 'frozen'],
      variables: ['UV_LOCKED', 'UV_FROZEN'],
      advice: "Add '--locked'",
      option: '--locked',
    },
  ],
  [
    'pipenv',
    {
      lockfiles: ['Pipfile.lock'],
      manifests: ['Pipfile'],
      frozen: ['deploy', 'ignore-pipfile'],
      advice: "Add '--deploy'",
      option: '--deploy',
    },
  ],
  [
    'poetry',
    {
      lockfiles: ['poetry.lock'],
      manifests: ['pyproject.toml'],
      faithful: true,
      advice: "Use 'poetry install'",
    },
  ],
  [
    'composer',
    {
      lockfiles: ['composer.lock'],
      manifests: ['composer.json'],
      faithful: true,
      advice: "Use 'composer install'",
    },
  ],
  ['dotnet', { ...NUGET, option: '--locked-mode' }],
  ['nuget', { ...NUGET, option: '-LockedMode' }],
]);

/** With these there is no project, or nothing is installed. */
const NO_PROJECT: readonly string[] = [
  'g',
  'global',
  'package-lock-only',
  'git',
  'gemfile',
  'no-install-project-only',
];
