import type { ShellCommand } from '../shell/command';
import { programName } from '../shell/programs';
import type { ShellWord } from '../shell/word';
import { WRAPPERS } from '../shell/wrapperTable';

/** A program or script that a command starts, and what it is given: `words` begin with it. */
export interface Launch {
  /** Its file name, or that of a module. */
  readonly name: string;
  readonly words: readonly ShellWord[];
}

/** A script of a package.json that a package manager is asked for. */
export interface ScriptCall {
  readonly script: string;
  /** The folder that it is told to work in; null for the one where it is started. */
  readonly folder: string | null;
  /** Whether another package than that of the folder has the script. */
  readonly isElsewhere: boolean;
}

/**
 * What a command comes to: itself, and what it only runs, one in the other. `poetry run python -m flask run` comes to
 * `poetry`, `python` and `flask run`.
 */
export function launchesOf({ words }: ShellCommand): Launch[] {
  const launches: Launch[] = [];
  let rest: readonly ShellWord[] | null = words;
  while (rest?.[0] && launches.length < MAX_LAUNCHES) {
    const name = programName(rest[0])?.toLowerCase() ?? null;
    if (name === null) break;
    launches.push({ name, words: rest });
    rest = launchedBy(name, rest);
  }
  return launches;
}

/** The script that npm, yarn, pnpm, bun or node is asked for. */
export function scriptCallOf({ name, words }: Launch): ScriptCall | null {
  const { operands, folder, isElsewhere } = packageArguments(words);
  const [first, second, third] = operands;
  const call = (script: string | undefined) =>
    script === undefined ? null : { script, folder, isElsewhere };
  switch (name) {
    case 'npm':
      if (RUNS.has(first ?? '')) return call(second);
      return NPM_SCRIPTS.has(first ?? '') ? call(first) : null;
    case 'yarn':
      if (first === 'workspace')
        return { ...(call(third === 'run' ? operands[3] : third) ?? NO_CALL), isElsewhere: true };
      return first === 'run' ? call(second) : YARN_COMMANDS.has(first ?? '') ? null : call(first);
    case 'pnpm':
      return RUNS.has(first ?? '') ? call(second) : PNPM_COMMANDS.has(first ?? '') ? null : call(first);
    case 'bun':
      return first === 'run' && !/\.[cm]?[jt]sx?$/.test(second ?? '') ? call(second) : null;
    case 'node': {
      const at = words.findIndex(({ written }) => written === '--run');
      return at > 0 ? { script: words[at + 1]?.written ?? '', folder: null, isElsewhere: false } : null;
    }
    default:
      return null;
  }
}

function packageArguments(
  words: readonly ShellWord[],
): Omit<ScriptCall, 'script'> & { readonly operands: string[] } {
  const operands: string[] = [];
  let folder: string | null = null;
  let isElsewhere = false;
  for (let index = 1; index < words.length; index++) {
    const written = words[index]?.written ?? '';
    if (written === '--') break;
    const [option = '', value] = written.split('=', 2);
    if (FOLDER_OPTIONS.has(option)) folder = value ?? words[++index]?.written ?? null;
    else if (PACKAGE_OPTIONS.has(option)) {
      isElsewhere = true;
      if (value === undefined) index++;
    } else if (!written.startsWith('-')) operands.push(written);
  }
  return { operands, folder, isElsewhere };
}

/** The words that a program runs; null where it runs nothing else. */
function launchedBy(name: string, words: readonly ShellWord[]): readonly ShellWord[] | null {
  if (/^(?:python|pypy)[\d.]*$/.test(name)) return interpreted(words, PYTHON_VALUED);
  if (INTERPRETERS.has(name)) return interpreted(words, NODE_VALUED);
  const runner = RUNNERS.get(name);
  if (runner) return run(words, runner);
  // Those are commands of their own.
  if (WRAPPERS.has(name)) return null;
  if (/^wait|-wait|^(?:infisical|dotenvx|op|chamber|envconsul|vault-env)$/.test(name)) {
    const dashes = words.findIndex(({ written }) => written === '--');
    return dashes < 0 ? null : words.slice(dashes + 1);
  }
  return null;
}

/** The script of an interpreter, or the module of `-m`; null for a program in an argument. */
function interpreted(words: readonly ShellWord[], valued: RegExp): readonly ShellWord[] | null {
  for (let index = 1; index < words.length; index++) {
    const written = words[index]?.written ?? '';
    if (!written.startsWith('-')) return words.slice(index);
    if (written === '-m') return words.slice(index + 1);
    if (/^(?:-[ceprS]|--eval|--print|--run)$/.test(written) && !valued.test(written)) return null;
    if (valued.test(written)) index++;
  }
  return null;
}

