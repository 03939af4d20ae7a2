import { Uri, window } from 'vscode';
import type { Scope } from '../../../server/src/protocol';

/** The file that a menu names, else the one in the editor; null where there is none, which is said. */
export function fileScope(chosen: unknown): Scope | null {
  const uri = chosen instanceof Uri ? chosen : window.activeTextEditor?.document.uri;
  if (uri) return { kind: 'file', uri: uri.toString() };
  void window.showInformationMessage('Open a Dockerfile or a compose file first.');
  return null;
}

/** The folder that a menu names, else the workspace folder that the user picks; null where none was. */
export async function folderScope(chosen: unknown): Promise<Scope | null> {
  const uri = chosen instanceof Uri ? chosen : (await window.showWorkspaceFolderPick())?.uri;
  return uri ? { kind: 'folder', uri: uri.toString() } : null;
}

export const WORKSPACE: Scope = { kind: 'workspace' };
