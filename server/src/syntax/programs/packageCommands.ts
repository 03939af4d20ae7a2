import type { Span } from '../../text/span';
import type { ShellCommand } from '../shell/command';
import { readPackage, type PackageWord } from './packageNames';
import type { Ecosystem, PackageAction, PackageProgram, SystemEcosystem } from './packageProgram';
import { PACKAGE_PROGRAMS } from './packagePrograms';
import { wordFrom, type ShellWord } from '../shell/word';

/** A command that takes packages from a registry or a mirror. */
export interface PackageCommand {
  readonly command: ShellCommand;
  /** The program as its own name, also behind `python -m`. */
  readonly program: string;
  readonly ecosystem: Ecosystem;
  readonly action: PackageAction;
  /** As it is written, of one word or two; empty where there is none. */
  readonly subcommand: string;
  /** Where the subcommand stands; null where there is none. */
  readonly subcommandSpan: Span | null;
  /** From the program to the subcommand, and its words. */
  readonly head: Span;
  readonly title: string;
  readonly options: readonly PackageOption[];
  readonly packages: readonly PackageWord[];
  /** Whether a variable stands where options or packages do, so that what is not seen may still be there. */
  readonly isPartlyUnknown: boolean;
  /** Whether it also brings what is installed to newer versions. */
  readonly upgrades: boolean;
}

export interface PackageOption {
  /** Without its dashes; in lower case where case does not count. */
  readonly name: string;
  readonly value: ShellWord | null;
  readonly word: ShellWord;
}

export function isSystem(ecosystem: Ecosystem): ecosystem is SystemEcosystem {
  return SYSTEM.has(ecosystem);
}

export function hasOption({ options }: PackageCommand, names: readonly string[]): boolean {
  return options.some(
    ({ name, value }) => names.includes(name) && !OFF.has(value?.written.toLowerCase() ?? ''),
  );
}

/** The values of options that may be given several times. */
export function optionValues({ options }: PackageCommand, names: readonly string[]): ShellWord[] {
  return options.flatMap(({ name, value }) => (names.includes(name) && value ? [value] : []));
}

/** Reads a command that takes packages; null for all others, and for one that only shows what it would do. */
export function packageCommand(command: ShellCommand): PackageCommand | null {
  // Half a dozen rules ask about each command.
  const known = read.get(command);
  if (known !== undefined) return known;
  const found = readPackageCommand(command);
  read.set(command, found);
  return found;
}

const read = new WeakMap<ShellCommand, PackageCommand | null>();

function readPackageCommand(command: ShellCommand): PackageCommand | null {
  const called = programOf(command);
  if (!called) return null;
  if (called.name === 'pacman') return pacmanCommand(command);
  const program = PACKAGE_PROGRAMS.get(called.name);
  if (!program) return null;
  const { options, operands } = readArguments(called.words, program);
  const verb = subcommandOf(program, operands);
  if (!verb || isHarmless(program.ecosystem, options)) return null;
  if (verb.words.length === 0 && options.some(({ name }) => ABOUT_ITSELF.has(name))) return null;
  const { action, words } = verb;
  const rest = operands.slice(operands.indexOf(words.at(-1) ?? NO_WORD) + 1);
  const draft = { command, program: called.name, ecosystem: program.ecosystem, action, options };
  return packageCommandOf(draft, words, rest);
}

type Draft = Pick<PackageCommand, 'command' | 'program' | 'ecosystem' | 'action' | 'options'>;

function packageCommandOf(
  draft: Draft,
  verb: readonly ShellWord[],
  operands: readonly ShellWord[],
): PackageCommand {
  const { command, program, ecosystem, action } = draft;
  const last = verb.at(-1);
  const [first = NO_WORD] = command.words;
  const head = { start: command.span.start, end: (last ?? first).span.end };
  return {
    ...draft,
    subcommand: verb.map(({ written }) => written).join(' '),
    subcommandSpan: last?.span ?? null,
    head,
    title: command.words
      .filter(({ span }) => span.start < head.end)
      .map(({ written }) => written)
      .join(' '),
    packages: operands
      .filter(({ written }) => written !== '')
      .map((word) => readPackage(word, ecosystem, program)),
    isPartlyUnknown: command.words.some(isUnknown),
    upgrades: action === 'upgrade',
  };
}

/** The program and its arguments: `pip3.12` is `pip`, and so is `python3 -m pip`. */
function programOf({ name, words }: ShellCommand): { name: string; words: readonly ShellWord[] } | null {
  if (name === null) return null;
  if (PIP.test(name)) return { name: 'pip', words: words.slice(1) };
  if (PYTHON.test(name)) {
    const index = words.findIndex(({ written }) => /^-\w*m$/.test(written));
    const module = words[index + 1]?.written;
    if (index < 0 || module === undefined || !PYTHON_MODULES.has(module)) return null;
    return { name: module, words: words.slice(index + 2) };
  }
  return { name, words: words.slice(1) };
}

/** The subcommand, of two words or one; null for one that takes no packages. */
function subcommandOf(
  { actions, bare }: PackageProgram,
  operands: readonly ShellWord[],
): { action: PackageAction; words: readonly ShellWord[] } | null {
  const known = operands.filter((word) => !isUnknown(word) && !word.written.startsWith('+'));
  const [first, second, third] = known;
  if (!first) return bare && operands.length === 0 ? { action: bare, words: [] } : null;
  const pairs = second ? [[first, second]] : [];
  // `dotnet add app.csproj package X`
  if (first.written === 'add' && third?.written === 'package') pairs.push([first, third]);
  for (const words of [...pairs, [first]]) {
    const key = words.map(({ written }) => written).join(' ');
    const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
    if (action) return { action, words };
  }
  return bare === 'add' ? { action: bare, words: [] } : null;
}

