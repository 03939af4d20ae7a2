import { actionsOf, type PackageProgram } from './packageProgram';

const APT: PackageProgram = {
  ecosystem: 'apt',
  valued: 'otcaP',
  longValued: [
    'option',
    'target-release',
    'default-release',
    'config-file',
    'host-architecture',
    'build-profiles',
    'solver',
    'snapshot',
  ],
  actions: {
    install: 'add',
    reinstall: 'add',
    upgrade: 'upgrade',
    'dist-upgrade': 'upgrade',
    'full-upgrade': 'upgrade',
    'safe-upgrade': 'upgrade',
  },
};
const APK: PackageProgram = {
  ecosystem: 'apk',
  valued: 'tXp',
  longValued: [
    ...['virtual', 'repository', 'root', 'arch', 'cache-dir', 'cache-max-age', 'keys-dir', 'wait'],
    ...['repositories-file', 'progress-fd', 'timeout'],
  ],
  actions: { add: 'add', upgrade: 'upgrade' },
};
const RPM: PackageProgram = {
  ecosystem: 'rpm',
  valued: 'cdexR',
  longValued: [
    'config',
    'debuglevel',
    'errorlevel',
    'exclude',
    'excludepkgs',
    'installroot',
    'enablerepo',
    'disablerepo',
    'repo',
    'repoid',
    'repofrompath',
    'releasever',
    'setopt',
    'disableexcludes',
    'disableplugin',
    'enableplugin',
    'randomwait',
    'forcearch',
    'advisory',
    'sec-severity',
    'secseverity',
    'cve',
    'cves',
    'color',
  ],
  actions: {
    install: 'add',
    in: 'add',
    localinstall: 'add',
    reinstall: 'add',
    'module install': 'add',
    'module enable': 'locked',
    'group install': 'locked',
    'install-n': 'add',
    update: 'upgrade',
    upgrade: 'upgrade',
    'update-minimal': 'upgrade',
    'upgrade-minimal': 'upgrade',
    'update-to': 'upgrade',
    'distro-sync': 'upgrade',
    dsync: 'upgrade',
    up: 'upgrade',
  },
};
const ZYPPER: PackageProgram = {
  ecosystem: 'zypper',
  valued: 'trRCcgp',
  longValued: [
    ...['type', 'repo', 'from', 'root', 'installroot', 'cache-dir', 'config', 'reposd-dir', 'solv-cache-dir'],
    ...['pkg-cache-dir', 'plus-repo', 'plus-content', 'name', 'category', 'severity', 'date', 'download'],
    ...['raw-cache-dir', 'bugzilla', 'cve', 'patch'],
  ],
  actions: {
    ...actionsOf('add', ['install', 'in']),
    ...actionsOf('upgrade', ['update', 'up', 'dist-upgrade', 'dup', 'patch']),
  },
};

/** Sources: the manual pages of the programs, and their help. */
export const SYSTEM_PROGRAMS: readonly (readonly [string, PackageProgram])[] = [
  ['apt-get', APT],
  ['apt', APT],
  ['aptitude', APT],
  ['apk', APK],
  ['dnf', RPM],
  ['dnf5', RPM],
  ['yum', RPM],
  ['microdnf', RPM],
  ['tdnf', RPM],
  ['zypper', ZYPPER],
];
