import type { TextDocument } from 'vscode-languageserver-textdocument';
import { lint, type Finding } from './lint';
import { readDocument } from './project/readDocument';
import type { Workspace } from './project/workspace';
import type { Facts } from './rules/facts';
import type { Settings } from './settings';
import type { Document } from './syntax/document';
import { isTooLarge, parseDocument } from './syntax/parseDocument';

/** One version of one open file, parsed and linted once. */
export interface OpenDocument {
  readonly source: TextDocument;
  readonly version: number;
  /** What stood around it when it was read. */
  readonly workspace: Workspace | null;
  /** Null where the file is none of ours, or too large to be judged. */
  readonly document: Document | null;
  readonly tooLarge: boolean;
  readonly findings: readonly Finding[];
}

/** How a file is read: as what, from where, and in which surroundings; a text that is no file yet has none. */
export interface OpenFile {
  readonly kind: Document['kind'] | null;
  readonly path: string;
  readonly workspace: Workspace | null;
}

/** Reads and judges `source`. */
export function openDocument(
  source: TextDocument,
  { kind, path, workspace }: OpenFile,
  settings: Settings,
  facts: Facts,
): OpenDocument {
  const text = source.getText();
  const tooLarge = kind !== null && isTooLarge(text);
  const read = (known: Document['kind']) =>
    workspace ? readDocument({ kind: known, path, text }, workspace) : parseDocument(known, text);
  const document = kind === null || tooLarge ? null : read(kind);
  const findings = document ? lint(document, settings, facts) : [];
  return { source, version: source.version, workspace, document, tooLarge, findings };
}
