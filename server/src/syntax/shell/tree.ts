import {
  forEachChild,
  type Command,
  type CommandNode,
  type Pipeline,
  type Redirection,
  type Statement,
  type SyntaxNode,
} from 'unbash';
import type { Construct, Joint, ShellCommand, ShellRedirection } from './command';
import { removalOf, writers } from './lists';
import { parseShell } from './parse';
import {
  isListed,
  MAX_DEPTH,
  MAX_SCRIPTS,
  NOTHING_LISTED,
  rangesOf,
  spend,
  walked,
  type Scope,
} from './scope';
import { nameOf, readRedirection, readSimpleCommand, spanOf, type CommandParts } from './simpleCommand';
import { fileText, type SourceText } from './text';
import { readBackticks, type ShellWord } from './word';
import { innerCommands, type Inner } from './wrappers';

/** The commands of a script, in the order in which they are written. */
export function scriptCommands(source: SourceText): readonly ShellCommand[] {
  return walked(source.text.length, (walk) => walkScript({ ...OUTERMOST, source, walk }));
}

/** The command that a program and its arguments are, and those that it runs. */
export function argumentCommands(words: readonly ShellWord[]): readonly ShellCommand[] {
  const length = words.reduce((sum, { written }) => sum + written.length, 0);
  const parts = { words, assignments: [], redirections: [] };
  return walked(length, (walk) => addCommand(parts, FIRST, { ...OUTERMOST, walk }));
}

function walkScript(scope: Scope): void {
  const { text } = scope.source;
  if (spend(scope, text.length)) walkList(parseShell(text), { ...scope, source: clamped(scope.source) });
}

/** The parser may put the end of what is not closed behind the end of the text. */
function clamped({ text, spanOf }: SourceText): SourceText {
  return { text, spanOf: (start, end) => spanOf(Math.min(start, text.length), Math.min(end, text.length)) };
}

function walkList(statements: readonly Statement[], scope: Scope): void {
  statements.forEach((statement, index) => {
    const before = statements[index - 1];
    const joint = before ? (before.background === true ? '&' : ';') : 'first';
    const apart = before?.background !== true && statement.background !== true;
    const removal = apart ? removalOf(statements, index, scope.source) : null;
    if (statement.command.type === 'AndOr') walkOperands(statement.command, joint, scope);
    else walkNode(statement.command, { joint, removal }, scope);
  });
}

function walkOperands(
  {
    commands,
    operators,
  }: { commands: readonly (CommandNode | Pipeline)[]; operators: readonly ('&&' | '||')[] },
  joint: Joint,
  scope: Scope,
): void {
  const allOf = operators.every((operator) => operator === '&&');
  commands.forEach((command, index) => {
    const removal = allOf ? removalOf(commands, index, scope.source) : null;
    walkNode(command, { joint: operators[index - 1] ?? joint, removal }, scope);
  });
}

function walkNode(node: CommandNode | Pipeline, place: Place, scope: Scope): void {
  if (scope.depth >= MAX_DEPTH) return;
  switch (node.type) {
    case 'Command':
      walkCommand(node, place, scope);
      return;
    case 'Pipeline':
      walkPipeline(node, place.joint, scope);
      return;
    case 'Redirected':
      walkNode(node.command, place, scope);
      addRedirections(node.redirects, scope);
      return;
    case 'TestCommand':
    case 'ArithmeticCommand':
      walkExpansions(node, null, scope);
      return;
    default:
      walkParts(node, {
        ...scope,
        within: [...scope.within, CONSTRUCTS[node.type]],
        depth: scope.depth + 1,
      });
  }
}

/** The lists of a compound command, and the substitutions in what stands between them. */
function walkParts(node: SyntaxNode, scope: Scope): void {
  forEachChild(node, (child) => {
    switch (child.type) {
      case 'CompoundList':
        walkList(child.commands, scope);
        return;
      case 'CaseItem':
      case 'Elif':
        walkParts(child, scope);
        return;
      case 'Command':
      case 'Redirected':
      case 'If':
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
      case 'While':
      case 'Subshell':
      case 'BraceGroup':
      case 'Case':
      case 'TestCommand':
      case 'ArithmeticCommand':
        walkNode(child, FIRST, scope);
        return;
      default:
        walkExpansions(child, null, scope);
    }
  });
}

function walkPipeline({ commands }: Pipeline, joint: Joint, scope: Scope): void {
  const { commands: found } = scope.walk;
  let { inputs } = scope;
  commands.forEach((command, index) => {
    const first = found.length;
    walkNode(command, { joint: index === 0 ? joint : '|', removal: null }, { ...scope, inputs });
    if (index < commands.length - 1) inputs = writers(found.slice(first), scope.inside);
  });
}

function walkCommand(node: Command, place: Place, scope: Scope): void {
  addCommand(readSimpleCommand(scope.source, node), place, scope, node);
}

/** The redirections of a compound command are listed after it, as those of a command without words. */
function addRedirections(redirects: readonly Redirection[], scope: Scope): void {
  const redirections = redirects.map((redirect) => readRedirection(scope.source, redirect));
  const place: Place = { joint: ';', removal: null };
  const command = list({ words: [], assignments: [], redirections }, place, scope);
  for (const redirect of redirects) walkExpansions(redirect, command, scope);
}

