import { Range, Uri, window } from 'vscode';
import type { PinProblem } from '../../../server/src/protocol';
import type { Summary } from './pinSummary';

/** One message; it waits for nobody. */
export function showSummary(
  { message, isWarning, details }: Summary,
  report: (error: unknown) => void,
): void {
  const buttons = details.length > 0 ? [SHOW_DETAILS] : [];
  const shown = isWarning
    ? window.showWarningMessage(message, ...buttons)
    : window.showInformationMessage(message, ...buttons);
  shown
    .then((button) => (button === SHOW_DETAILS ? showDetails(message, details) : undefined))
    .then(undefined, report);
}

async function showDetails(title: string, details: readonly PinProblem[]): Promise<void> {
  const items = details.map((problem) => ({
    label: problem.place,
    detail: problem.message,
    problem,
  }));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: 'Choose one to go to its place',
    matchOnDetail: true,
  });
  if (!picked) return;
  const { uri, range } = picked.problem;
  const { start, end } = range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(Uri.parse(uri), { selection });
}

const SHOW_DETAILS = 'Show Details';
