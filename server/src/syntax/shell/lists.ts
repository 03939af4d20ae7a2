import type { Span } from '../../text/span';
import type { Inside, ShellCommand } from './command';
import type { SourceText } from './text';

/**
 * What to delete to take one of the commands of a list out of it: from what stands before to its end or, of the first,
 * up to what follows. Null where a comment or heredoc would be lost.
 */
export function removalOf(
  nodes: readonly { readonly pos: number; readonly end: number }[],
  index: number,
  { text, spanOf }: SourceText,
): Span | null {
  const node = nodes[index];
  const before = nodes[index - 1];
  const after = nodes[index + 1];
  if (!node || (!before && !after) || text.slice(node.pos, node.end).includes('<<')) return null;
  const [start, end] = before ? [before.end, node.end] : [node.pos, after?.pos ?? node.end];
  const gap = before ? text.slice(before.end, node.pos) : text.slice(node.end, end);
  return REMOVABLE_GAPS.has(gap.trim()) ? spanOf(start, end) : null;
}

/** The commands that write to a pipe: not those in substitutions, whose output becomes words. */
export function writers(commands: readonly ShellCommand[], inside: Inside | null): readonly ShellCommand[] {
  const writing = new Set<ShellCommand>();
  for (const command of commands) {
    const { inside: own } = command;
    const runByWriter = (own?.kind === 'script' || own?.kind === 'arguments') && own.command;
    if (own === inside || (runByWriter && writing.has(runByWriter))) writing.add(command);
  }
  return [...writing].filter(({ words }) => words.length > 0);
}

const REMOVABLE_GAPS: ReadonlySet<string> = new Set(['', ';', '&&']);
