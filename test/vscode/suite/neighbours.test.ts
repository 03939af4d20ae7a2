import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { diagnosticsOf, openFile } from './workspaceFile';

describe('a file among others', () => {
  it('follows what is typed into .env before it is saved', async () => {
    const compose = await openFile('compose.yaml', 'services:\n  web:\n    image: ${IMAGE}\n');
    await diagnosticsOf(compose, 0);
    const environment = beside(compose, '.env');
    writeFileSync(environment, '# images\n');
    const typed = await vscode.workspace.openTextDocument(environment);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(typed.uri, new vscode.Position(1, 0), 'IMAGE=nginx\n');
    await vscode.workspace.applyEdit(edit);
    await diagnosticsOf(compose, 1);
  });

  it('follows what changes on disk', async () => {
    const compose = await openFile('compose.yaml', 'services:\n  web:\n    image: shop/web\n');
    await diagnosticsOf(compose, 1);
    writeFileSync(beside(compose, 'compose.override.yaml'), 'services:\n  web:\n    build: .\n');
    await diagnosticsOf(compose, 0);
  });

  it('has a name that a person has set', async () => {
    const file = await openFile('web.docker', 'FROM node:20\n');
    await diagnosticsOf(file, 0);
    const settings = vscode.workspace.getConfiguration('immutableInfra');
    await settings.update('dockerfileNames', ['*.docker'], vscode.ConfigurationTarget.Workspace);
    await diagnosticsOf(file, 1);
    await settings.update('dockerfileNames', undefined, vscode.ConfigurationTarget.Workspace);
    await diagnosticsOf(file, 0);
  });
});

function beside(document: vscode.TextDocument, name: string): string {
  return join(dirname(document.uri.fsPath), name);
}
