import { commands, env, ProgressLocation, Range, window, workspace, WorkspaceEdit } from 'vscode';
import type { Selection, TextDocument } from 'vscode';
import type { LanguageServer, ReferenceAt, ResolveDigestResult } from '../languageServer';
import { choices, referenceProblem, suggestion, type Action } from './resolution';

/** *Resolve Digest…*: asks the registry which digest a reference names now, and offers it. */
export async function resolveDigest(server: LanguageServer): Promise<void> {
  if (!workspace.isTrusted) {
    await askForTrust();
    return;
  }
  try {
    await resolveAtCursor(server);
  } catch (error) {
    server.report(error);
    void window.showErrorMessage(
      'The digest was not resolved: the language server does not answer. See its log.',
    );
  }
}

async function resolveAtCursor(server: LanguageServer): Promise<void> {
  const place = currentPlace();
  const under = place ? await server.referenceAt(place.document, place.selection.active) : null;
  const reference = under?.reference ?? (await enteredReference(place));
  if (reference === undefined) return;
  const result = await askRegistry(server, reference);
  if (!result) return;
  if (!result.found) {
    void window.showWarningMessage(result.message);
    return;
  }
  await offer(result, place, under);
}

/** Where the command began. */
interface Place {
  readonly document: TextDocument;
  readonly selection: Selection;
  readonly version: number;
}

function currentPlace(): Place | null {
  const editor = window.activeTextEditor;
  if (!editor) return null;
  return { document: editor.document, selection: editor.selection, version: editor.document.version };
}

async function askForTrust(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const message = 'No registry is asked in a workspace that is not trusted. Trust it to resolve digests.';
  if ((await window.showWarningMessage(message, manage)) === manage) {
    await commands.executeCommand('workbench.trust.manage');
  }
}

async function enteredReference(place: Place | null): Promise<string | undefined> {
  const entered = await window.showInputBox({
    title: 'Resolve Digest',
    prompt: 'Image reference',
    placeHolder: 'node:20, ghcr.io/owner/name:1.2',
    value: place ? suggestion(place.document.getText(place.selection)) : '',
    validateInput: referenceProblem,
  });
  return entered?.trim();
}

/** Null when the user cancelled. */
async function askRegistry(server: LanguageServer, reference: string): Promise<ResolveDigestResult | null> {
  const title = `Resolving the digest of ${reference}`;
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (_progress, token) => {
    try {
      const result = await server.resolveDigest(reference, token);
      return token.isCancellationRequested ? null : result;
    } catch (error) {
      if (token.isCancellationRequested) return null;
      throw error;
    }
  });
}

async function offer(
  result: Extract<ResolveDigestResult, { found: true }>,
  place: Place | null,
  under: ReferenceAt | null,
): Promise<void> {
  const editor = place && { versionBefore: place.version, versionNow: place.document.version };
  const picked = await window.showQuickPick(
    choices(result, { under, editor }).map((choice) => ({ ...choice })),
    { title: `Digest of ${result.pinned.split('@')[0] ?? ''}`, placeHolder: result.mediaType },
  );
  if (picked) await perform(picked.action, place);
}

async function perform(action: Action, place: Place | null): Promise<void> {
  if (action.kind === 'copy') {
    await env.clipboard.writeText(action.text);
    window.setStatusBarMessage('$(check) Copied.', 3_000);
    return;
  }
  if (!place || !(await insertText(action, place))) {
    void window.showWarningMessage('Nothing was inserted: the text has changed since. Try again.');
  }
}

async function insertText(action: Extract<Action, { kind: 'insert' }>, place: Place): Promise<boolean> {
  const { document, selection } = place;
  if (document.isClosed || document.version !== action.version) return false;
  const { target } = action;
  const range =
    target.kind === 'cursor'
      ? selection
      : new Range(target.line, target.character, target.line, target.character);
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, range, action.text);
  return workspace.applyEdit(edit);
}
