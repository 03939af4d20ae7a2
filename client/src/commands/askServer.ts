import { ProgressLocation, window } from 'vscode';
import type { LanguageServer } from '../languageServer';
import type { Asking } from '../serverRequests';
import { growth } from './growth';

/** Asks the server while a notification shows how far it is; null when the user cancelled. */
export async function askServer<T>(title: string, ask: (asking: Asking) => Promise<T>): Promise<T | null> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    const grown = growth();
    try {
      const answer = await ask({ token, show: (step) => progress.report(grown(step)) });
      return token.isCancellationRequested ? null : answer;
    } catch (error) {
      if (token.isCancellationRequested) return null;
      throw error;
    }
  });
}

/** Runs a command; `undone` says what was not done when the server does not answer: `The digest was not resolved`. */
export async function orSayWhy(
  server: LanguageServer,
  undone: string,
  command: () => Promise<void>,
): Promise<void> {
  try {
    await command();
  } catch (error) {
    server.report(error);
    void window.showErrorMessage(`${undone}: the language server does not answer. See its log.`);
  }
}
