import { QuickPickItemKind, Range, window, workspace, WorkspaceEdit } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { LanguageServer } from '../languageServer';
import { askServer, orSayWhy } from './askServer';
import { copyText } from './copyText';
import type { ImageFacts } from './imageFacts';
import { namedReference, type Named, type Place } from './place';
import {
  choices,
  platformChoices,
  type Action,
  type Choices,
  type Found,
  type Situation,
} from './resolution';
import { isTrusted } from './trust';

/** *Resolve Digest…*: asks the registry which digest a reference names now, and offers it. */
export async function resolveDigest(server: LanguageServer, facts: ImageFacts): Promise<void> {
  if (!(await isTrusted('resolve digests'))) return;
  await orSayWhy(server, 'The digest was not resolved', async () => {
    const named = await namedReference(server, 'Resolve Digest');
    if (!named) return;
    const title = `Resolving the digest of ${named.reference}`;
    const result = await askServer(title, (asking) => server.resolveDigest(named.reference, asking));
    if (!result) return;
    if (!result.found) {
      void window.showWarningMessage(result.message);
      return;
    }
    const action = await chosenAction(result, named);
    if (action) await perform(action, named.place, facts);
  });
}

type LastAction = Exclude<Action, { kind: 'platform' }>;

async function chosenAction(found: Found, named: Named): Promise<LastAction | null> {
  const first = await pick(choices(found, situationNow(named)));
  if (first?.kind !== 'platform') return first;
  const second = await pick(platformChoices(found, first.platform, situationNow(named)));
  return second?.kind === 'platform' ? null : second;
}

/** What can be inserted depends on what the text is when the list is shown. */
function situationNow({ place, under }: Named): Situation {
  return {
    under,
    editor: place && { versionBefore: place.version, versionNow: place.document.version },
  };
}

async function pick({ title, remark, actions, platforms }: Choices): Promise<Action | null> {
  const separator: QuickPickItem = { label: 'Platforms', kind: QuickPickItemKind.Separator };
  const items: (QuickPickItem & { readonly action?: Action })[] = [
    ...actions,
    ...(platforms.length > 0 ? [separator] : []),
    ...platforms,
  ].map((item) => ({ ...item }));
  const picked = await window.showQuickPick(items, { title, placeHolder: remark, matchOnDetail: true });
  return picked?.action ?? null;
}

async function perform(action: LastAction, place: Place | null, facts: ImageFacts): Promise<void> {
  switch (action.kind) {
    case 'copy':
      await copyText(action.text);
      return;
    case 'facts':
      await facts.show(action.reference);
      return;
    case 'insert':
      if (!place || !(await insertText(action, place))) {
        void window.showWarningMessage('Nothing was inserted: the text has changed since. Try again.');
      }
  }
}

async function insertText(action: Extract<Action, { kind: 'insert' }>, place: Place): Promise<boolean> {
  const { document, selection } = place;
  if (document.isClosed || document.version !== action.version) return false;
  const { target } = action;
  const range =
    target.kind === 'cursor'
      ? selection
      : new Range(target.line, target.character, target.line, target.character);
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, range, action.text);
  return workspace.applyEdit(edit);
}
