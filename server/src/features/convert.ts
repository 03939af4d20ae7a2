import type { Range, WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Edit, Span } from '../text/span';

export function rangeOf(source: TextDocument, { start, end }: Span): Range {
  return { start: source.positionAt(start), end: source.positionAt(end) };
}

export function spanOf(source: TextDocument, { start, end }: Range): Span {
  return { start: source.offsetAt(start), end: source.offsetAt(end) };
}

/** A text that edits are for; `version` is null for a file that is not open. */
export interface EditTarget {
  readonly source: TextDocument;
  readonly version: number | null;
}

/** Edits of one version of a document; clients that know no versions take `changes`. */
export function workspaceEdit({ source, version }: EditTarget, edits: readonly Edit[]): WorkspaceEdit {
  const { uri } = source;
  const textEdits = edits.map(({ span, newText }) => ({ range: rangeOf(source, span), newText }));
  return {
    changes: { [uri]: textEdits },
    documentChanges: [{ textDocument: { uri, version }, edits: textEdits }],
  };
}
