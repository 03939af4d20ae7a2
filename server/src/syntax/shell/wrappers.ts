import type { ShellAssignment, ShellRedirection } from './command';
import { runsNoCommand, WRAPPERS, type Wrapper } from './wrapperTable';
import { isShell, programName } from './programs';
import { joinedWord, wordFrom, type ShellWord } from './word';

/** What a command runs: the end of its own words, or a script for a shell. */
export type Inner =
  | {
      readonly kind: 'arguments';
      readonly words: readonly ShellWord[];
      readonly assignments: readonly ShellAssignment[];
    }
  | { readonly kind: 'script'; readonly script: ShellWord; readonly standardInput: boolean };

/** What a command runs beside itself: `sh -c 'a && b'`, `env A=b cmd`, `bash <<EOF`. */
export function innerCommands(
  words: readonly ShellWord[],
  redirections: readonly ShellRedirection[],
): readonly Inner[] {
  const name = words[0] ? programName(words[0]) : null;
  if (name === null) return [];
  if (isShell(name)) return shellScript(words, redirections);
  if (name === 'eval') return words.length > 1 ? script(joinedWord(words.slice(1))) : [];
  if (name === 'su' || (name === 'runuser' && !words.some(({ written }) => USER_OPTION.test(written)))) {
    const given = script(optionValue(words, SU_COMMAND));
    return given.length > 0 ? given : scriptRead(redirections);
  }
  if (name === 'find') return foundCommands(words);
  const wrapper = WRAPPERS.get(name);
  return wrapper ? wrapped(words, wrapper) : [];
}

/** `sh [options] -c script`, `sh <<EOF` or `sh <<< script`. Options may be joined, and `-o` takes the next word. */
function shellScript(
  words: readonly ShellWord[],
  redirections: readonly ShellRedirection[],
): readonly Inner[] {
  let takesScript = false;
  let index = 1;
  for (; index < words.length; index++) {
    const option = words[index]?.written ?? '';
    if (option === '--' || option === '-') {
      index++;
      break;
    }
    if (option.startsWith('--')) {
      if (SHELL_FILE_OPTIONS.has(option)) index++;
    } else if (/^[-+]./.test(option)) {
      if (option.startsWith('-') && option.includes('c')) takesScript = true;
      if (/[oO]$/.test(option)) index++;
    } else break;
  }
  if (takesScript) return script(words[index]);
  const readsInput =
    index >= words.length || words.slice(1, index).some(({ written }) => /^-\w*s/.test(written));
  return readsInput ? scriptRead(redirections) : [];
}

/** A shell's standard input: the last heredoc or here-string. */
function scriptRead(redirections: readonly ShellRedirection[]): readonly Inner[] {
  const body = redirections.findLast((redirection) => redirection.body !== null)?.body;
  return body ? [{ kind: 'script', script: body, standardInput: true }] : [];
}

function script(word: ShellWord | undefined): readonly Inner[] {
  return word ? [{ kind: 'script', script: word, standardInput: false }] : [];
}

/** The value of an option, in the next word or after `=`. */
function optionValue(words: readonly ShellWord[], option: RegExp): ShellWord | undefined {
  const index = words.findIndex(({ written }, at) => at > 0 && option.test(written));
  const word = words[index];
  if (!word) return undefined;
  const equals = word.written.startsWith('--') ? word.written.indexOf('=') : -1;
  return equals < 0 ? words[index + 1] : wordFrom(word, equals + 1);
}

/** The commands of `find`'s `-exec … ;`. */
function foundCommands(words: readonly ShellWord[]): readonly Inner[] {
  const inner: Inner[] = [];
  for (let index = 1; index < words.length; index++) {
    if (!FIND_EXECUTES.has(words[index]?.written ?? '')) continue;
    const start = index + 1;
    while (index + 1 < words.length && !FIND_ENDS.has(words[index + 1]?.written ?? '')) index++;
    const command = words.slice(start, index + 1);
    if (command.length > 0) inner.push({ kind: 'arguments', words: command, assignments: [] });
  }
  return inner;
}

function wrapped(words: readonly ShellWord[], wrapper: Wrapper): readonly Inner[] {
  if (wrapper.afterDashes) {
    const dashes = words.findIndex(({ written }) => written === '--');
    return dashes < 0 ? [] : rest(words, dashes + 1, []);
  }
  const options = skipOptions(words, wrapper);
  if (!options) return [];
  const { splits } = options;
  let { index } = options;
  if (splits) return script(splits);
  const assignments: ShellAssignment[] = [];
  for (; wrapper.assignments && index < words.length; index++) {
    const assignment = assignmentOf(words[index]);
    if (!assignment) break;
    assignments.push(assignment);
  }
  index += wrapper.operands ?? 0;
  const next = words[index]?.written ?? '';
  if (wrapper.script?.test(next)) return script(words[index + 1]);
  return rest(words, next === '--' ? index + 1 : index, assignments);
}

function rest(
  words: readonly ShellWord[],
  index: number,
  assignments: readonly ShellAssignment[],
): readonly Inner[] {
  return index < words.length ? [{ kind: 'arguments', words: words.slice(index), assignments }] : [];
}

/** Where the words after a wrapper's options begin; null where an option keeps it from running a command. */
function skipOptions(
  words: readonly ShellWord[],
  wrapper: Wrapper,
): { index: number; splits: ShellWord | null } | null {
  let index = 1;
  for (; index < words.length; index++) {
    const word = words[index];
    const option = word?.written ?? '';
    if (!word || !option.startsWith('-')) break;
    if (option === '--') {
      index++;
      break;
    }
    if (runsNoCommand(wrapper, option)) return null;
    if (wrapper.splits?.test(option)) return { index, splits: splitValue(words, index) };
    if (takesNextWord(wrapper, option)) index++;
  }
  return { index, splits: null };
}

/** `env -S 'cmd args'`, `-S'cmd args'`, `--split-string='cmd args'`. */
function splitValue(words: readonly ShellWord[], index: number): ShellWord | null {
  const word = words[index];
  if (!word) return null;
  const attached = /^-\w*?S(?=.)|^--[\w-]+=/.exec(word.written)?.[0];
  return attached === undefined ? (words[index + 1] ?? null) : wordFrom(word, attached.length);
}

/** Whether the value of an option is the next word: not when it is joined to a letter or stands after `=`. */
function takesNextWord({ valued = '', longValued, singleDash }: Wrapper, option: string): boolean {
  const long = option.startsWith('--') || singleDash === true;
  if (long) return longValued?.includes(option.replace(/^--?/, '')) === true;
  for (let at = 1; at < option.length; at++) {
    if (valued.includes(option[at] ?? '')) return at === option.length - 1;
  }
  return false;
}

function assignmentOf(word: ShellWord | undefined): ShellAssignment | null {
  const name = /^([A-Za-z_]\w*)=/.exec(word?.written ?? '')?.[1];
  if (!word || name === undefined) return null;
  return { name, value: wordFrom(word, name.length + 1), append: false, span: word.span };
}

const SHELL_FILE_OPTIONS: ReadonlySet<string> = new Set(['--rcfile', '--init-file']);
const SU_COMMAND = /^(?:-[a-zA-Z]*c|--command|--session-command|--(?:session-)?command=.*)$/;
const USER_OPTION = /^(?:-u|--user(?:=.*)?)$/;
const FIND_EXECUTES: ReadonlySet<string> = new Set(['-exec', '-execdir', '-ok', '-okdir']);
const FIND_ENDS: ReadonlySet<string> = new Set([';', '+']);
