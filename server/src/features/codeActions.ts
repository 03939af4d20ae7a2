import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import type { OpenDocument } from '../documents';
import type { Finding } from '../lint';
import type { Fix } from '../rules/rule';
import type { Span } from '../text/span';
import { spanOf, workspaceEdit } from './convert';
import { diagnostic } from './diagnostics';

/** What a pin that waits for its digest carries from the light bulb to `codeAction/resolve`. */
export interface PendingPin {
  readonly uri: string;
  readonly version: number;
  readonly reference: string;
  /** The `@digest` that it replaces; empty where it is inserted. */
  readonly span: Span;
  /** The path of another file that it is in; null for the document itself. */
  readonly file: string | null;
}

export const PIN_COMMAND = 'immutableInfra.pin';

/** The fixes of the findings that the asked range touches. Nothing is asked of a registry here. */
export function codeActions(
  file: OpenDocument,
  { range, context }: Pick<CodeActionParams, 'range' | 'context'>,
  documentation: string,
): CodeAction[] {
  const wanted = context.only?.some((kind) => isKindOf(CodeActionKind.QuickFix, kind)) ?? true;
  if (!wanted) return [];
  const { start, end } = spanOf(file.source, range);
  return file.findings
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((finding) => (finding.fix ? action(file, finding, finding.fix, documentation) : []));
}

function action(file: OpenDocument, finding: Finding, fix: Fix, documentation: string): CodeAction | [] {
  const common = {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: true,
    diagnostics: [diagnostic(file, finding, documentation)],
  };
  const { source, version } = file;
  switch (fix.kind) {
    case 'edits':
      return { ...common, edit: workspaceEdit({ source, version }, fix.edits) };
    case 'pin': {
      const { reference, span, file: other } = fix;
      const data: PendingPin = { uri: source.uri, version, reference, span, file: other };
      return { ...common, data };
    }
    case 'ask':
      return [];
  }
}

/** A pin for a client that cannot ask for an action's edit later: the server makes the edit when it is chosen. */
export function asCommand(action: CodeAction): CodeAction {
  const { title, edit } = action;
  return edit ? action : { ...action, command: { title, command: PIN_COMMAND, arguments: [action.data] } };
}

/** Whether `kind` is `wanted` or one of its sub-kinds: `quickfix.pin` is a `quickfix`. */
export function isKindOf(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}
