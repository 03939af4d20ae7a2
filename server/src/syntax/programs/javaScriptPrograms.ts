import { actionsOf, type PackageProgram } from './packageProgram';

const NPM: PackageProgram = {
  ecosystem: 'npm',
  valued: 'Cw',
  longValued: [
    ...['prefix', 'registry', 'cache', 'userconfig', 'globalconfig', 'loglevel', 'tag', 'omit', 'include'],
    ...[
      'only',
      'also',
      'workspace',
      'fetch-retries',
      'fetch-retry-factor',
      'fetch-retry-mintimeout',
      'scope',
    ],
    ...['fetch-retry-maxtimeout', 'fetch-timeout', 'location', 'install-strategy', 'arch', 'platform', 'os'],
    ...['cpu', 'libc', 'before', 'node-options', 'python', 'jobs', 'maxsockets', 'depth', 'target_arch'],
    ...['target_platform', 'script-shell', 'cafile', 'proxy', 'https-proxy', 'noproxy', 'target', 'runtime'],
    ...['disturl', 'otp', 'auth-type', 'network-timeout', 'progress', 'user'],
  ],
  actions: {
    ...actionsOf('install', ['install', 'i', 'in', 'ins', 'inst', 'insta', 'instal', 'isnt', 'isnta', 'add']),
    ...actionsOf('install', ['isntal', 'isntall', 'install-test', 'it']),
    ...actionsOf('locked', ['ci', 'clean-install', 'ic', 'install-clean', 'isntall-clean', 'cit']),
    ...actionsOf('upgrade', ['update', 'up', 'upgrade', 'udpate']),
  },
};
const YARN: PackageProgram = {
  ecosystem: 'npm',
  longValued: [
    ...['cwd', 'cache-folder', 'modules-folder', 'registry', 'network-timeout', 'network-concurrency'],
    ...['mutex', 'use-yarnrc', 'mode', 'preferred-cache-folder', 'global-folder', 'link-folder', 'prefix'],
  ],
  actions: { install: 'install', add: 'add', 'global add': 'add', upgrade: 'upgrade', up: 'upgrade' },
  bare: 'install',
};
const PNPM: PackageProgram = {
  ecosystem: 'npm',
  valued: 'CF',
  longValued: [
    ...['dir', 'filter', 'filter-prod', 'store-dir', 'reporter', 'registry', 'virtual-store-dir', 'loglevel'],
    ...['package-import-method', 'network-concurrency', 'child-concurrency', 'modules-dir', 'lockfile-dir'],
    ...['global-dir', 'hoist-pattern', 'public-hoist-pattern', 'workspace-concurrency', 'node-linker'],
  ],
  actions: {
    ...actionsOf('install', ['install', 'i']),
    add: 'add',
    ci: 'locked',
    ...actionsOf('upgrade', ['update', 'up', 'upgrade']),
  },
};
const BUN: PackageProgram = {
  ecosystem: 'npm',
  valued: 'c',
  longValued: ['cwd', 'config', 'cache-dir', 'registry', 'backend', 'filter', 'omit', 'concurrent-scripts'],
  actions: {
    ...actionsOf('install', ['install', 'i']),
    ...actionsOf('add', ['add', 'a']),
    ci: 'locked',
    update: 'upgrade',
  },
};

/** Sources: the help and documentation of the programs. */
export const JAVASCRIPT_PROGRAMS: readonly (readonly [string, PackageProgram])[] = [
  ['npm', NPM],
  ['yarn', YARN],
  ['yarnpkg', YARN],
  ['pnpm', PNPM],
  ['bun', BUN],
  ['corepack', { ecosystem: 'npm', actions: { prepare: 'add', use: 'add', install: 'add' } }],
];
