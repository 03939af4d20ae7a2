import { commands, Disposable, window, workspace } from 'vscode';
import type { LanguageServer } from '../languageServer';

/** Keeps the context keys that say of the editor whether commands on images can work in it. */
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
  };
  tell();
  return Disposable.from(
    window.onDidChangeActiveTextEditor(tell),
    // A document whose language is changed is closed and opened again.
    workspace.onDidOpenTextDocument(tell),
    workspace.onDidChangeConfiguration(tell),
  );
}
