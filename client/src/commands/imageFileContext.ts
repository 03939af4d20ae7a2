import { commands, Disposable, window, workspace } from 'vscode';
import type { LanguageServer } from '../languageServer';
import { CONTAINER_FILE } from './containerFiles';

/** Keeps the context keys that say which commands can work in the editor. */
export function followImageFiles({ isImageFile, isComposeFile }: LanguageServer): Disposable {
  const told = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void commands.executeCommand('setContext', key, value);
  };
  const tell = () => {
    const document = window.activeTextEditor?.document;
    set('immutableInfra.imageFile', document !== undefined && isImageFile(document));
    set('immutableInfra.composeFile', document !== undefined && isComposeFile(document));
    // The title of a diff does not see the editor's own key for the scheme.
    set('immutableInfra.containerFile', document?.uri.scheme === CONTAINER_FILE);
  };
  tell();
  return Disposable.from(
    window.onDidChangeActiveTextEditor(tell),
    // A document whose language is changed is closed and opened again.
    workspace.onDidOpenTextDocument(tell),
    workspace.onDidChangeConfiguration(tell),
  );
}
