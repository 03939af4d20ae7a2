import { window } from 'vscode';
import type { Selection, TextDocument } from 'vscode';
import type { ReferenceAt } from '../../../server/src/protocol';
import type { LanguageServer } from '../languageServer';
import { referenceProblem, suggestion } from './enteredReference';

/** Where a command began. */
export interface Place {
  readonly document: TextDocument;
  readonly selection: Selection;
  readonly version: number;
}

export interface Named {
  readonly reference: string;
  readonly place: Place | null;
  /** The reference at the cursor; null where it was entered. */
  readonly under: ReferenceAt | null;
}

/** The reference at the cursor, or the one that the user enters; null when nothing was entered. */
export async function namedReference(server: LanguageServer, title: string): Promise<Named | null> {
  const place = currentPlace();
  const under = await referenceUnder(server, place);
  const reference = under?.reference ?? (await enteredReference(title, place));
  return reference === undefined ? null : { reference, place, under };
}

export function currentPlace(): Place | null {
  const editor = window.activeTextEditor;
  if (!editor) return null;
  return { document: editor.document, selection: editor.selection, version: editor.document.version };
}

export async function referenceUnder(
  server: LanguageServer,
  place: Place | null,
): Promise<ReferenceAt | null> {
  return place ? server.referenceAt(place.document, place.selection.active) : null;
}

async function enteredReference(title: string, place: Place | null): Promise<string | undefined> {
  const entered = await window.showInputBox({
    title,
    prompt: 'Image reference',
    placeHolder: 'node:20, ghcr.io/owner/name:1.2',
    value: place ? suggestion(place.document.getText(place.selection)) : '',
    validateInput: referenceProblem,
  });
  return entered?.trim();
}