/** Options and what else there is; after `--` there are no options. */
function readArguments(
  words: readonly ShellWord[],
  program: PackageProgram,
): { options: readonly PackageOption[]; operands: readonly ShellWord[] } {
  const options: PackageOption[] = [];
  const operands: ShellWord[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? NO_WORD;
    const { written } = word;
    if (written === '--') {
      // What follows is for the build of a gem's extensions.
      if (program.ecosystem !== 'gem') operands.push(...words.slice(index + 1));
      break;
    }
    if (!/^-./.test(written)) {
      operands.push(word);
      continue;
    }
    const { found, takesNext } = readOption(word, program);
    const value = takesNext ? (words[++index] ?? null) : null;
    options.push(
      ...(value
        ? found.map((option, at) => (at === found.length - 1 ? { ...option, value } : option))
        : found),
    );
  }
  return { options, operands };
}

/** One word of options: `--name=value`, `--name`, or letters of which the last may take a value. */
function readOption(
  word: ShellWord,
  { valued = '', longValued = [], singleDash = false }: PackageProgram,
): { found: PackageOption[]; takesNext: boolean } {
  const { written } = word;
  if (written.startsWith('--') || singleDash) {
    const body = written.replace(/^--?/, '');
    const equals = body.indexOf('=');
    const plain = equals < 0 ? body : body.slice(0, equals);
    const name = singleDash ? plain.toLowerCase() : plain;
    const value = equals < 0 ? null : wordFrom(word, written.length - body.length + equals + 1);
    return {
      found: [{ name, value, word }],
      takesNext: equals < 0 && longValued.includes(name.toLowerCase()),
    };
  }
  const found: PackageOption[] = [];
  for (let at = 1; at < written.length; at++) {
    const name = written[at] ?? '';
    if (!valued.includes(name)) {
      found.push({ name, value: null, word });
      continue;
    }
    const isLast = at === written.length - 1;
    found.push({ name, value: isLast ? null : wordFrom(word, at + (written[at + 1] === '=' ? 2 : 1)), word });
    return { found, takesNext: isLast };
  }
  return { found, takesNext: false };
}

/** `pacman -Syu name`: the letters say what it does. Source: pacman(8). */
function pacmanCommand(command: ShellCommand): PackageCommand | null {
  const program: PackageProgram = {
    ecosystem: 'pacman',
    valued: 'br',
    longValued: PACMAN_VALUED,
    actions: {},
  };
  const { options, operands } = readArguments(command.words.slice(1), program);
  const named = (...names: string[]) => options.find(({ name }) => names.includes(name));
  const sync = named('S', 'sync');
  if (!sync || named(...PACMAN_QUERIES) || isHarmless(program.ecosystem, options)) return null;
  const upgrades = named('u', 'sysupgrade') !== undefined;
  if (!upgrades && operands.length === 0) return null;
  const action = operands.length > 0 ? 'add' : 'upgrade';
  const draft = { command, program: 'pacman', ecosystem: program.ecosystem, action, options } as const;
  return { ...packageCommandOf(draft, [sync.word], operands), upgrades };
}

/** Whether it only shows or fetches. */
function isHarmless(ecosystem: Ecosystem, options: readonly PackageOption[]): boolean {
  const letters = HARMLESS_LETTERS[ecosystem] ?? '';
  return options.some(({ name }) => HARMLESS.has(name) || (name.length === 1 && letters.includes(name)));
}

/** Whether only the run tells what a word is. */
function isUnknown({ written, expansions }: ShellWord): boolean {
  return expansions.some(
    ({ kind, start, end }) =>
      (kind === 'parameter' || kind === 'command') && start === 0 && end === written.length,
  );
}

const PIP = /^pip(?:\d+(?:\.\d+)?)?$/;
const PYTHON = /^(?:python|pypy)[\d.]*$|^py$/;
const PYTHON_MODULES: ReadonlySet<string> = new Set([
  'pip',
  'pipx',
  'pipenv',
  'poetry',
  'uv',
  'easy_install',
]);
const SYSTEM: ReadonlySet<Ecosystem> = new Set<Ecosystem>(['apt', 'apk', 'rpm', 'zypper', 'pacman']);
/** With these a program tells what it would do, or something of itself. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['help', 'dry-run', 'simulate', 'just-print', 'no-act', 'recon', 'assumeno', 'download-only'],
  ...['downloadonly', 'print-uris', 'print', 'whatif', 'noop'],
]);
const HARMLESS_LETTERS: Readonly<Partial<Record<Ecosystem, string>>> = { apt: 'sd', apk: 's', zypper: 'Dd' };
const ABOUT_ITSELF: ReadonlySet<string> = new Set(['version', 'v', 'h']);
const PACMAN_VALUED: readonly string[] = [
  ...['dbpath', 'root', 'arch', 'cachedir', 'color', 'config', 'gpgdir', 'hookdir', 'logfile', 'sysroot'],
  ...['ignore', 'ignoregroup', 'overwrite', 'assume-installed'],
];
const PACMAN_QUERIES: readonly string[] = [
  's',
  'search',
  'i',
  'info',
  'l',
  'list',
  'g',
  'groups',
  'c',
  'clean',
  'p',
  'w',
];
const OFF: ReadonlySet<string> = new Set(['false', 'no', '0']);
const NO_WORD: ShellWord = {
  text: '',
  written: '',
  expansions: [],
  span: { start: 0, end: 0 },
  spanOf: () => ({ start: 0, end: 0 }),
};
