import type { PinStyle } from '../pins/commentStyle';
import type { PinAction } from '../pins/wishes';
import type { MoreNames } from '../syntax/documentKind';
import type { AskingArguments } from './asking';
import type { CheckCommandArguments } from './checkCommand';
import type { RememberingArguments } from './remembering';
import type { LockCommandArguments } from './lockCommand';
import type { ResolveArguments } from './resolveCommand';
import type { VerifyCommandArguments } from './verifyCommand';

/** A command line taken apart; `problem` says what is wrong with it. */
export type Arguments =
  | { readonly command: 'help' | 'version' }
  | ({ readonly command: 'lint' } & LintArguments)
  | ({ readonly command: 'images'; readonly format: Format } & FileArguments)
  | ({ readonly command: 'resolve' } & ResolveArguments)
  | (PinArguments & FileArguments & AskingArguments)
  | ({ readonly command: 'check' } & CheckCommandArguments)
  | ({ readonly command: 'lock' } & LockCommandArguments)
  | ({ readonly command: 'verify' } & VerifyCommandArguments)
  | { readonly problem: string };

/** Which files are read, and how. */
export interface FileArguments {
  readonly paths: readonly string[];
  /** Whether variables of the process count, as they do for compose. */
  readonly processVariables: boolean;
  readonly names: MoreNames;
  /** Which project files count: each file's nearest, none, or the one that is named. */
  readonly config: 'nearest' | 'none' | { readonly file: string };
}

/** How files are judged, and whether what is certain is fixed. */
export interface LintArguments extends FileArguments, RememberingArguments {
  readonly format: Format;
  readonly fix: boolean;
  /** With `fix`: the changes are printed and not made. */
  readonly dryRun: boolean;
}

/** What is done with pins, and how. */
export interface PinArguments {
  readonly command: PinAction;
  readonly dryRun: boolean;
  /** Null where it is that of the project file. */
  readonly style: PinStyle | null;
  /** As `linux/arm64`: pins name the image of that platform; null for the index. */
  readonly platform: string | null;
}

export type Format = 'text' | 'json';

type Command = 'lint' | 'images' | 'resolve' | PinAction | 'check' | 'lock' | 'verify';

export function readArguments(words: readonly string[]): Arguments {
  const parsed = splitOptions(words);
  if ('problem' in parsed) return parsed;
  const { options, operands } = parsed;
  if (options.has('--help') || operands[0] === 'help') return { command: 'help' };
  if (options.has('--version')) return { command: 'version' };
  const [command, ...rest] = operands;
  if (command === undefined) return { problem: 'a command is missing' };
  if (!isCommand(command)) return { problem: `there is no command '${command}'` };
  const unknown = [...options.keys()].find((option) => !OPTIONS[command].includes(option));
  if (unknown !== undefined) return { problem: `'${command}' has no option ${unknown}` };
  if (rest.length === 0)
    return { problem: `'${command}' needs ${command === 'resolve' ? 'a reference' : 'a path'}` };
  const format = options.get('--format')?.at(-1) ?? 'text';
  if (format !== 'text' && format !== 'json')
    return { problem: `there is no format '${format}', only text and json` };
  const config = configArgument(options);
  if (typeof config !== 'string' && 'problem' in config) return config;
  const reading: FileArguments = {
    paths: rest,
    config,
    processVariables: options.has('--process-env'),
    names: {
      dockerfile: options.get('--dockerfile-name') ?? [],
      compose: options.get('--compose-file-name') ?? [],
    },
  };
  switch (command) {
    case 'images':
      return { command, format, ...reading };
    case 'resolve':
      return resolveArguments(options, rest, format);
    case 'pin':
    case 'update':
    case 'unpin':
      return pinArguments(command, options, reading);
    case 'lint':
      return lintArguments(options, reading, format);
    case 'check': {
      const asking = askingArguments(options);
      return 'problem' in asking ? asking : { command, format, ...asking, ...reading };
    }
    case 'lock':
    case 'verify':
      return lockArguments(command, options, reading);
  }
}

