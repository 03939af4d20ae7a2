import type { Assignment, Command, Redirection } from 'unbash';
import type { Span } from '../../text/span';
import type { ShellAssignment, ShellCommand, ShellRedirection } from './command';
import { programName } from './programs';
import type { SourceText } from './text';
import { readAssignmentWord, readHeredoc, readWord, type ShellWord } from './word';

/** What a simple command consists of. */
export type CommandParts = Pick<ShellCommand, 'words' | 'assignments' | 'redirections'>;

export function readSimpleCommand(source: SourceText, { name, prefix, suffix }: Command): CommandParts {
  const words: ShellWord[] = name ? [readWord(source, name)] : [];
  const assignments: ShellAssignment[] = [];
  const redirections: ShellRedirection[] = [];
  for (const part of prefix) {
    if (part.type === 'Assignment') assignments.push(readAssignment(source, part));
    else redirections.push(readRedirection(source, part));
  }
  for (const part of suffix) {
    if (part.type === 'Word') words.push(readWord(source, part));
    else if (part.type === 'Assignment') words.push(readAssignmentWord(source, part, part.value));
    else redirections.push(readRedirection(source, part));
  }
  return { words, assignments, redirections };
}

export function readRedirection(source: SourceText, redirection: Redirection): ShellRedirection {
  const { type, operator, descriptor, pos, end } = redirection;
  const common = {
    operator,
    descriptor: descriptor?.type === 'FileDescriptor' ? descriptor.value : null,
    span: source.spanOf(pos, end),
  };
  switch (type) {
    case 'HereDoc': {
      const { delimiter } = redirection;
      const target = delimiter ? readWord(source, { ...delimiter, type: 'Word' }) : null;
      return { ...common, target, body: readHeredoc(source, redirection) };
    }
    case 'HereString': {
      const target = redirection.target ? readWord(source, redirection.target) : null;
      return { ...common, target, body: target };
    }
    case 'Redirect':
      return {
        ...common,
        target: redirection.target ? readWord(source, redirection.target) : null,
        body: null,
      };
  }
}

export function nameOf({ words: [program] }: CommandParts): string | null {
  return program ? programName(program) : null;
}

/** The smallest text that shows a command: its words, or all that it has. */
export function spanOf({ words, assignments, redirections }: CommandParts): Span {
  const [program] = words;
  if (program) return { start: program.span.start, end: (words.at(-1) ?? program).span.end };
  return [...assignments, ...redirections]
    .map((part) => part.span)
    .reduce(
      (all, { start, end }) => ({ start: Math.min(all.start, start), end: Math.max(all.end, end) }),
      NOWHERE,
    );
}

function readAssignment(source: SourceText, { pos, end, name, value, append }: Assignment): ShellAssignment {
  const word =
    value.type === 'Word'
      ? readWord(source, value)
      : readAssignmentWord(source, value, { pos: value.pos, end });
  return { name, value: word, append: append === true, span: source.spanOf(pos, end) };
}

const NOWHERE: Span = { start: Infinity, end: 0 };
