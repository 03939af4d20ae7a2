import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Called by VS Code's extension host: how long the extension takes to be active, and then to its first finding. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('immutable-infra.immutable-infra');
  if (!extension || !process.env.BENCH_FIGURES) throw new Error('This suite is for npm run bench.');
  if (extension.isActive) throw new Error('The extension is active already.');
  const start = performance.now();
  await extension.activate();
  const active = performance.now();
  const found = firstFinding();
  await vscode.workspace.openTextDocument({ language: 'dockerfile', content: 'FROM node:20\n' });
  await found;
  const figures = { activation: active - start, firstFinding: performance.now() - start };
  writeFileSync(process.env.BENCH_FIGURES, JSON.stringify(figures));
}

function firstFinding(): Promise<void> {
  return new Promise((resolve) => {
    const listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.every((uri) => vscode.languages.getDiagnostics(uri).length === 0)) return;
      listening.dispose();
      resolve();
    });
  });
}
