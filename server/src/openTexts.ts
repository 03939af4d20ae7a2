import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isFile, pathOf } from './features/files';

/** The texts that a client has open. */
export interface OpenTexts {
  readonly documents: TextDocuments<TextDocument>;
  /** The text of a file, saved or not; undefined where it is not open. */
  readonly at: (path: string) => TextDocument | undefined;
}

export function createOpenTexts(): OpenTexts {
  const documents = new TextDocuments(TextDocument);
  const uris = new Map<string, string>();
  documents.onDidOpen(({ document: { uri } }) => {
    if (isFile(uri)) uris.set(pathOf(uri), uri);
  });
  documents.onDidClose(({ document: { uri } }) => {
    uris.delete(pathOf(uri));
  });
  return { documents, at: (path) => documents.get(uris.get(path) ?? '') };
}
