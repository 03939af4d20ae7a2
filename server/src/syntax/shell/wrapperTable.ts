/** How a program that runs another is called: what stands between its name and the command. */
export interface Wrapper {
  /** The letters of options whose value may be the next word. */
  readonly valued?: string;
  /** The long ones. */
  readonly longValued?: readonly string[];
  /** Long options begin with one dash, as those of Go programs may. */
  readonly singleDash?: boolean;
  /** Options with which it runs no command. */
  readonly alone?: RegExp;
  /** Whether `NAME=value` words may stand before the command. */
  readonly assignments?: boolean;
  /** How many words stand between the options and the command. */
  readonly operands?: number;
  /** The command stands after `--`. */
  readonly afterDashes?: boolean;
  /** The option, after the operands, whose value is a script. */
  readonly script?: RegExp;
  /** The option whose value is a command line. */
  readonly splits?: RegExp;
}

export function runsNoCommand({ alone }: Wrapper, option: string): boolean {
  return alone?.test(option) === true;
}

const ENV: Wrapper = {
  valued: 'uC',
  longValued: ['unset', 'chdir'],
  assignments: true,
  splits: /^(?:-\w*S|--split-string)/,
};
const SUDO: Wrapper = {
  valued: 'ughpCrtTDRUa',
  longValued: [
    'user',
    'group',
    'host',
    'prompt',
    'close-from',
    'role',
    'type',
    'command-timeout',
    'chdir',
    'chroot',
    'other-user',
  ],
  alone: /^(?:-[A-Za-z]*[lveKV]|--(?:list|validate|edit|remove-timestamp|version|help))$/,
  assignments: true,
};
const PLAIN: Wrapper = {};
const USER_FIRST: Wrapper = { operands: 1 };
const AFTER_DASHES: Wrapper = { afterDashes: true };

/** Sources: the manual pages of coreutils, util-linux, sudo, tini, dumb-init and the others. */
export const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['env', ENV],
  ['exec', { valued: 'a' }],
  ['command', { alone: /^-[vV]/ }],
  ['builtin', PLAIN],
  ['nohup', PLAIN],
  ['setsid', PLAIN],
  ['nice', { valued: 'n', longValued: ['adjustment'] }],
  [
    'ionice',
    { valued: 'cn', longValued: ['class', 'classdata'], alone: /^(?:-[pPu]|--(?:pid|pgid|uid)(?:=.*)?)$/ },
  ],
  ['chrt', { valued: 'TPD', operands: 1, alone: /^(?:-[mp]|--(?:max|pid))$/ }],
  ['taskset', { operands: 1, alone: /^(?:-p|--pid)$/ }],
  ['sudo', SUDO],
  ['doas', { valued: 'uCa' }],
  ['runuser', { valued: 'ugGw', longValued: ['user', 'group', 'supp-group', 'whitelist-environment'] }],
  ['su-exec', USER_FIRST],
  ['gosu', USER_FIRST],
  ['setuidgid', USER_FIRST],
  ['s6-setuidgid', USER_FIRST],
  ['chpst', { valued: 'uUbe/Cnmdofpcrt' }],
  [
    'setpriv',
    {
      longValued: [
        'reuid',
        'ruid',
        'euid',
        'regid',
        'rgid',
        'egid',
        'groups',
        'inh-caps',
        'ambient-caps',
        'bounding-set',
        'securebits',
        'pdeathsig',
        'selinux-label',
        'apparmor-profile',
      ],
    },
  ],
  ['timeout', { valued: 'ks', longValued: ['kill-after', 'signal'], operands: 1 }],
  ['stdbuf', { valued: 'ioe', longValued: ['input', 'output', 'error'] }],
  ['time', { valued: 'fo', longValued: ['format', 'output'] }],
  ['tini', { valued: 'ep' }],
  ['tini-static', { valued: 'ep' }],
  ['docker-init', { valued: 'ep' }],
  ['dumb-init', { valued: 'r', longValued: ['rewrite'] }],
  ['catchsegv', PLAIN],
  ['fakeroot', { valued: 'lsib', longValued: ['lib', 'faked'] }],
  [
    'xargs',
    {
      valued: 'adEILnPs',
      longValued: ['arg-file', 'delimiter', 'max-args', 'max-chars', 'max-procs', 'process-slot-var'],
    },
  ],
  ['chroot', { longValued: ['userspec', 'groups'], operands: 1 }],
  [
    'unshare',
    {
      valued: 'SGRw',
      longValued: ['setuid', 'setgid', 'root', 'wd', 'map-user', 'map-group', 'propagation', 'setgroups'],
    },
  ],
  [
    'flock',
    {
      valued: 'wE',
      longValued: ['wait', 'timeout', 'conflict-exit-code'],
      operands: 1,
      script: /^(?:-c|--command)$/,
    },
  ],
  [
    'dockerize',
    {
      singleDash: true,
      longValued: [
        'wait',
        'wait-http-header',
        'wait-retry-interval',
        'timeout',
        'template',
        'stdout',
        'stderr',
        'delims',
        'env',
        'env-section',
        'env-header',
      ],
    },
  ],
  ['busybox', { alone: /^--/ }],
  ['toybox', { alone: /^--/ }],
  ['with-contenv', PLAIN],
  [
    'xvfb-run',
    { valued: 'efnpsw', longValued: ['error-file', 'auth-file', 'server-num', 'server-args', 'wait'] },
  ],
  ['dbus-run-session', { longValued: ['config-file', 'dbus-daemon'] }],
  ['wait-for-it', AFTER_DASHES],
  ['wait-for-it.sh', AFTER_DASHES],
  ['wait-for', AFTER_DASHES],
  ['wait-for.sh', AFTER_DASHES],
]);
