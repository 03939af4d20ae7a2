import { commands, EventEmitter, Uri, window, workspace } from 'vscode';
import { comparisonTexts, type ComparisonSide } from '../reports/comparison';
import { comparisonSummary } from './comparisonSummary';

/** Texts about two things that are compared, in a diff editor; nobody can edit them. */
export interface ComparisonDocuments {
  readonly show: (left: ComparisonSide, right: ComparisonSide) => Promise<void>;
  readonly dispose: () => void;
}

export function comparisonDocuments(): ComparisonDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const serving = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  const closing = workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  const document = (side: ComparisonSide, other: ComparisonSide, text: string): Uri => {
    const path = `/${side.title.replace(/[\\/]/g, '∕')}`;
    const uri = Uri.from({ scheme: SCHEME, path, query: other.title });
    texts.set(uri.toString(), text);
    changed.fire(uri);
    return uri;
  };
  return {
    show: async (left, right) => {
      const compared = comparisonTexts(left, right);
      await commands.executeCommand(
        'vscode.diff',
        document(left, right, compared.left),
        document(right, left, compared.right),
        `${left.title} ↔ ${right.title}`,
        { preview: true },
      );
      window.setStatusBarMessage(comparisonSummary(compared), SHOWN);
    },
    dispose: () => {
      for (const part of [serving, closing, changed]) part.dispose();
    },
  };
}

const SCHEME = 'immutable-infra-comparison';
/** Milliseconds. */
const SHOWN = 15_000;