/** Lists a command, then those in its substitutions, then those that it runs. */
function addCommand(parts: CommandParts, place: Place, scope: Scope, node?: Command): void {
  const command = list(parts, place, scope);
  if (node && mayHoldCommands(node, parts, scope)) walkExpansions(node, command, scope);
  walkInner(command, parts.redirections, scope);
}

function list(parts: CommandParts, place: Place, { inside, within, inputs, walk }: Scope): ShellCommand {
  const command = {
    name: nameOf(parts),
    words: parts.words,
    assignments: parts.assignments,
    redirections: parts.redirections,
    span: spanOf(parts),
    joint: place.joint,
    removal: place.removal,
    inputs,
    within,
    inside,
  };
  walk.commands.push(command);
  return command;
}

function mayHoldCommands({ pos, end }: Command, { redirections }: CommandParts, { source }: Scope): boolean {
  return MAY_SUBSTITUTE.test(source.text.slice(pos, end)) || redirections.some(({ body }) => body !== null);
}

function walkInner(
  command: ShellCommand,
  redirections: readonly ShellRedirection[],
  { inputs, depth, scripts, walk }: Scope,
): void {
  if (depth >= MAX_DEPTH) return;
  for (const inner of innerCommands(command.words, redirections)) {
    const scope = {
      ...OUTERMOST,
      inputs,
      depth: depth + 1,
      scripts,
      walk,
      inside: { kind: inner.kind, command },
    };
    if (inner.kind === 'arguments') addArguments(inner, redirections, scope);
    else if (scripts < MAX_SCRIPTS) walkInnerScript(inner, scope);
  }
}

/** What a wrapper is told to read is what its command reads, though the redirection is the wrapper's. */
function addArguments(
  { words, assignments }: Extract<Inner, { kind: 'arguments' }>,
  redirections: readonly ShellRedirection[],
  scope: Scope,
): void {
  const command = list({ words, assignments, redirections: [] }, FIRST, scope);
  walkInner(command, redirections, scope);
}

function walkInnerScript({ script, standardInput }: Extract<Inner, { kind: 'script' }>, scope: Scope): void {
  const { written, spanOf, expansions } = script;
  const [only] = expansions;
  if (only?.start === 0 && only.end === written.length) return;
  walkScript({
    ...scope,
    source: { text: written, spanOf },
    inputs: standardInput ? [] : scope.inputs,
    listed: rangesOf(expansions),
    scripts: scope.scripts + 1,
  });
}

/** The commands of the substitutions in a node. */
function walkExpansions(node: SyntaxNode, owner: ShellCommand | null, scope: Scope): void {
  if (scope.depth >= MAX_DEPTH) return;
  if (
    node.type === 'CommandExpansion' ||
    node.type === 'ProcessSubstitution' ||
    node.type === 'ArithmeticCommandExpansion'
  ) {
    walkSubstitution(node, owner, scope);
    return;
  }
  if (node.type === 'Word' || node.type === 'Assignment') {
    if (!MAY_SUBSTITUTE.test(node.text) || !spend(scope, node.text.length)) return;
  }
  const inner = { ...scope, depth: scope.depth + 1 };
  forEachChild(node, (child) => walkExpansions(child, owner, inner));
}

function walkSubstitution(node: Substitution, owner: ShellCommand | null, scope: Scope): void {
  const { pos, end } = node;
  if (isListed(scope, pos) || !spend(scope, end - pos)) return;
  const { script } = node;
  if (!script) return;
  const decoded = script.source;
  walkList(script.commands, {
    ...scope,
    ...(decoded === undefined
      ? {}
      : { source: readBackticks(scope.source, node, decoded), listed: NOTHING_LISTED }),
    inside: { kind: node.type === 'ProcessSubstitution' ? 'process' : 'substitution', command: owner },
    within: [],
    inputs: node.type === 'ProcessSubstitution' && node.operator === '>' && owner ? [owner] : [],
    depth: scope.depth + 1,
  });
}

type Substitution = Extract<
  SyntaxNode,
  { type: 'CommandExpansion' | 'ProcessSubstitution' | 'ArithmeticCommandExpansion' }
>;

/** How a command stands in its list. */
type Place = Pick<ShellCommand, 'joint' | 'removal'>;

const FIRST: Place = { joint: 'first', removal: null };
const MAY_SUBSTITUTE = /\$\(|`|[<>]\(|\$\{[\s|]/;
const CONSTRUCTS = {
  If: 'if',
  For: 'for',
  ArithmeticFor: 'for',
  Select: 'select',
  While: 'while',
  Subshell: 'subshell',
  BraceGroup: 'group',
  Case: 'case',
  Function: 'function',
  Coproc: 'coproc',
} as const satisfies Record<string, Construct>;
const OUTERMOST: Omit<Scope, 'walk'> = {
  source: fileText(''),
  inside: null,
  within: [],
  inputs: [],
  listed: NOTHING_LISTED,
  depth: 0,
  scripts: 0,
};
