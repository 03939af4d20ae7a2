import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import { certainEdits } from '../certainEdits';
import type { OpenDocument } from '../documents';
import type { Finding } from '../lint';
import type { Fix, Question, Scaffold } from '../rules/rule';
import type { Span } from '../text/span';
import { spanOf, workspaceEdit, workspaceEditWithFiles } from './convert';
import { diagnostic } from './diagnostics';

/** What a fix that waits for an answer carries from the light bulb to `codeAction/resolve`. */
export type PendingFix = PendingPin | PendingQuestion;

/** A pin that waits for its digest. */
export interface PendingPin {
  readonly uri: string;
  readonly version: number;
  readonly reference: string;
  /** The `@digest` that it replaces; empty where it is inserted. */
  readonly span: Span;
  /** The path of another file that it is in; null for the document itself. */
  readonly file: string | null;
}

/** A text that waits for what a server says. */
export interface PendingQuestion {
  readonly uri: string;
  readonly version: number;
  readonly question: Question;
  readonly span: Span;
  readonly before: string;
  readonly after: string;
}

/** Makes the edit of a fix that waits for an answer, for clients that cannot ask for it later. */
export const FIX_COMMAND = 'immutableInfra.fix';

/** All certain fixes of a file in one edit, also when it is saved (`editor.codeActionsOnSave`). */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.immutableInfra`;

export interface ActionOptions {
  /** The URI of the page that documents the rules. */
  readonly documentation: string;
  /** Whether the client makes new files as part of an edit. */
  readonly createsFiles: boolean;
}

/**
 * What can be done with the findings that the asked range touches, what is certain first; and, where it is asked for,
 * everything certain at once. Nothing is asked of anybody here.
 */
export function codeActions(
  file: OpenDocument,
  { range, context }: Pick<CodeActionParams, 'range' | 'context'>,
  options: ActionOptions,
): CodeAction[] {
  const asksFor = (kind: string): boolean =>
    context.only?.some((wanted) => isKindOf(kind, wanted)) ?? kind !== FIX_ALL;
  return [
    ...(asksFor(CodeActionKind.QuickFix) ? quickFixes(file, spanOf(file.source, range), options) : []),
    ...(asksFor(FIX_ALL) ? fixAll(file) : []),
  ];
}

function quickFixes(file: OpenDocument, span: Span, options: ActionOptions): CodeAction[] {
  const findings = findingsAt(file, span);
  return [
    ...findings.flatMap((finding) => fixAction(file, finding, options)),
    ...findings.flatMap((finding) =>
      finding.scaffolds.flatMap((scaffold) => scaffoldAction(file, finding, scaffold, options)),
    ),
    ...rulesOf(findings).flatMap((finding) => fixAllOfRule(file, finding, options)),
  ];
}

export function findingsAt({ findings }: OpenDocument, { start, end }: Span): readonly Finding[] {
  return findings.filter(({ span }) => span.start <= end && start <= span.end);
}

/** The first finding of each rule. */
export function rulesOf(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule: { id } }) => !seen.has(id) && seen.add(id));
}

function fixAction(
  file: OpenDocument,
  finding: Finding,
  { documentation }: ActionOptions,
): CodeAction | readonly [] {
  const { fix } = finding;
  if (!fix) return [];
  const common = {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: true,
    diagnostics: [diagnostic(file, finding, documentation)],
  };
  return fix.kind === 'edits'
    ? { ...common, edit: workspaceEdit(file, fix.edits) }
    : { ...common, data: pendingOf(file, fix) };
}

function pendingOf(
  { source: { uri }, version }: OpenDocument,
  fix: Exclude<Fix, { readonly kind: 'edits' }>,
): PendingFix {
  if (fix.kind === 'pin') {
    const { reference, span, file } = fix;
    return { uri, version, reference, span, file };
  }
  const { question, span, before, after } = fix;
  return { uri, version, question, span, before, after };
}

/** None where it needs files and the client makes none: half of it would be of no use. */
function scaffoldAction(
  file: OpenDocument,
  finding: Finding,
  { title, edits, newFiles = [] }: Scaffold,
  { documentation, createsFiles }: ActionOptions,
): CodeAction | readonly [] {
  if (newFiles.length > 0 && !createsFiles) return [];
  // What is there by now is the author's.
  const missing = newFiles.filter(({ path }) => (file.workspace?.readText(path) ?? null) === null);
  if (edits.length === 0 && missing.length === 0) return [];
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic(file, finding, documentation)],
    edit: workspaceEditWithFiles(file, edits, missing),
  };
}

function fixAllOfRule(
  file: OpenDocument,
  { rule }: Finding,
  { documentation }: ActionOptions,
): CodeAction | readonly [] {
  const same = file.findings.filter((other) => other.rule.id === rule.id && other.fix?.kind === 'edits');
  const edits = certainEdits(same);
  if (same.length < 2 || edits.length === 0) return [];
  return {
    title: `Fix all '${rule.id}' problems in this file`,
    kind: CodeActionKind.QuickFix,
    diagnostics: same.map((finding) => diagnostic(file, finding, documentation)),
    edit: workspaceEdit(file, edits),
  };
}

function fixAll(file: OpenDocument): CodeAction[] {
  const edits = certainEdits(file.findings);
  if (edits.length === 0) return [];
  const title = 'Fix all problems that Immutable Infra can fix';
  return [{ title, kind: FIX_ALL, edit: workspaceEdit(file, edits) }];
}

/** For a client that cannot ask for an action's edit later: the server makes the edit when it is chosen. */
export function asCommand(action: CodeAction): CodeAction {
  const { title, edit } = action;
  return edit ? action : { ...action, command: { title, command: FIX_COMMAND, arguments: [action.data] } };
}

/** Whether `kind` is `wanted` or one of its sub-kinds: `quickfix.pin` is a `quickfix`. */
export function isKindOf(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}
