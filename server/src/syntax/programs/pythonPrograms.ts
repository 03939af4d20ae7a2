import type { PackageProgram } from './packageProgram';

const PIP: PackageProgram = {
  ecosystem: 'pip',
  valued: 'rcetifbCp',
  longValued: [
    ...['requirement', 'requirements', 'constraint', 'editable', 'target', 'index-url', 'extra-index-url'],
    ...[
      'find-links',
      'build',
      'platform',
      'python-version',
      'implementation',
      'abi',
      'prefix',
      'root',
      'src',
    ],
    ...['progress-bar', 'global-option', 'install-option', 'config-settings', 'config-setting', 'no-binary'],
    ...['only-binary', 'proxy', 'retries', 'timeout', 'cert', 'client-cert', 'cache-dir', 'log', 'log-file'],
    ...['exists-action', 'python', 'report', 'upgrade-strategy', 'use-feature', 'use-deprecated', 'group'],
    ...['keyring-provider', 'trusted-host', 'override', 'overrides', 'build-constraint', 'index', 'with'],
    ...['default-index', 'index-strategy', 'link-mode', 'resolution', 'prerelease', 'exclude-newer', 'extra'],
    ...['default-timeout', 'root-user-action', 'project', 'directory', 'config-file', 'no-build-package'],
    ...['pip-args', 'suffix', 'preinstall', 'package', 'only-group', 'no-group', 'refresh-package'],
  ],
  actions: { install: 'install' },
};
const UV: PackageProgram = {
  ...PIP,
  actions: { 'pip install': 'install', 'tool install': 'add', sync: 'build' },
};
const CONDA: PackageProgram = {
  ecosystem: 'conda',
  valued: 'ncpfr',
  longValued: [
    ...['name', 'prefix', 'channel', 'file', 'revision', 'solver', 'repodata-fn', 'experimental', 'subdir'],
    ...['platform', 'rc-file', 'root-prefix', 'clone', 'category', 'log-level', 'channel-priority'],
  ],
  actions: { install: 'add', create: 'add' },
};
const POETRY: PackageProgram = {
  ecosystem: 'python project',
  valued: 'CPE',
  longValued: ['without', 'with', 'only', 'extras', 'directory', 'project'],
  actions: { install: 'install', sync: 'locked', add: 'add', update: 'upgrade' },
};
const PIPENV: PackageProgram = {
  ecosystem: 'python project',
  valued: 'ricp',
  longValued: ['python', 'index', 'requirements', 'categories', 'pypi-mirror', 'extra-pip-args'],
  actions: { install: 'install', sync: 'locked', update: 'upgrade' },
};

/** Sources: the help and documentation of the programs. */
export const PYTHON_PROGRAMS: readonly (readonly [string, PackageProgram])[] = [
  ['pip', PIP],
  ['uv', UV],
  ['pipx', { ...PIP, actions: { install: 'add' } }],
  ['easy_install', { ...PIP, actions: {}, bare: 'add' }],
  ['poetry', POETRY],
  ['pipenv', PIPENV],
  ['conda', CONDA],
  ['mamba', CONDA],
  ['micromamba', CONDA],
];
