import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import type { OpenDocument } from '../documents';
import type { Finding } from '../lint';
import type { Document } from '../syntax/document';
import { ignoreEdit } from '../syntax/ignoreComment';
import type { SuppressionKind } from '../syntax/suppression';
import { isKindOf } from './codeActions';
import { spanOf, workspaceEdit } from './convert';
import { diagnostic } from './diagnostics';

/** Comments that waive the findings that the asked range touches, for a person to give the reason. */
export function ignoreActions(
  file: OpenDocument,
  { range, context: { only } }: Pick<CodeActionParams, 'range' | 'context'>,
  documentation: string,
): CodeAction[] {
  const wanted = only?.some((kind) => isKindOf(CodeActionKind.QuickFix, kind)) ?? true;
  const { document } = file;
  if (!wanted || !document) return [];
  const { start, end } = spanOf(file.source, range);
  return file.findings
    .filter(({ rule, span }) => !rule.ignores && span.start <= end && start <= span.end)
    .slice(0, MAX_FINDINGS)
    .flatMap((finding) =>
      SCOPES.flatMap((scope) => action(file, document, finding, { scope, documentation })),
    );
}

function action(
  file: OpenDocument,
  document: Document,
  finding: Finding,
  { scope, documentation }: { readonly scope: SuppressionKind; readonly documentation: string },
): CodeAction | [] {
  const { rule, span } = finding;
  const edit = ignoreEdit(document, span.start, rule.id, scope);
  if (!edit) return [];
  return {
    title: `Ignore '${rule.id}' ${edit.what === 'line' ? 'on' : 'in'} this ${edit.what}`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic(file, finding, documentation)],
    edit: workspaceEdit(file, [edit]),
  };
}

const SCOPES: readonly SuppressionKind[] = ['line', 'block', 'file'];
/** Of a selection over a whole file nobody reads more. */
const MAX_FINDINGS = 20;
