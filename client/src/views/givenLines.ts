import type { Target } from '../docker/watch/inspection';
import { redrawing, ROOT } from './redrawing';
import type { TreeNode } from './treeNode';
import { wayTo } from './wayTo';

/**
 * What the editor has been given of a tree. It knows a line by its object, and we by its id: so a repaint of one line
 * leaves the others alone, and with them what is selected and open.
 */
export interface GivenLines {
  /** A line that the editor has, as the newest picture has it. */
  readonly current: (node: TreeNode) => TreeNode;
  /** The lines below a line, for the editor to keep. */
  readonly give: (id: string) => TreeNode[];
  readonly parent: (node: TreeNode) => TreeNode | undefined;
  /** The tooltip, for the editor to keep. */
  readonly tooltip: (node: TreeNode) => string;
  /** Lines to be asked about again. */
  readonly redraw: (roots: readonly TreeNode[]) => readonly TreeNode[] | 'all';
  /** The line of the first target that has one, with all above it known. */
  readonly find: (targets: readonly Target[]) => TreeNode | null;
}

export function givenLines(): GivenLines {
  const lines: Lines = {
    roots: [],
    known: new Map(),
    newest: new Map(),
    parents: new Map(),
    children: new Map(),
    tooltips: new Map(),
  };
  const current = (node: TreeNode) => lines.newest.get(node.id) ?? node;
  return {
    current,
    give: (id) => give(lines, id),
    parent: (node) => {
      const id = lines.parents.get(node.id) ?? ROOT;
      return lines.known.get(id) ?? lines.newest.get(id);
    },
    tooltip: (node) => {
      const text = current(node).tooltip();
      lines.tooltips.set(node.id, text);
      return text;
    },
    redraw: (roots) => redraw(lines, roots),
    find: (targets) => find(lines, targets),
  };
}

/** All by id. */
interface Lines {
  roots: readonly TreeNode[];
  /** As the editor knows them. */
  readonly known: Map<string, TreeNode>;
  /** As the newest picture has them. */
  readonly newest: Map<string, TreeNode>;
  readonly parents: Map<string, string>;
  readonly children: Map<string, readonly string[]>;
  readonly tooltips: Map<string, string>;
}

function give(lines: Lines, id: string): TreeNode[] {
  const nodes = id === ROOT ? lines.roots : (lines.newest.get(id)?.children ?? []);
  for (const node of nodes) {
    lines.known.set(node.id, node);
    lines.newest.set(node.id, node);
    lines.parents.set(node.id, id);
  }
  const ids = nodes.map((node) => node.id);
  lines.children.set(id, ids);
  return [...nodes];
}

function redraw(lines: Lines, roots: readonly TreeNode[]): readonly TreeNode[] | 'all' {
  const given = { nodes: lines.newest, children: lines.children, tooltips: lines.tooltips };
  const { again, kept } = redrawing(given, roots);
  lines.roots = roots;
  for (const node of kept) lines.newest.set(node.id, node);
  for (const id of again) forget(lines, id);
  return again.includes(ROOT) ? 'all' : again.flatMap((id) => lines.known.get(id) ?? []);
}

/** The line's tooltip and what is below it will be asked for again, where anybody still has them open. */
function forget(lines: Lines, id: string): void {
  const below = lines.children.get(id) ?? [];
  lines.children.delete(id);
  lines.tooltips.delete(id);
  for (const child of below) {
    forget(lines, child);
    for (const part of [lines.known, lines.newest, lines.parents]) part.delete(child);
  }
}

function find(lines: Lines, targets: readonly Target[]): TreeNode | null {
  const way = wayTo(lines.roots, targets) ?? [];
  way.forEach((node, at) => {
    lines.newest.set(node.id, node);
    lines.parents.set(node.id, way[at - 1]?.id ?? ROOT);
  });
  const last = way.at(-1);
  return last ? (lines.known.get(last.id) ?? last) : null;
}
