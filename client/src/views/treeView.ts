import {
  commands,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
} from 'vscode';
import type { TreeDataProvider, TreeView } from 'vscode';
import type { Target } from '../docker/watch/inspection';
import { givenLines } from './givenLines';
import { ROOT } from './redrawing';
import type { TreeNode, TreePicture } from './treeNode';

/** A tree in the sidebar that shows one picture after the other. */
export interface Tree {
  readonly show: (picture: TreePicture) => void;
  /** Opens and selects the line of the first target that has one; false where none has. */
  readonly reveal: (targets: readonly Target[]) => Promise<boolean>;
  /** The line that is selected, as the newest picture has it; null where there is none, or several. */
  readonly selected: () => TreeNode | null;
  readonly dispose: () => void;
}

export interface TreeListener {
  readonly visibilityChanged: (visible: boolean) => void;
  readonly opened: (target: Target) => void;
}

/** Until the first picture that is not of connecting, the view shows that it is busy. `stateKey` is the context key of the welcome texts. */
export function createTree(viewId: string, stateKey: string, listener: TreeListener): Tree {
  const lines = givenLines();
  const changed = new EventEmitter<TreeNode[] | undefined>();
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const data: TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: (node) => treeItem(lines.current(node)),
    getChildren: async (node) => {
      await begun;
      return lines.give(node?.id ?? ROOT);
    },
    getParent: lines.parent,
    // The node, not what it is now: the editor shows what it has.
    resolveTreeItem: (item, node) => {
      item.tooltip = markdown(lines.tooltip(node));
      return item;
    },
  };
  const view = window.createTreeView(viewId, { ...OPTIONS, treeDataProvider: data });
  const listening = [
    view.onDidChangeVisibility(({ visible }) => listener.visibilityChanged(visible)),
    view.onDidExpandElement(({ element }) => {
      if (element.target) listener.opened(element.target);
    }),
  ];
  listener.visibilityChanged(view.visible);
  return {
    show: (picture) => {
      showAround(view, picture);
      void commands.executeCommand('setContext', stateKey, picture.state);
      const again = lines.redraw(picture.nodes);
      if (again.length > 0) changed.fire(again === 'all' ? undefined : [...again]);
      if (picture.state !== 'connecting') begin();
    },
    reveal: async (targets) => {
      const node = lines.find(targets);
      if (!node) return false;
      await view.reveal(node, { select: true, focus: true, expand: true });
      return true;
    },
    selected: () => {
      const [only, ...others] = view.selection.map(lines.current);
      return others.length > 0 ? null : (only ?? null);
    },
    dispose: () => {
      for (const part of [...listening, view, changed]) part.dispose();
    },
  };
}

function showAround(view: TreeView<TreeNode>, { message, description, badge }: TreePicture): void {
  view.message = message ?? '';
  view.description = description ?? '';
  view.badge = badge ? { ...badge } : undefined;
}

function treeItem(node: TreeNode): TreeItem {
  const item = new TreeItem(
    { label: node.label, highlights: node.highlights.map(([start, end]) => [start, end]) },
    collapsibleState(node),
  );
  item.id = node.id;
  item.description = node.description;
  item.iconPath = new ThemeIcon(
    node.icon.id,
    node.icon.colour ? new ThemeColor(node.icon.colour) : undefined,
  );
  item.contextValue = node.kinds.join(' ');
  item.accessibilityInformation = { label: node.spoken };
  if (node.command) item.command = { command: node.command, title: node.label, arguments: [node] };
  return item;
}

function collapsibleState({ opens, opened }: TreeNode): TreeItemCollapsibleState {
  if (!opens) return TreeItemCollapsibleState.None;
  return opened ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

function markdown(text: string): MarkdownString {
  return new MarkdownString(text, true);
}

const OPTIONS = { showCollapseAll: true, canSelectMany: true };
