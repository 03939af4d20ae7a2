import { commands, window, workspace } from 'vscode';

/** Whether registries may be asked; where not, the user is told how to change that. */
export async function isTrusted(purpose: string): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const message = `No registry is asked in a workspace that is not trusted. Trust it to ${purpose}.`;
  if ((await window.showWarningMessage(message, manage)) === manage) {
    await commands.executeCommand('workbench.trust.manage');
  }
  return false;
}
