import { ProgressLocation, window } from 'vscode';
import { abortedWith } from './abortedWith';

/** Asks engines while a notification says so; null when the user cancelled. */
export async function reading<T>(
  title: string,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (_, token) => {
    const answer = await read(abortedWith(token));
    return token.isCancellationRequested ? null : answer;
  });
}
