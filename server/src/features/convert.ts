import type { CreateFile, Range, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Edit, Span } from '../text/span';
import { uriOf } from './files';

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

/** The same with files that are made first; each has the given text and nothing else. */
export function workspaceEditWithFiles(
  target: EditTarget,
  edits: readonly Edit[],
  newFiles: readonly { readonly path: string; readonly text: string }[],
): WorkspaceEdit {
  if (newFiles.length === 0) return workspaceEdit(target, edits);
  const own = edits.length === 0 ? [] : (workspaceEdit(target, edits).documentChanges ?? []);
  return { documentChanges: [...newFiles.flatMap(newFile), ...own] };
}

function newFile({
  path,
  text,
}: {
  readonly path: string;
  readonly text: string;
}): [CreateFile, TextDocumentEdit] {
  const uri = uriOf(path);
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri, options: { ignoreIfExists: true } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
  ];
}
