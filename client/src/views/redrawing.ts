import type { TreeNode } from './treeNode';

/** What the editor has been given of a tree: it asks for the lines below a line when it opens it. */
export interface Given {
  /** By id. */
  readonly nodes: ReadonlyMap<string, TreeNode>;
  /** Ids of the lines below, of those that were asked for; of the tree itself under ROOT. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Tooltips that it holds already, by id. */
  readonly tooltips: ReadonlyMap<string, string>;
}

export interface Redrawing {
  /** Ids of lines whose children are to be asked for again, the highest only. */
  readonly again: readonly string[];
  /** Lines that stay as they look, as the new picture has them. */
  readonly staying: readonly TreeNode[];
}

/** The tree itself, above the first lines. */
export const ROOT = '';

/** What is to be done when a new picture takes the place of what was given. Lines that nobody has opened are not looked at. */
export function redrawing(given: Given, roots: readonly TreeNode[]): Redrawing {
  return below(given, ROOT, roots);
}

function below(given: Given, id: string, nodes: readonly TreeNode[]): Redrawing {
  const before = given.children.get(id);
  if (!before) return { again: [], staying: [] };
  const same =
    before.length === nodes.length &&
    nodes.every((node, at) => node.id === before[at] && looksSame(given, node));
  if (!same) return { again: [id], staying: [] };
  const parts = nodes.map((node) =>
    given.children.has(node.id) ? below(given, node.id, node.children) : { again: [], staying: [] },
  );
  return {
    again: parts.flatMap(({ again }) => again),
    staying: [...nodes, ...parts.flatMap(({ staying }) => staying)],
  };
}

function looksSame({ nodes, tooltips }: Given, node: TreeNode): boolean {
  const old = nodes.get(node.id);
  if (!old || appearance(old) !== appearance(node)) return false;
  const tooltip = tooltips.get(node.id);
  return tooltip === undefined || tooltip === node.tooltip();
}

/** All that the editor holds of a line, or that commands on it take from it. */
function appearance(node: TreeNode): string {
  const { label, highlights, description, icon, spoken, kinds, target, copies, command } = node;
  const opens = node.children.length > 0;
  return JSON.stringify([
    label,
    highlights,
    description,
    icon,
    spoken,
    kinds,
    target,
    copies,
    command,
    opens,
  ]);
}
