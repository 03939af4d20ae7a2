import type { Target } from '../../docker/watch/inspection';
import type { NodeKind, TreeIcon, TreeNode } from '../treeNode';
import { briefText } from '../../wording/visibleText';

/** A line as the rows give it: what most of them do not need may be left out. */
export interface Row {
  readonly id: string;
  readonly label: string;
  readonly highlights?: TreeNode['highlights'];
  readonly description?: string;
  readonly tooltip: () => string;
  readonly icon: TreeIcon;
  readonly spoken: string;
  readonly kinds?: readonly NodeKind[];
  readonly target?: Target | null;
  readonly copies?: TreeNode['copies'];
  readonly opened?: boolean;
  /** Where it is certain that there are lines below, so that they are not made to find out. */
  readonly opens?: true;
  readonly children?: () => readonly TreeNode[];
  readonly command?: string;
}

/** Lines below are made when somebody first asks for them: of a thousand containers few are ever opened. */
export function treeRow(row: Row): TreeNode {
  let made: readonly TreeNode[] | null = null;
  const below = () => (made ??= row.children?.() ?? []);
  const label = briefText(row.label, LONGEST);
  return {
    id: row.id,
    label,
    highlights: (row.highlights ?? []).filter(([, end]) => end <= label.length),
    description: briefText(row.description ?? '', LONGEST),
    tooltip: row.tooltip,
    icon: row.icon,
    spoken: briefText(row.spoken, LONGEST_SPOKEN),
    kinds: row.kinds ?? ['fact'],
    target: row.target ?? null,
    copies: row.copies ?? NOTHING_TO_COPY,
    opened: row.opened ?? false,
    get opens() {
      return row.opens ?? below().length > 0;
    },
    get children() {
      return below();
    },
    command: row.command ?? null,
  };
}

export function icon(id: string, colour: string | null = null): TreeIcon {
  return { id, colour };
}

/** The end of the ids of all lines for a target: the same thing may be shown in several places. */
export function targetId(target: Target): string {
  switch (target.kind) {
    case 'host':
      return `host:${target.host}`;
    case 'project':
    case 'service':
    case 'release':
      return `${target.kind}:${target.host}:${target.key}`;
    case 'container':
      return `container:${target.host}:${target.id}`;
    case 'change':
      return `change:${target.host}:${target.id}:${target.path}`;
  }
}

/** Characters: more than any side bar is wide. */
const LONGEST = 250;
const LONGEST_SPOKEN = 1000;
const NOTHING_TO_COPY = { digest: null, reference: null };
