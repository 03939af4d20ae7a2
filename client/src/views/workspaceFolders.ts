import { workspace } from 'vscode';

/** Paths of the workspace's folders that are on this machine. */
export function workspaceFolders(): readonly string[] {
  return (workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
