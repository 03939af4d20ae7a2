import type { CodeAction } from 'vscode-languageserver';
import type { AskRemote } from '../remotes/remotes';
import { unansweredMessage } from '../remotes/unanswered';
import type { Question } from '../rules/rule';
import type { PendingQuestion } from './codeActions';
import { workspaceEdit, type EditTarget } from './convert';

export interface QuestionResolving {
  readonly ask: AskRemote;
  /** The text that a fix is for when the server has answered; null where it has changed. */
  readonly targetOf: (pending: PendingQuestion) => EditTarget | null;
}

/** The action with its edit, the answer in the text that it was offered for; or why there is none. */
export async function resolveQuestion(
  action: CodeAction,
  { ask, targetOf }: QuestionResolving,
  signal: AbortSignal,
): Promise<{ readonly action: CodeAction; readonly message?: string }> {
  const pending = action.data as PendingQuestion;
  const { question, span, before, after } = pending;
  const answer = await ask(question, signal);
  if (!answer.found) return { action, message: unansweredMessage(question, answer) };
  const target = targetOf(pending);
  if (!target) return { action, message: changedMessage(question) };
  const edit = { span, newText: before + answer.text + after };
  return { action: { ...action, edit: workspaceEdit(target, [edit]) } };
}

function changedMessage({ kind }: Question): string {
  return `The file changed while its ${kind} was asked for. Choose the fix again.`;
}
