import type { Span } from '../../text/span';
import type { ShellWord } from './word';

/** A simple command as it would run, whatever it stands in. */
export interface ShellCommand {
  /** The program's file name without its directory and `.exe`; null where only the run tells it. */
  readonly name: string | null;
  /** The program and its arguments; none where the command only sets variables or redirects. */
  readonly words: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirections: readonly ShellRedirection[];
  /** From its first word to its last; of a command without words, all that it has. */
  readonly span: Span;
  /** How it is joined to what stands before it in its list; a newline joins as `;` does. */
  readonly joint: Joint;
  /**
   * What an edit deletes to take this command, with one operator that joins it, out of its list; null where the rest
   * would mean something else.
   */
  readonly removal: Span | null;
  /** The commands whose output it reads through a pipe. */
  readonly inputs: readonly ShellCommand[];
  /** The compound commands around it, the outermost first, up to the text that `inside` says. */
  readonly within: readonly Construct[];
  /** What it was taken out of; null for a command of the text itself. */
  readonly inside: Inside | null;
}

export type Joint = 'first' | '&&' | '||' | ';' | '|' | '&';

export type Construct =
  'subshell' | 'group' | 'if' | 'for' | 'while' | 'case' | 'select' | 'function' | 'coproc';

/**
 * `script`: text that the command gives to a shell (`sh -c '…'`, `bash <<EOF`); `arguments`: the command's own last
 * words (`env A=b cmd`); `substitution`: `$(…)` or backticks; `process`: `<(…)` or `>(…)`. The command is null where
 * no simple command holds it, as in `for x in $(…)`.
 */
export interface Inside {
  readonly kind: 'script' | 'arguments' | 'substitution' | 'process';
  readonly command: ShellCommand | null;
}

/** `NAME=value`; `append` for `NAME+=value`. */
export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord;
  readonly append: boolean;
  readonly span: Span;
}

export interface ShellRedirection {
  readonly operator: string;
  /** The number before the operator, where there is one. */
  readonly descriptor: number | null;
  /** The file, the descriptor, or a heredoc's delimiter; null in broken text. */
  readonly target: ShellWord | null;
  /** What a heredoc or here-string gives. */
  readonly body: ShellWord | null;
  readonly span: Span;
}
