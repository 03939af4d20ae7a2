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
import type { TreeDataProvider } from 'vscode';
import type { TreeNode, TreePicture } from './treeNode';

/** A tree in the sidebar that shows one picture after the other. */
export interface Tree {
  readonly show: (picture: TreePicture) => void;
  readonly dispose: () => void;
}

/** Until the first picture the view shows that it is busy. `stateKey` is the context key of the welcome texts. */
export function createTree(
  viewId: string,
  stateKey: string,
  visibilityChanged: (visible: boolean) => void,
): Tree {
  const changed = new EventEmitter<undefined>();
  let nodes: readonly TreeNode[] = [];
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const data: TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: treeItem,
    getChildren: async (node) => {
      await begun;
      return [...(node ? node.children : nodes)];
    },
  };
  const view = window.createTreeView(viewId, { treeDataProvider: data, showCollapseAll: true });
  const listening = view.onDidChangeVisibility(({ visible }) => visibilityChanged(visible));
  visibilityChanged(view.visible);
  return {
    show: (picture) => {
      nodes = picture.nodes;
      view.message = picture.message ?? '';
      view.description = picture.description ?? '';
      void commands.executeCommand('setContext', stateKey, picture.state);
      begin();
      changed.fire(undefined);
    },
    dispose: () => {
      for (const part of [listening, view, changed]) part.dispose();
    },
  };
}

function treeItem(node: TreeNode): TreeItem {
  const item = new TreeItem(
    node.label,
    node.children.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None,
  );
  item.id = node.id;
  item.description = node.description;
  item.tooltip = new MarkdownString(node.tooltip);
  item.iconPath = new ThemeIcon(
    node.icon.id,
    node.icon.colour ? new ThemeColor(node.icon.colour) : undefined,
  );
  item.contextValue = node.kinds.join(' ');
  item.accessibilityInformation = { label: node.spoken };
  return item;
}
