import {
  CompletionItemKind,
  InsertTextMode,
  type CompletionItem,
  type Position,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { projectCompletions } from '../configuration/projectCompletions';
import { rangeOf } from './convert';
import { isProjectFile } from './projectFileDiagnostics';

/** What may stand at a place of the project file; nothing in other files. */
export function completions(source: TextDocument, position: Position): CompletionItem[] {
  if (!isProjectFile(source.uri)) return [];
  const { span, words } = projectCompletions(source.getText(), source.offsetAt(position));
  return words.map(({ word, summary, text }, index) => ({
    label: word,
    kind: text.includes(':') ? CompletionItemKind.Property : CompletionItemKind.Value,
    sortText: String(index).padStart(3, '0'),
    filterText: word,
    // What is written is indented as it has to be.
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range: rangeOf(source, span), newText: text },
    ...(summary === '' ? {} : { documentation: { kind: 'markdown', value: summary } }),
  }));
}
