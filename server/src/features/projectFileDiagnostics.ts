import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import { readProjectFile } from '../configuration/projectFile';
import { PROJECT_FILE } from '../configuration/projectKeys';
import type { OpenDocument } from '../documents';
import { rangeOf } from './convert';
import { pathOf } from './files';

/** What is wrong with the project file, while it is edited. */
export function projectFileDiagnostics({ source }: Pick<OpenDocument, 'source'>): Diagnostic[] {
  if (!isProjectFile(source.uri)) return [];
  return readProjectFile(source.getText()).problems.map(({ span, message }) => ({
    range: rangeOf(source, span),
    severity: DiagnosticSeverity.Error,
    source: 'immutable-infra',
    message,
  }));
}

export function isProjectFile(uri: string): boolean {
  return /[^\\/]*$/.exec(pathOf(uri))?.[0] === PROJECT_FILE;
}
