import { Uri, window, workspace } from 'vscode';
import type { LanguageServer } from '../languageServer';
import { imageFileKind, PERHAPS_COMPOSE } from '../imageFile';

/** The compose file in the editor, else the one that the user picks in the workspace; null where there is none. */
export async function composeFile(server: LanguageServer, chosen: unknown): Promise<Uri | null> {
  if (chosen instanceof Uri) return chosen;
  const active = window.activeTextEditor?.document;
  if (active && server.isComposeFile(active)) return active.uri;
  const found = await workspace.findFiles(PERHAPS_COMPOSE, '**/node_modules/**', MOST);
  const items = found
    .filter(({ path }) => imageFileKind({ language: null, path }) === 'compose')
    .map((uri) => ({ label: workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const [first, second] = items;
  if (!first) {
    void window.showInformationMessage('There is no compose file in this workspace.');
    return null;
  }
  if (!second) return first.uri;
  return (await window.showQuickPick(items, { title: 'Compose file of the project' }))?.uri ?? null;
}

const MOST = 1000;
