import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { IMAGE_RULES } from '../../support/imageRules';

let count = 0;

/** Writes a file into a new folder of the open workspace, and shows it in an editor. */
export async function openFile(name: string, text: string): Promise<vscode.TextDocument> {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  const path = join(workspace!.uri.fsPath, String(++count), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const document = await vscode.workspace.openTextDocument(path);
  await vscode.window.showTextDocument(document);
  return document;
}

/** What the extension says of the images of a document, as soon as there are as many diagnostics as expected. */
export function diagnosticsOf(document: vscode.TextDocument, expected: number): Promise<vscode.Diagnostic[]> {
  return new Promise((resolve, reject) => {
    const current = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(document.uri).filter(isOfImages);
    const limit = setTimeout(() => {
      listener.dispose();
      reject(
        new Error(`Expected ${expected} diagnostics, there are:\n${current().map(describe).join('\n')}`),
      );
    }, 10_000);
    const look = (): void => {
      if (current().length !== expected) return;
      clearTimeout(limit);
      listener.dispose();
      resolve(current());
    };
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

function isOfImages({ source, code }: vscode.Diagnostic): boolean {
  const rule = typeof code === 'object' ? code.value : code;
  return source === 'immutable-infra' && IMAGE_RULES.includes(String(rule));
}

function describe({ range, message }: vscode.Diagnostic): string {
  return `${range.start.line + 1}:${range.start.character + 1} ${message}`;
}
