import { DiagnosticSeverity, type Diagnostic, type Location } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { OpenDocument } from '../documents';
import type { Finding } from '../lint';
import { ruleLines } from '../rules/documentation';
import type { Severity } from '../rules/rule';
import type { RelatedPlace } from '../syntax/imageUse';
import { rangeOf } from './convert';
import { projectFileDiagnostics } from './projectFileDiagnostics';
import { uriOf } from './files';

/** The findings as diagnostics; their codes link to the rule's section of the page at `documentation`. */
export function diagnostics(file: OpenDocument, documentation: string): Diagnostic[] {
  return [
    ...projectFileDiagnostics(file),
    ...file.findings.map((finding) => diagnostic(file, finding, documentation)),
  ];
}

export function diagnostic(file: OpenDocument, finding: Finding, documentation: string): Diagnostic {
  const { source } = file;
  const { rule, severity, span, message, related } = finding;
  return {
    range: rangeOf(source, span),
    severity: SEVERITIES[severity],
    source: 'immutable-infra',
    code: rule.id,
    codeDescription: { href: `${documentation}#L${LINES.get(rule.id) ?? 1}:${rule.id}` },
    message,
    relatedInformation: related.map((place) => ({
      location: locationOf(file, place),
      message: place.message,
    })),
  };
}

function locationOf({ source, workspace }: OpenDocument, { file, span }: RelatedPlace): Location {
  const text = file === undefined ? null : workspace?.readText(file);
  if (file === undefined || text == null) return { uri: source.uri, range: rangeOf(source, span) };
  const other = TextDocument.create(uriOf(file), '', 0, text);
  return { uri: other.uri, range: rangeOf(other, span) };
}

const LINES = ruleLines();
const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
