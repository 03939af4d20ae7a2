import { Range, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { LockPlan } from '../../../server/src/protocol';
import type { LanguageServer } from '../languageServer';
import { askServer, orSayWhy } from './askServer';
import { composeFile } from './composeFile';
import { lockSummary, sameText, type LockOutcome } from './lockSummary';
import { askBefore } from './preview';
import { showSummary } from './showSummary';
import { isTrusted } from './trust';

/** *Write Digest Lock*: a compose override file of digests beside a compose file. */
export async function writeDigestLock(server: LanguageServer, chosen: unknown): Promise<void> {
  if (!(await isTrusted('write a digest lock'))) return;
  await orSayWhy(server, 'No digest lock was written', async () => {
    const file = await composeFile(server, chosen);
    if (!file) return;
    const plan = await askServer('Resolving digests for the lock', (asking) =>
      server.planLock(file.toString(), asking),
    );
    if (!plan) return;
    const uri = Uri.parse(plan.uri);
    const outcome = await write(plan, uri);
    if (outcome !== 'nothing' && outcome !== 'declined') await window.showTextDocument(uri);
    const summary = lockSummary(plan, workspace.asRelativePath(uri), outcome);
    if (summary) showSummary(summary, server.report);
  });
}

async function write({ text }: LockPlan, uri: Uri): Promise<LockOutcome> {
  if (text === null) return 'nothing';
  if (!(await exists(uri))) {
    const edit = new WorkspaceEdit();
    edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(text) });
    return (await workspace.applyEdit(edit)) ? 'written' : 'failed';
  }
  const document = await workspace.openTextDocument(uri);
  const before = document.getText();
  if (sameText(before, text)) return 'unchanged';
  const whole = new Range(document.positionAt(0), document.positionAt(before.length));
  const edit = new WorkspaceEdit();
  edit.replace(uri, whole, text, { label: 'Write the digest lock', needsConfirmation: false });
  askBefore(edit, uri);
  const version = document.version;
  if (!(await workspace.applyEdit(edit, { isRefactoring: true }))) return 'declined';
  if (document.version === version) return 'declined';
  return (await document.save()) ? 'written' : 'failed';
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
