import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { OpenDocument } from '../documents';
import type { Finding } from '../lint';
import { ruleLines } from '../rules/documentation';
import type { Severity } from '../rules/rule';
import { rangeOf } from './convert';

/** The findings as diagnostics; their codes link to the rule's section of the page at `documentation`. */
export function diagnostics(file: OpenDocument, documentation: string): Diagnostic[] {
  return file.findings.map((finding) => diagnostic(file, finding, documentation));
}

export function diagnostic({ source }: OpenDocument, finding: Finding, documentation: string): Diagnostic {
  const { rule, severity, span, message, related } = finding;
  return {
    range: rangeOf(source, span),
    severity: SEVERITIES[severity],
    source: 'immutable-infra',
    code: rule.id,
    codeDescription: { href: `${documentation}#L${LINES.get(rule.id) ?? 1}:${rule.id}` },
    message,
    relatedInformation: related.map((place) => ({
      location: { uri: source.uri, range: rangeOf(source, place.span) },
      message: place.message,
    })),
  };
}

const LINES = ruleLines();
const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
