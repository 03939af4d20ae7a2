import { commands, window } from 'vscode';
import type { Disposable } from 'vscode';
import type { LanguageServer } from '../languageServer';
import type { Views } from '../views/index';
import { copyDigest, copyImageReference } from './copyFromNode';
import { resolveDigest } from './resolveDigest';

/** Every command of the manifest. */
export function registerCommands(server: LanguageServer, views: Views): readonly Disposable[] {
  return [
    commands.registerCommand('immutableInfra.resolveDigest', () => resolveDigest(server)),
    commands.registerCommand('immutableInfra.refreshReleases', async () => {
      // From the palette the view may be hidden, and a hidden view asks nothing.
      await commands.executeCommand('immutableInfra.releases.focus');
      views.refreshReleases();
    }),
    commands.registerCommand('immutableInfra.explainEngine', () => {
      void window.showInformationMessage(views.explainEngine());
    }),
    commands.registerCommand('immutableInfra.copyDigest', copyDigest),
    commands.registerCommand('immutableInfra.copyImageReference', copyImageReference),
  ];
}
