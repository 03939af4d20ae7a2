import { Uri, window } from 'vscode';
import type { LanguageServer } from '../languageServer';
import type { TreeNode } from '../views/treeNode';
import { chosenService } from './chosenService';
import type { Inspected } from './inspected';
import { openDeclaration } from './goToDeclaration';
import { isFile } from './openRange';
import { undeclaredWords } from './undeclaredWords';

/** *Go to Dockerfile*: the one that built what runs, as its compose file names it. */
export async function goToDockerfile(
  views: Inspected,
  _server: LanguageServer,
  node: TreeNode | undefined,
): Promise<void> {
  const chosen = await chosenService(views, node, 'Go to Dockerfile');
  if (!chosen) return;
  const { service } = chosen;
  const { name, declaration } = service;
  if (declaration.kind !== 'declared') {
    void window.showInformationMessage(undeclaredWords(service, declaration));
    return;
  }
  const { build } = declaration.service;
  if (build?.dockerfile != null) {
    const file = Uri.file(build.dockerfile);
    if (await isFile(file)) await window.showTextDocument(file);
    else void window.showWarningMessage(`${name} is built by ${file.fsPath}, which is not there.`);
    return;
  }
  const message = build
    ? `The Dockerfile of ${name} is written in its compose file, or kept elsewhere, or not there.`
    : `${name} is not built from its compose file: the file names an image that was built elsewhere.`;
  const declared = 'Go to Declaration';
  if (await window.showInformationMessage(message, declared)) await openDeclaration(chosen);
}
