import type { Target } from '../docker/watch/inspection';
import type { TreeNode } from './treeNode';
import { targetId } from './rows/treeRow';

/**
 * The lines from the top to the one that stands for the first of the targets that has any: what was asked for comes
 * first, what it is part of after it. Null where there is none.
 */
export function wayTo(roots: readonly TreeNode[], targets: readonly Target[]): readonly TreeNode[] | null {
  for (const target of targets) {
    const way = search(roots, target);
    if (way) return way;
  }
  return null;
}

function search(nodes: readonly TreeNode[], target: Target): readonly TreeNode[] | null {
  for (const node of nodes) {
    if (standsFor(node, target)) return [node];
    if (!mayHold(node, target)) continue;
    const way = search(node.children, target);
    if (way) return [node, ...way];
  }
  return null;
}

/** A line of a single container stands for its service too: its id says so. */
function standsFor(node: TreeNode, target: Target): boolean {
  const id = targetId(target);
  if (node.id === id || node.id.endsWith(`/${id}`)) return true;
  return node.target !== null && targetId(node.target) === id && !node.kinds.includes('fact');
}

/** The facts of a container are made only when one of its changes is looked for. */
function mayHold(node: TreeNode, target: Target): boolean {
  if (!node.kinds.includes('container')) return true;
  return target.kind === 'change' && node.target?.kind === 'container' && node.target.id === target.id;
}