function configArgument(
  options: ReadonlyMap<string, readonly string[]>,
): FileArguments['config'] | { readonly problem: string } {
  const file = options.get('--config')?.at(-1);
  const isOff = options.has('--no-config');
  if (file !== undefined && isOff) return { problem: '--config and --no-config exclude each other' };
  if (isOff) return 'none';
  return file === undefined ? 'nearest' : { file };
}

function lintArguments(
  options: ReadonlyMap<string, readonly string[]>,
  reading: FileArguments,
  format: Format,
): Arguments {
  const [fix, dryRun] = [options.has('--fix'), options.has('--dry-run')];
  if (dryRun && !fix) return { problem: "'lint' has no option --dry-run without --fix" };
  const asking = askingArguments(options);
  if ('problem' in asking) return asking;
  const { registryMap, storage } = asking;
  return { command: 'lint', format, fix, dryRun, registryMap, storage, ...reading };
}

function lockArguments(
  command: 'lock' | 'verify',
  options: ReadonlyMap<string, readonly string[]>,
  reading: FileArguments,
): Arguments {
  if (reading.paths.length > 1) return { problem: `'${command}' takes one compose file, or one folder` };
  const asking = askingArguments(options);
  if ('problem' in asking) return asking;
  const lock = options.get(command === 'lock' ? '--output' : '--lock')?.at(-1) ?? null;
  return { command, lock, dryRun: options.has('--dry-run'), ...asking, ...reading };
}

function pinArguments(
  command: PinAction,
  options: ReadonlyMap<string, readonly string[]>,
  reading: FileArguments,
): Arguments {
  const dryRun = options.has('--dry-run');
  const written = options.get('--style')?.at(-1) ?? null;
  const style = STYLES.find((known) => known.replaceAll(' ', '') === written?.replaceAll(' ', '')) ?? null;
  if (written !== null && !style)
    return { problem: `there is no style '${written}', only tag@digest and digest#tag` };
  const asking = askingArguments(options);
  return 'problem' in asking ? asking : { command, dryRun, style, ...asking, ...reading };
}

function resolveArguments(
  options: ReadonlyMap<string, readonly string[]>,
  references: readonly string[],
  format: Format,
): Arguments {
  const asking = askingArguments(options);
  return 'problem' in asking ? asking : { command: 'resolve', references, format, ...asking };
}

function askingArguments(
  options: ReadonlyMap<string, readonly string[]>,
): (AskingArguments & { readonly platform: string | null }) | { readonly problem: string } {
  const platform = options.get('--platform')?.at(-1) ?? null;
  if (platform !== null && !PLATFORM.test(platform))
    return { problem: `'${platform}' is no platform; write it as in linux/arm64` };
  const registryMap = new Map<string, string>();
  for (const entry of options.get('--registry-map') ?? []) {
    const [name, upstream, ...more] = entry.split('=');
    if (!name || !upstream || more.length > 0)
      return { problem: `'${entry}' maps no registry; write it as in proxy.example.com/hub=docker.io` };
    registryMap.set(name, upstream);
  }
  const plainHttpHosts = options.get('--plain-http-host') ?? [];
  return { platform, plainHttpHosts, registryMap, storage: options.get('--storage')?.at(-1) ?? null };
}

