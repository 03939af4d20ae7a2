/** One line of a tree, as plain data; treeView.ts makes the editor's object of it. */
export interface TreeNode {
  /** The same for the same thing at every repaint, so that selection and expansion survive. */
  readonly id: string;
  readonly label: string;
  /** Shown beside the label, less prominently. */
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon: TreeIcon;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Words for the `when` of menu entries: `viewItem =~ /\bdigest\b/`. */
  readonly kinds: readonly NodeKind[];
  /** What the commands on this line copy. */
  readonly copies: { readonly digest: string | null; readonly reference: string | null };
  readonly children: readonly TreeNode[];
}

export type NodeKind = 'project' | 'service' | 'container' | 'digest' | 'reference';

/** A product icon, and the theme colour that it takes. */
export interface TreeIcon {
  readonly id: string;
  readonly colour: string | null;
}

/** All that a view shows at one moment. */
export interface TreePicture {
  readonly nodes: readonly TreeNode[];
  /** Above the tree; hides the welcome text, and is therefore for trees with nodes only. */
  readonly message: string | null;
  /** Beside the view's title. */
  readonly description: string | null;
  /** Value of the context key that chooses the welcome text. */
  readonly state: string;
}
