import { actionsOf, type PackageProgram } from './packageProgram';

const GEM: PackageProgram = {
  ecosystem: 'gem',
  valued: 'vinspPgB',
  longValued: [
    ...['version', 'install-dir', 'bindir', 'source', 'platform', 'trust-policy', 'file', 'build-root'],
    ...['http-proxy', 'config-file', 'document', 'without'],
  ],
  actions: { install: 'add', i: 'add' },
};
const BUNDLE: PackageProgram = {
  ecosystem: 'gem',
  valued: 'j',
  longValued: ['jobs', 'path', 'without', 'with', 'retry', 'gemfile', 'binstubs', 'shebang', 'trust-policy'],
  actions: { install: 'install', update: 'upgrade' },
  bare: 'install',
};
const CARGO: PackageProgram = {
  ecosystem: 'cargo',
  valued: 'FjpZC',
  longValued: [
    ...['version', 'vers', 'git', 'branch', 'tag', 'rev', 'path', 'root', 'registry', 'index', 'features'],
    ...['target', 'target-dir', 'profile', 'jobs', 'bin', 'example', 'package', 'manifest-path', 'color'],
    ...['config', 'message-format', 'exclude', 'test', 'bench', 'artifact-dir', 'out-dir', 'lockfile-path'],
  ],
  actions: { install: 'add', build: 'build', b: 'build', rustc: 'build' },
};
const GO: PackageProgram = {
  ecosystem: 'go',
  singleDash: true,
  longValued: [
    ...['ldflags', 'tags', 'o', 'mod', 'p', 'gcflags', 'asmflags', 'gccgoflags', 'buildmode', 'c', 'pkgdir'],
    ...['installsuffix', 'toolexec', 'modfile', 'overlay', 'compiler', 'exec', 'pgo'],
  ],
  actions: { get: 'add', install: 'add' },
};
const COMPOSER: PackageProgram = {
  ecosystem: 'composer',
  valued: 'ds',
  longValued: [
    ...['working-dir', 'prefer-install', 'ignore-platform-req', 'repository', 'repository-url', 'stability'],
    ...['apcu-autoloader-prefix', 'audit-format'],
  ],
  actions: {
    ...actionsOf('install', ['install', 'i']),
    ...actionsOf('add', ['require', 'r', 'global require']),
    ...actionsOf('upgrade', ['update', 'u', 'upgrade', 'global update']),
  },
};
const NUGET: PackageProgram = {
  ecosystem: 'nuget',
  singleDash: true,
  longValued: [
    ...['version', 'source', 'fallbacksource', 'outputdirectory', 'configfile', 'framework', 'verbosity'],
    ...['solutiondirectory', 'packagesdirectory', 'msbuildversion', 'msbuildpath', 'dependencyversion'],
    ...['conflictaction', 'packagesavemode', 'project2projecttimeout', 'lockfilepath'],
  ],
  actions: { install: 'add', restore: 'build' },
};
const DOTNET: PackageProgram = {
  ecosystem: 'nuget',
  valued: 'vsfnrco',
  longValued: [
    ...['version', 'source', 'framework', 'package-directory', 'runtime', 'add-source', 'tool-path'],
    ...['configfile', 'tool-manifest', 'verbosity', 'packages', 'lock-file-path', 'arch', 'os', 'project'],
  ],
  actions: { 'tool install': 'add', 'add package': 'add', 'package add': 'add', restore: 'build' },
};
const CHOCO: PackageProgram = {
  ecosystem: 'choco',
  valued: 's',
  singleDash: true,
  longValued: [
    ...['version', 'source', 'params', 'parameters', 'pkgparameters', 'package-parameters', 'ia'],
    ...[
      'packageparameters',
      'installargs',
      'installarguments',
      'install-arguments',
      'install-args',
      'timeout',
    ],
    ...[
      'execution-timeout',
      'cache',
      'cachelocation',
      'cache-location',
      'user',
      'u',
      'password',
      'p',
      'cert',
    ],
    ...['proxy', 'proxy-user', 'proxy-password', 'download-checksum', 'download-checksum-type', 'log-file'],
    ...['override-arguments-except', 'install-directory', 's'],
  ],
  actions: { install: 'add' },
};

/** Sources: the help and documentation of the programs. */
export const OTHER_PROGRAMS: readonly (readonly [string, PackageProgram])[] = [
  ['gem', GEM],
  ['bundle', BUNDLE],
  ['cargo', CARGO],
  ['go', GO],
  ['composer', COMPOSER],
  ['composer.phar', COMPOSER],
  ['nuget', NUGET],
  ['dotnet', DOTNET],
  ['choco', CHOCO],
  ['pecl', { ecosystem: 'pecl', valued: 'DRd', actions: { install: 'add' } }],
];
