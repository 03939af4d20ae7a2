import type { TextDocument } from 'vscode-languageserver-textdocument';
import { lint, type Finding } from './lint';
import type { Facts } from './rules/rule';
import type { Settings } from './settings';
import type { Document } from './syntax/document';
import { isTooLarge, parseDocument } from './syntax/parseDocument';

/** One version of one open file, parsed and linted once. */
export interface OpenDocument {
  readonly source: TextDocument;
  readonly version: number;
  /** Null where the file is none of ours, or too large to be judged. */
  readonly document: Document | null;
  readonly tooLarge: boolean;
  readonly findings: readonly Finding[];
}

/** Reads and judges `source` as a file of `kind`; null for a file that is none of ours. */
export function openDocument(
  source: TextDocument,
  kind: Document['kind'] | null,
  settings: Settings,
  facts: Facts,
): OpenDocument {
  const text = source.getText();
  const tooLarge = kind !== null && isTooLarge(text);
  const document = kind === null || tooLarge ? null : parseDocument(kind, text);
  const findings = document ? lint(document, settings, facts) : [];
  return { source, version: source.version, document, tooLarge, findings };
}
