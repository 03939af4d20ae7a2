import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import type { OpenDocument } from '../documents';
import { disableRule } from '../syntax/projectFile/disableRule';
import { findingsAt, isKindOf, rulesOf, type ActionOptions } from './codeActions';
import { spanOf, workspaceEdit, workspaceEditWithFiles, type EditTarget } from './convert';
import { diagnostic } from './diagnostics';

/** The file in which a project says how it is judged: as it stands, or where it would be made. */
export type ProjectFile =
  { readonly exists: true; readonly target: EditTarget } | { readonly exists: false; readonly path: string };

/** Offers to switch the rules of the findings that the asked range touches off for the project, as the last resort. */
export function disablingActions(
  file: OpenDocument,
  { range, context }: Pick<CodeActionParams, 'range' | 'context'>,
  { documentation, createsFiles, projectFile }: ActionOptions & { readonly projectFile: ProjectFile | null },
): CodeAction[] {
  const wanted = context.only?.some((kind) => isKindOf(CodeActionKind.QuickFix, kind)) ?? true;
  if (!wanted || !projectFile || (!projectFile.exists && !createsFiles)) return [];
  return rulesOf(findingsAt(file, spanOf(file.source, range))).flatMap((finding) => {
    const { id } = finding.rule;
    const edit = disableRule(projectFile.exists ? projectFile.target.source.getText() : '', id);
    if (!edit) return [];
    const action: CodeAction = {
      title: `Disable '${id}' for the workspace`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic(file, finding, documentation)],
      edit: projectFile.exists
        ? workspaceEdit(projectFile.target, [edit])
        : workspaceEditWithFiles(file, [], [{ path: projectFile.path, text: edit.newText }]),
    };
    return [action];
  });
}
