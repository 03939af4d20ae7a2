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
  /** Ids of lines to be asked for again, with all that is below them: the highest only. */
  readonly again: readonly string[];
  /** Lines that stay where they are, as the new picture has them. */
  readonly kept: readonly TreeNode[];
}

/** The tree itself, above the first lines. */
export const ROOT = '';

/** What is to be done when a new picture takes the place of what was given. Lines that nobody has opened are not looked at. */
export function redrawing(given: Given, roots: readonly TreeNode[]): Redrawing {
  return below(given, { id: ROOT, children: roots });
}

function below(given: Given, above: Pick<TreeNode, 'id' | 'children'>): Redrawing {
  const { id } = above;
  const before = given.children.get(id);
  if (!before) return { again: [], kept: [] };
  const nodes = above.children;
  const same =
    before.length === nodes.length &&
    nodes.every((node, at) => node.id === before[at] && sameUse(given.nodes.get(node.id), node));
  if (!same) return { again: [id], kept: [] };
  const parts = nodes.map((node) =>
    looksSame(given, node) ? below(given, node) : { again: [node.id], kept: [] },
  );
  return {
    again: parts.flatMap(({ again }) => again),
    kept: [...nodes, ...parts.flatMap(({ kept }) => kept)],
  };
}

function looksSame({ nodes, tooltips }: Given, node: TreeNode): boolean {
  const old = nodes.get(node.id);
  if (!old || !sameLook(old, node)) return false;
  const tooltip = tooltips.get(node.id);
  return tooltip === undefined || tooltip === node.tooltip();
}

/** In what commands take from a line: they are given the object that the editor has, so another has to take its place. */
function sameUse(old: TreeNode | undefined, node: TreeNode): boolean {
  return old !== undefined && sameParts(old.target, node.target) && sameParts(old.copies, node.copies);
}

/** In all that the editor shows of a line. */
function sameLook(old: TreeNode, node: TreeNode): boolean {
  return (
    PLAIN.every((key) => old[key] === node[key]) && COMPOUND.every((key) => sameParts(old[key], node[key]))
  );
}

function sameParts(old: object | null, now: object | null): boolean {
  return old === now || JSON.stringify(old) === JSON.stringify(now);
}

const PLAIN = ['label', 'description', 'spoken', 'command', 'opens'] as const;
const COMPOUND = ['icon', 'highlights', 'kinds'] as const;
