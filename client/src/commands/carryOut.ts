import { Range, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { TextDocument } from 'vscode';
import type { PinPlan, PlannedFile } from '../../../server/src/protocol';
import { changedFile, type Outcome } from './pinSummary';
import {
  appliedCount,
  isAsPlanned,
  placed,
  withoutKept,
  type PlacedEdit,
  type PresentText,
} from './plannedText';
import { askBefore } from './preview';

export interface Manner {
  /** Before a reference, in the preview: `Pin`. */
  readonly verb: string;
  /** Whether a change of one file too is shown before it is made. */
  readonly alwaysAsk: boolean;
}

/** Makes one edit of a plan, which can be undone as one; files that have changed since are left out. */
export async function carryOut(
  plan: PinPlan,
  manner: Manner,
): Promise<Pick<Outcome, 'made' | 'changed' | 'refused'>> {
  const open = new Set(workspace.textDocuments.map(({ uri }) => uri.toString()));
  const opened: { readonly file: PlannedFile; readonly document: TextDocument | null }[] = [];
  for (const file of plan.files) opened.push({ file, document: await openedText(file.uri) });
  // From here to the edit nothing waits, so that what is compared is what is edited.
  const ready: Ready[] = [];
  const changed: string[] = [];
  for (const { file, document } of opened) {
    const uri = document?.uri.toString() ?? file.uri;
    const text = document && presentText(document);
    if (text && isAsPlanned(file, text, open.has(uri))) {
      ready.push({ uri: document.uri, file, edits: placed(file.edits, text) });
    } else changed.push(file.uri);
  }
  const isApplied = ready.length > 0 && (await workspace.applyEdit(oneEdit(ready, manner), REFACTORING));
  if (isApplied && ready.length === 1) await show(ready);
  return {
    // Where the user was asked, it was the user who declined.
    refused: ready.length === 1 && !manner.alwaysAsk && !isApplied,
    made: isApplied ? await countMade(ready) : { edits: 0, files: 0 },
    changed: changed.map((uri) => changedFile(uri, workspace.asRelativePath(Uri.parse(uri)))),
  };
}

interface Ready {
  readonly uri: Uri;
  readonly file: PlannedFile;
  readonly edits: readonly PlacedEdit[];
}

/** Null where the file is gone. */
async function openedText(uri: string): Promise<TextDocument | null> {
  try {
    return await workspace.openTextDocument(Uri.parse(uri));
  } catch {
    return null;
  }
}

function presentText(document: TextDocument): PresentText {
  return {
    version: document.version,
    isDirty: document.isDirty,
    textIn: ({ start, end }) =>
      document.getText(new Range(start.line, start.character, end.line, end.character)),
    offsetAt: ({ line, character }) => document.offsetAt(new Range(line, character, line, character).start),
  };
}

function oneEdit(ready: readonly Ready[], { verb, alwaysAsk }: Manner): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { uri, file } of ready) {
    for (const planned of file.edits) {
      const { range, newText } = withoutKept(planned);
      const { start, end } = range;
      const place = new Range(start.line, start.character, end.line, end.character);
      const { reference } = planned;
      const label = `${verb} ${reference}`;
      edit.replace(uri, place, newText, { label, description: newText, needsConfirmation: false });
    }
  }
  const [first, second] = ready;
  if (first && (second || alwaysAsk)) askBefore(edit, first.uri);
  return edit;
}

/** One file is changed without a preview: at least it is seen. */
async function show([only]: readonly Ready[]): Promise<void> {
  const active = window.activeTextEditor?.document.uri.toString();
  if (only && only.uri.toString() !== active) await window.showTextDocument(only.uri);
}

async function countMade(
  ready: readonly Ready[],
): Promise<{ readonly edits: number; readonly files: number }> {
  const counts: number[] = [];
  for (const { uri, edits } of ready) {
    const document = await openedText(uri.toString());
    counts.push(document ? appliedCount(edits, document.getText()) : 0);
  }
  return {
    edits: counts.reduce((sum, each) => sum + each, 0),
    files: counts.filter((each) => each > 0).length,
  };
}

const REFACTORING = { isRefactoring: true };