interface Runner {
  /** The word that must come first. */
  readonly verb?: RegExp;
  /** Whether it runs also without the word. */
  readonly isOptional?: boolean;
  /** Options whose value is the next word. */
  readonly valued?: RegExp;
  readonly assignments?: boolean;
}

function run(
  words: readonly ShellWord[],
  { verb, isOptional, valued, assignments }: Runner,
): readonly ShellWord[] | null {
  let isAsked = !verb;
  for (let index = 1; index < words.length; index++) {
    const written = words[index]?.written ?? '';
    if (written === '--') return isAsked || isOptional ? words.slice(index + 1) : null;
    if (valued?.test(written)) index++;
    else if (written.startsWith('-') || (assignments && /^\w+=/.test(written))) continue;
    else if (!isAsked && verb?.test(written)) isAsked = true;
    else return isAsked || isOptional ? words.slice(index) : null;
  }
  return null;
}

const PYTHON_RUNNER: Runner = {
  verb: /^run$/,
  valued:
    /^(?:-p|--python|--with|--env-file|--group|--extra|--package|--directory|--project|-e|--environment)$/,
};
const CONDA: Runner = { verb: /^run$/, valued: /^(?:-n|--name|-p|--prefix|--cwd)$/ };
const PLAIN: Runner = {};
const NODE_RUNNER: Runner = {
  verb: /^(?:exec|run|dlx|x)$/,
  isOptional: true,
  valued: /^(?:--cwd|-C|--dir|--filter|-F)$/,
};
const RUNNERS: ReadonlyMap<string, Runner> = new Map<string, Runner>([
  ...['poetry', 'pipenv', 'uv', 'pdm', 'hatch', 'rye', 'pipx', 'pixi'].map(
    (name) => [name, PYTHON_RUNNER] as const,
  ),
  ...['conda', 'mamba', 'micromamba'].map((name) => [name, CONDA] as const),
  ...['ddtrace-run', 'opentelemetry-instrument', 'uvx', 'bunx', 'honcho'].map(
    (name) => [name, PLAIN] as const,
  ),
  ['newrelic-admin', { verb: /^run-program$/ }],
  ['bundle', { verb: /^exec$/ }],
  ['npx', { valued: /^(?:-p|--package|-c|--call)$/ }],
  ['npm', { verb: /^(?:exec|x)$/ }],
  ['yarn', NODE_RUNNER],
  ['pnpm', NODE_RUNNER],
  ['bun', NODE_RUNNER],
  ['cross-env', { assignments: true }],
  ['dotenv', { valued: /^(?:-e|-c|-v|-f)$/ }],
  ['env-cmd', { valued: /^(?:-f|-e|-r)$/ }],
  ['doppler', { verb: /^run$/, valued: /^(?:-p|-c|-t|--project|--config|--token)$/ }],
  ['pm2-runtime', { verb: /^start$/, isOptional: true }],
  ['symfony', { verb: /^(?:php|console)$/ }],
]);
const INTERPRETERS: ReadonlySet<string> = new Set(['node', 'php', 'ruby', 'perl', 'deno', 'tsx', 'ts-node']);
const PYTHON_VALUED = /^-[XW]$/;
const NODE_VALUED =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-d|-I|-C|--conditions|--env-file)$/;
const RUNS: ReadonlySet<string> = new Set(['run', 'run-script', 'rum', 'urn']);
const NPM_SCRIPTS: ReadonlySet<string> = new Set(['start', 'test', 'restart']);
const PACKAGE_COMMANDS = [
  'install',
  'i',
  'add',
  'init',
  'exec',
  'dlx',
  'remove',
  'up',
  'upgrade',
  'update',
  'global',
  'config',
];
const YARN_COMMANDS: ReadonlySet<string> = new Set([
  ...PACKAGE_COMMANDS,
  'node',
  'workspaces',
  'cache',
  'set',
  'plugin',
]);
const PNPM_COMMANDS: ReadonlySet<string> = new Set([
  ...PACKAGE_COMMANDS,
  'ci',
  'fetch',
  'store',
  'deploy',
  'prune',
  'env',
]);
const FOLDER_OPTIONS: ReadonlySet<string> = new Set(['--prefix', '-C', '--cwd', '--dir']);
const PACKAGE_OPTIONS: ReadonlySet<string> = new Set(['-w', '--workspace', '--filter', '-F']);
const NO_CALL: ScriptCall = { script: '', folder: null, isElsewhere: true };
const MAX_LAUNCHES = 6;
