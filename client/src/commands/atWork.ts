import { ProgressLocation, window } from 'vscode';

/** Works while a notification shows it; null when the user cancelled. */
export async function atWork<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (_progress, token) => {
    const controller = new AbortController();
    const listening = token.onCancellationRequested(() => controller.abort());
    try {
      const result = await work(controller.signal);
      return token.isCancellationRequested ? null : result;
    } catch (error) {
      // What was asked of the server rejects when it is given up.
      if (token.isCancellationRequested) return null;
      throw error;
    } finally {
      listening.dispose();
    }
  });
}
