import type { ShellCommand } from '../shell/command';
import { writtenBy } from './downloads';
import { readOptions, type OptionTable } from './options';

/** A command whose output is another each time, and is kept: in a file, or in the words of another command. */
export interface ChangingOutput {
  readonly command: ShellCommand;
  readonly kind: 'time' | 'random' | 'commit';
}

/** Finds what a script keeps of the time, of chance and of the repository; what it only prints is for the log. */
export function changingOutputsOf(commands: readonly ShellCommand[]): ChangingOutput[] {
  const changing = commands.flatMap((command) => {
    const kind = kindOf(command);
    return kind ? [{ command, kind }] : [];
  });
  if (changing.length === 0) return [];
  const readers = new Map<ShellCommand, ShellCommand>();
  for (const command of commands)
    for (const input of command.inputs.slice(0, MAX_INPUTS)) readers.set(input, command);
  const used = variablesUsedIn(commands);
  return changing.filter(({ command }) => isKept(command, readers, used));
}

function kindOf({ name, words }: ShellCommand): ChangingOutput['kind'] | null {
  const rest = words.slice(1);
  switch (name ?? '') {
    case 'date': {
      const { options } = readOptions(rest, DATE);
      return options.some(({ name: option }) => FIXED_DATES.has(option)) ? null : 'time';
    }
    case 'uuidgen':
    case 'pwgen':
      return 'random';
    case 'openssl':
      return rest[0]?.written === 'rand' ? 'random' : null;
    case 'cat':
    case 'head':
    case 'tr':
      return rest.some(({ written }) => RANDOM_FILES.test(written)) ? 'random' : null;
    case 'git': {
      const subcommand = rest.find(({ written }) => !written.startsWith('-'))?.written ?? '';
      return /^(?:rev-parse|describe|log|show|rev-list)$/.test(subcommand) ? 'commit' : null;
    }
    default:
      return null;
  }
}

function isKept(
  start: ShellCommand,
  readers: ReadonlyMap<ShellCommand, ShellCommand>,
  used: ReadonlySet<string>,
): boolean {
  let command = start;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    if (writtenBy(command).some((file) => !file.startsWith('/dev/'))) return true;
    if (command.name === 'tee' && command.words.length > 1) return true;
    const reader = readers.get(command);
    const { inside } = command;
    if (reader) command = reader;
    else if (inside?.kind !== 'substitution') return false;
    else if (!inside.command) return false;
    else if (PRINTERS.has(inside.command.name ?? '')) command = inside.command;
    else return keeps(inside.command, start, used);
  }
  return false;
}

/** A variable keeps it where another command than a print uses it. */
function keeps(owner: ShellCommand, start: ShellCommand, used: ReadonlySet<string>): boolean {
  const { assignments, words } = owner;
  const own = assignments.find(
    ({ value }) => value.span.start <= start.span.start && start.span.end <= value.span.end,
  );
  if (own) return words.length > 0 || used.has(own.name);
  if (owner.name === 'export') {
    const word = words.find(({ span }) => span.start <= start.span.start && start.span.end <= span.end);
    return used.has(/^\w+/.exec(word?.written ?? '')?.[0] ?? '');
  }
  return !HARMLESS.has(owner.name ?? '');
}

function variablesUsedIn(commands: readonly ShellCommand[]): ReadonlySet<string> {
  const keeping = commands.filter(
    (command) => !HARMLESS.has(command.name ?? '') || writtenBy(command).length > 0,
  );
  const words = keeping.flatMap((command) => command.words);
  return new Set(
    words.flatMap(({ expansions, written }) =>
      expansions.flatMap(({ kind, start, end }) =>
        kind === 'parameter' ? (/\w+/.exec(written.slice(start, end))?.[0] ?? []) : [],
      ),
    ),
  );
}

const DATE: OptionTable = { valued: 'dfrsI', longValued: new Set(['date', 'file', 'reference', 'set']) };
/** A time that is given, or that of a file; or the clock is set. */
const FIXED_DATES: ReadonlySet<string> = new Set(['d', 'f', 'r', 's', 'date', 'file', 'reference', 'set']);
const RANDOM_FILES = /^\/dev\/u?random$|^\/proc\/sys\/kernel\/random\/uuid$/;
const PRINTERS: ReadonlySet<string> = new Set(['echo', 'printf']);
/** What prints, compares and computes. */
const HARMLESS: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'test',
  '[',
  '[[',
  'expr',
  'let',
  'time',
  'sleep',
  'true',
  ':',
]);
const MAX_STEPS = 20;
const MAX_INPUTS = 20;
