import type { Target } from '../docker/watch/inspection';

/** One line of a tree, as plain data; treeView.ts makes the editor's object of it. */
export interface TreeNode {
  /** The same for the same thing at every repaint, so that selection and expansion survive. */
  readonly id: string;
  readonly label: string;
  /** Where a filter matches the label: pairs of offsets. */
  readonly highlights: readonly (readonly [number, number])[];
  /** Shown beside the label, less prominently. */
  readonly description: string;
  /** Markdown; made only when somebody points at the line. */
  readonly tooltip: () => string;
  readonly icon: TreeIcon;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Words for the `when` of menu entries: `viewItem =~ /\bdigest\b/`. */
  readonly kinds: readonly NodeKind[];
  /** What the commands on this line act on. */
  readonly target: Target | null;
  /** What the commands on this line copy. */
  readonly copies: { readonly digest: string | null; readonly reference: string | null };
  /** How it is shown at first; afterwards the editor remembers. */
  readonly opened: boolean;
  /** Whether there is anything below; known without making it. */
  readonly opens: boolean;
  readonly children: readonly TreeNode[];
  /** What happens when the line is chosen; null for nothing but selecting it. */
  readonly command: string | null;
}

export type NodeKind =
  | 'host'
  | 'project'
  | 'service'
  | 'release'
  | 'container'
  | 'changes'
  | 'change'
  | 'fact'
  | 'digest'
  | 'reference'
  /** A compose file of this machine declares it. */
  | 'declared'
  /** Its Dockerfile is known. */
  | 'built'
  | 'commit'
  /** A swarm service with a previous specification. */
  | 'rollback';

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
  /** On the activity bar: how many, and of what, in words. Null for none. */
  readonly badge: { readonly value: number; readonly tooltip: string } | null;
}