/** Options may stand anywhere before `--`, their values after a space or an equals sign. */
function splitOptions(
  words: readonly string[],
):
  | { readonly options: ReadonlyMap<string, readonly string[]>; readonly operands: readonly string[] }
  | { readonly problem: string } {
  const options = new Map<string, string[]>();
  const operands: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') {
      operands.push(...words.slice(index + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const [name = '', inline] = word.split(/=(.*)/s);
    const option = SHORT_OPTIONS[name] ?? name;
    if (!VALUED.has(option) && !FLAGS.has(option)) return { problem: `there is no option ${name}` };
    if (FLAGS.has(option) && inline !== undefined) return { problem: `${name} takes no value` };
    const value = inline ?? (VALUED.has(option) ? words[++index] : '');
    if (value === undefined) return { problem: `${name} needs a value` };
    options.set(option, [...(options.get(option) ?? []), value]);
  }
  return { options, operands };
}

/** How files are read. */
const READING = ['--process-env', '--dockerfile-name', '--compose-file-name', '--config', '--no-config'];
/** How registries are asked. */
const ASKING = ['--platform', '--plain-http-host', '--registry-map', '--storage'];
/** The same of what only an index answers. */
const CHECKING = ASKING.filter((option) => option !== '--platform');
/** What remembered answers are found by. */
const REMEMBERING = ['--registry-map', '--storage'];
const OPTIONS: Readonly<Record<Command, readonly string[]>> = {
  lint: ['--fix', '--dry-run', '--format', ...REMEMBERING, ...READING],
  images: ['--format', ...READING],
  resolve: ['--format', ...ASKING],
  pin: ['--dry-run', '--style', ...ASKING, ...READING],
  update: ['--dry-run', ...ASKING, ...READING],
  unpin: ['--dry-run', ...READING],
  check: ['--format', ...CHECKING, ...READING],
  lock: ['--dry-run', '--output', ...CHECKING, ...READING],
  verify: ['--lock', ...CHECKING, ...READING],
} as const;
const SHORT_OPTIONS: Readonly<Record<string, string>> = {
  '-h': '--help',
  '-V': '--version',
  '-f': '--format',
};
const STYLES: readonly PinStyle[] = ['tag@digest', 'digest # tag'];
const PLATFORM = /^[a-z0-9]+(?:\/[a-z0-9_.]+){1,2}$/;
const VALUED: ReadonlySet<string> = new Set([
  '--format',
  '--dockerfile-name',
  '--compose-file-name',
  '--config',
  '--style',
  '--output',
  '--lock',
  ...ASKING,
]);
const FLAGS: ReadonlySet<string> = new Set([
  '--help',
  '--version',
  '--fix',
  '--dry-run',
  '--process-env',
  '--no-config',
]);

function isCommand(word: string): word is keyof typeof OPTIONS {
  return word in OPTIONS;
}

export const HELP = `Usage: immutable-infra COMMAND [OPTIONS] …

Finds what makes a container release mutable, and pins images to digests.

Commands:
  lint [--format text|json] PATH…     report findings
  lint --fix [--dry-run] PATH…        make the changes that are certain, and report what is left
  images [--format text|json] PATH…   list every image reference, pinned or not
  resolve [--format text|json] REF…   ask registries which digest each reference names now
  pin [--dry-run] PATH…               insert the digest after every reference that has none, and print the changes
  update [--dry-run] PATH…            replace digests by those that their tags name now, and print the changes
  unpin [--dry-run] PATH…             remove the digests again, and print the changes
  check [--format text|json] PATH…    ask registries whether pins are still there and what their tags name
  lock [--dry-run] PATH               write the digests of a compose project's images into a file of their own
  verify PATH                         say where that file differs from the project and from what registries have

A folder is searched for Dockerfiles and compose files; those in vendor, third_party, node_modules and .git are left out. Compose variables take
their values from the .env file of their project, as compose itself does. The settings of a file are those of the
nearest immutable-infra.yaml in its folder or above, up to the root of its repository.
'lint', 'images' and 'unpin' ask no registry; 'lint' reads what --storage remembers of images. A registry on loopback is
spoken to in plain HTTP.

Options:
  --process-env               let compose variables take their values from the environment of this process too
  --dockerfile-name GLOB      read files with such a name as Dockerfiles; may be given several times
  --compose-file-name GLOB    read files with such a name as compose files; may be given several times
  --config FILE               take the settings of this file for all
  --no-config                 take the settings of no file
  --style tag@digest          'pin' writes node:20@sha256:…, which is what it does without this option
  --style digest#tag          'pin' writes node@sha256:… # 20 where YAML has room for a comment
  --platform PLATFORM         take the digest of one platform's image, such as linux/arm64, and not of the index
  --output FILE               where 'lock' writes; compose.lock.yaml beside the compose file without it
  --lock FILE                 what 'verify' reads, likewise
  --plain-http-host HOST      speak to a registry in plain HTTP; may be given several times
  --registry-map NAME=OTHER   ask OTHER where references begin with NAME, which stays written; likewise
  --storage FOLDER            keep what registries answered, and use it again within an hour
  -h, --help                  print this text
  -V, --version               print the version

Exit status: 0 nothing to report; 1 findings of warning or above; 2 something could not be done, and standard error
says what.
`;
