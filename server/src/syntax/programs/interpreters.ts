import type { ShellCommand } from '../shell/command';
import { isShell } from '../shell/programs';
import type { ShellWord } from '../shell/word';

/** Where a command takes the program from that it runs. */
export type Script =
  | { readonly kind: 'input' }
  /** A file; of a program that is run itself, its own. */
  | { readonly kind: 'file'; readonly word: ShellWord }
  /** A text of the language of the interpreter. */
  | { readonly kind: 'text'; readonly word: ShellWord };

/** What an interpreter, `eval` or `source` runs; null for any other command. */
export function scriptOf({ name, words }: ShellCommand): Script | null {
  if (name === null) return null;
  if (name === 'eval') return textOr(words[1]);
  if (name === '.' || name === 'source') return fileOr(words[1]);
  if (name === 'su')
    return words.some(({ written }) => /^(?:-[a-z]*c|--command)/.test(written)) ? null : INPUT;
  if (isShell(name)) return scriptAfter(words, SHELL);
  const interpreter = INTERPRETERS.find(({ names }) => names.test(name));
  return interpreter ? scriptAfter(words, interpreter) : null;
}

interface Interpreter {
  readonly names: RegExp;
  /** Options that take the next word. */
  readonly valued: RegExp;
  /** The option whose value is the program. */
  readonly text: RegExp;
  /** The option whose value is a file with the program. */
  readonly file?: RegExp;
  /** Options with which it runs neither a file of its words nor its input. */
  readonly other: RegExp;
  /** Options with which it reads its input, whatever its operands are. */
  readonly input?: RegExp;
  /** Whether it never reads a program from its input. */
  readonly ignoresInput?: boolean;
}

function scriptAfter(words: readonly ShellWord[], interpreter: Interpreter): Script | null {
  const { valued, text, file, other, input, ignoresInput = false } = interpreter;
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    const written = word?.written ?? '';
    if (written === '--') return interpreter === SHELL ? fileOr(words[index + 1], INPUT) : INPUT;
    if (!/^[-+]./.test(written)) {
      if (written === '-' || STANDARD_INPUT.has(written)) return ignoresInput ? null : INPUT;
      return ignoresInput ? null : fileOr(word);
    }
    if (text.test(written)) return textOr(words[index + 1]);
    if (file?.test(written)) return fileOr(words[index + 1]);
    if (other.test(written)) return null;
    if (input?.test(written)) return INPUT;
    if (valued.test(written)) index++;
  }
  return ignoresInput ? null : INPUT;
}

function fileOr(word: ShellWord | undefined, otherwise: Script | null = null): Script | null {
  if (!word) return otherwise;
  return STANDARD_INPUT.has(word.written) || word.written === '-' ? INPUT : { kind: 'file', word };
}

function textOr(word: ShellWord | undefined): Script | null {
  return word ? { kind: 'text', word } : null;
}

const INPUT: Script = { kind: 'input' };
const STANDARD_INPUT: ReadonlySet<string> = new Set(['/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);
const NONE = /^(?!)/;
const SHELL: Interpreter = {
  names: NONE,
  valued: /^(?:[-+][a-zA-Z]*[oO]|--rcfile|--init-file)$/,
  text: /^-[a-zA-Z]*c[a-zA-Z]*$/,
  other: /^--(?:version|help)$/,
  input: /^-[a-zA-Z]*s[a-zA-Z]*$/,
};
/** Sources: the manual pages of the interpreters. */
const INTERPRETERS: readonly Interpreter[] = [
  {
    names: /^(?:python|pypy)[\d.]*$/,
    valued: /^-[WXQ]$/,
    text: /^-[a-zA-Z]*c$/,
    other: /^(?:-[a-zA-Z]*m.*|-V+|--version|--help|-h)$/,
  },
  {
    names: /^perl[\d.]*$/,
    valued: /^-I$/,
    text: /^-[eE]$/,
    other: /^-(?:[a-zA-Z0-9]*[nepiE].*|v|V)$/,
  },
  {
    names: /^j?ruby[\d.]*$/,
    valued: /^-[ICr]$/,
    text: /^-e$/,
    other: /^-(?:[a-z]*[nep].*|v|-version)$/,
  },
  {
    names: /^php[\d.]*$/,
    valued: /^-[dczt]$/,
    text: /^(?:-r|--run)$/,
    file: /^(?:-f|--file)$/,
    other: /^(?:-[vmiBRFESlsw]|--(?:version|modules|info|ini|ri|re))$/,
  },
  {
    names: /^(?:node|nodejs)$/,
    valued: /^(?:-r|--require|--import|--loader)$/,
    text: /^(?:-e|--eval)$/,
    other: /^(?:-p|-pe|--print|-v|--version|-c|--check|-h|--help)$/,
  },
  { names: /^lua[\d.]*$/, valued: /^-l$/, text: /^-e$/, other: /^-v$/ },
  { names: /^Rscript$/, valued: NONE, text: /^-e$/, other: /^--version$/, ignoresInput: false },
  { names: /^java$/, valued: NONE, text: NONE, file: /^-jar$/, other: /^-+version$/, ignoresInput: true },
  {
    names: /^(?:pwsh|powershell)$/i,
    valued: /^-(?:ExecutionPolicy|Version)$/i,
    text: /^-c(?:ommand)?$/i,
    file: /^-f(?:ile)?$/i,
    other: NONE,
  },
];
