import type { Span } from '../../text/span';
import type { ShellCommand } from '../shell/command';
import type { TrackedDownload } from './downloadedFiles';
import { scriptOf } from './interpreters';
import type { ShellWord } from '../shell/word';

/**
 * Marks the downloads whose text becomes a script: `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`, and
 * `X=$(curl …)` that is run as `$X` later.
 */
export function findEnclosingUse(
  commands: readonly ShellCommand[],
  enclosed: readonly TrackedDownload[],
): void {
  if (enclosed.length === 0) return;
  const run = new Map<ShellCommand, ShellCommand>();
  for (const command of commands) {
    const { inside } = command;
    if (inside?.kind === 'arguments' && inside.command) run.set(inside.command, command);
  }
  const variables = new Map<string, TrackedDownload>();
  for (const tracked of enclosed) {
    const { inside, span } = tracked.download.command;
    if (!inside?.command) continue;
    for (const { name, value } of inside.command.assignments)
      if (holds(value, span)) variables.set(name, tracked);
    const exported = exportedName(inside.command, span);
    if (exported !== null) variables.set(exported, tracked);
    let owner: ShellCommand | undefined = inside.command;
    const { redirections } = owner;
    for (let depth = 0; owner && depth < MAX_WRAPPERS; depth++) {
      if (runsText(owner, redirections, span)) tracked.use ??= { by: owner, how: 'run' };
      owner = run.get(owner);
    }
  }
  if (variables.size > 0) findVariableUse(commands, variables);
}

/** The name in `export NAME=$(…)`. */
function exportedName({ name, words }: ShellCommand, place: Span): string | null {
  if (!EXPORTS.has(name ?? '')) return null;
  const word = words.find((each) => holds(each, place));
  return /^(\w+)=/.exec(word?.written ?? '')?.[1] ?? null;
}

/** Whether a command runs the text that is substituted at a place in its words. */
function runsText(command: ShellCommand, redirections: ShellCommand['redirections'], place: Span): boolean {
  const [program] = command.words;
  if (program && holds(program, place)) return beginsWithIt(program, place);
  const script = scriptOf(command);
  if (!script) return false;
  if (script.kind !== 'input') return beginsWithIt(script.word, place);
  return redirections.some(({ operator, target, body }) =>
    body ? beginsWithIt(body, place) : operator === '<' && target !== null && holds(target, place),
  );
}

function findVariableUse(
  commands: readonly ShellCommand[],
  variables: ReadonlyMap<string, TrackedDownload>,
): void {
  const printed = new Map<ShellCommand, TrackedDownload>();
  for (const command of commands) {
    const script = scriptOf(command);
    const words =
      script?.kind === 'text' ? [script.word] : command.name === null ? command.words.slice(0, 1) : [];
    for (const word of words) {
      const tracked = variables.get(firstVariable(word) ?? '');
      if (tracked) tracked.use ??= { by: command, how: 'run' };
    }
    const [name, said] = [command.name, command.words.at(-1)];
    if ((name === 'echo' || name === 'printf') && said) {
      const tracked = variables.get(firstVariable(said) ?? '');
      if (tracked) printed.set(command, tracked);
    }
    if (script?.kind !== 'input' || printed.size === 0) continue;
    const tracked = printed.get(command.inputs[0] ?? command);
    if (tracked) tracked.use ??= { by: command, how: 'run' };
  }
}

/** The variable that a word begins with. */
function firstVariable({ written, expansions: [first] }: ShellWord): string | null {
  if (first?.kind !== 'parameter' || written.slice(0, first.start).trim() !== '') return null;
  return /^\$\{?(\w+)\}?$/.exec(written.slice(first.start, first.end))?.[1] ?? null;
}

function holds({ span }: ShellWord, place: Span): boolean {
  return span.start <= place.start && place.end <= span.end;
}

/** Whether the first thing in a word is the substitution that stands at a place. */
function beginsWithIt(word: ShellWord, place: Span): boolean {
  const [first] = word.expansions;
  if (!first || word.written.slice(0, first.start).trim() !== '') return false;
  const at = word.spanOf(first.start, first.end);
  return at.start <= place.start && place.end <= at.end;
}

const EXPORTS: ReadonlySet<string> = new Set(['export', 'local', 'declare', 'readonly', 'typeset']);
/** `sudo env bash`: nobody writes more than a few. */
const MAX_WRAPPERS = 10;
