import { Uri, window } from 'vscode';
import type { LanguageServer } from '../languageServer';
import type { TreeNode } from '../views/treeNode';
import { chosenService, type ChosenService } from './chosenService';
import type { Inspected } from './inspected';
import { isFile, openRange } from './openRange';
import { undeclaredWords, type Undeclared } from './undeclaredWords';

/** *Go to Declaration*: the compose file at the service. */
export async function goToDeclaration(
  views: Inspected,
  _server: LanguageServer,
  node: TreeNode | undefined,
): Promise<void> {
  const chosen = await chosenService(views, node, 'Go to Declaration');
  if (chosen) await openDeclaration(chosen);
}

/** Opens it, or says why it cannot. */
export async function openDeclaration({ service }: Pick<ChosenService, 'service'>): Promise<void> {
  const { declaration, name } = service;
  if (declaration.kind !== 'declared') {
    await sayUndeclared(undeclaredWords(service, declaration), declaration);
  } else if (!(await openRange(declaration.service.place))) {
    const path = Uri.parse(declaration.service.place.uri).fsPath;
    void window.showWarningMessage(`${path} declared ${name}, and is not there any more.`);
  }
}

async function sayUndeclared(message: string, declaration: Undeclared): Promise<void> {
  const [path] = declaration.kind === 'orphan' ? declaration.files : [];
  const file = path === undefined ? null : Uri.file(path);
  const open = file && (await isFile(file)) ? ['Open File'] : [];
  if ((await window.showInformationMessage(message, ...open)) && file) await window.showTextDocument(file);
}
