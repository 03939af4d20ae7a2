import type { Uri, WorkspaceEdit } from 'vscode';

/**
 * Has the editor show an edit before it makes it. An entry that needs confirmation does that, but it is not ticked in
 * the preview, and nobody wants to tick a hundred. So it is an entry that does nothing and that the preview does not
 * list: to make a file that is there already.
 */
export function askBefore(edit: WorkspaceEdit, existing: Uri): void {
  const metadata = { label: 'Change files', needsConfirmation: true };
  edit.createFile(existing, { ignoreIfExists: true }, metadata);
}
