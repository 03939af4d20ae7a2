import type { MoreNames } from '../syntax/documentKind';

/** A command line taken apart; `problem` says what is wrong with it. */
export type Arguments =
  | { readonly command: 'help' | 'version' }
  | ({ readonly command: 'lint' | 'images'; readonly format: Format } & FileArguments)
  | { readonly command: 'resolve'; readonly references: readonly string[]; readonly format: Format }
  | ({ readonly command: 'pin'; readonly dryRun: boolean } & FileArguments)
  | { readonly problem: string };

/** Which files are read, and how. */
export interface FileArguments {
  readonly paths: readonly string[];
  /** Whether variables of the process count, as they do for compose. */
  readonly processVariables: boolean;
  readonly names: MoreNames;
}

export type Format = 'text' | 'json';

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
  const reading: FileArguments = {
    paths: rest,
    processVariables: options.has('--process-env'),
    names: {
      dockerfile: options.get('--dockerfile-name') ?? [],
      compose: options.get('--compose-file-name') ?? [],
    },
  };
  switch (command) {
    case 'lint':
    case 'images':
      return { command, format, ...reading };
    case 'resolve':
      return { command, references: rest, format };
    case 'pin':
      return { command, dryRun: options.has('--dry-run'), ...reading };
  }
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
const READING = ['--process-env', '--dockerfile-name', '--compose-file-name'];
const OPTIONS: Readonly<Record<'lint' | 'images' | 'resolve' | 'pin', readonly string[]>> = {
  lint: ['--format', ...READING],
  images: ['--format', ...READING],
  resolve: ['--format'],
  pin: ['--dry-run', ...READING],
} as const;
const SHORT_OPTIONS: Readonly<Record<string, string>> = {
  '-h': '--help',
  '-V': '--version',
  '-f': '--format',
};
const VALUED: ReadonlySet<string> = new Set(['--format', '--dockerfile-name', '--compose-file-name']);
const FLAGS: ReadonlySet<string> = new Set(['--help', '--version', '--dry-run', '--process-env']);

function isCommand(word: string): word is keyof typeof OPTIONS {
  return word in OPTIONS;
}

export const HELP = `Usage: immutable-infra COMMAND [OPTIONS] …

Finds what makes a container release mutable, and pins images to digests.

Commands:
  lint [--format text|json] PATH…     report findings
  images [--format text|json] PATH…   list every image reference, pinned or not
  resolve [--format text|json] REF…   ask registries which digest each reference names now
  pin [--dry-run] PATH…               insert the digest after every reference that has none, and print the changes

A folder is searched for Dockerfiles and compose files; node_modules and .git are left out. Compose variables take
their values from the .env file of their project, as compose itself does.
Registries are asked by 'resolve' and 'pin' alone; one on loopback is spoken to in plain HTTP.

Options:
  --process-env               let compose variables take their values from the environment of this process too
  --dockerfile-name GLOB      read files with such a name as Dockerfiles; may be given several times
  --compose-file-name GLOB    read files with such a name as compose files; may be given several times
  -h, --help                  print this text
  -V, --version               print the version

Exit status: 0 nothing to report; 1 findings of warning or above; 2 something could not be done, and standard error
says what.
`;
