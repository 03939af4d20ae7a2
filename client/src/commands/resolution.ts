import type { ReferenceAt, ResolveDigestResult } from '../languageServer';

/** What the user can do with a digest that was found. */
export interface Choice {
  readonly label: string;
  readonly detail: string;
  readonly action: Action;
}

export type Action =
  | { readonly kind: 'copy'; readonly text: string }
  /** Only while the document still has that version. */
  | {
      readonly kind: 'insert';
      readonly target: InsertTarget;
      readonly text: string;
      readonly version: number;
    };

/** `cursor` is wherever the user's selection was when the command began. */
export type InsertTarget =
  | { readonly kind: 'position'; readonly line: number; readonly character: number }
  | { readonly kind: 'cursor' };

export interface Situation {
  /** The reference under the cursor, null where there is none. */
  readonly under: ReferenceAt | null;
  /** The versions of the document in the editor at the command's begin and now; null without an editor. */
  readonly editor: { readonly versionBefore: number; readonly versionNow: number } | null;
}

type Found = Extract<ResolveDigestResult, { found: true }>;

export function choices({ digest, pinned }: Found, situation: Situation): readonly Choice[] {
  const copies: readonly Choice[] = [
    { label: '$(copy) Copy digest', detail: digest, action: { kind: 'copy', text: digest } },
    { label: '$(copy) Copy name:tag@digest', detail: pinned, action: { kind: 'copy', text: pinned } },
  ];
  const insert = insertion({ digest, pinned }, situation);
  return insert ? [...copies, insert] : copies;
}

function insertion(
  { digest, pinned }: Pick<Found, 'digest' | 'pinned'>,
  { under, editor }: Situation,
): Choice | null {
  if (!editor) return null;
  if (under) {
    if (!under.insertAt || under.version !== editor.versionNow) return null;
    const target = { kind: 'position', ...under.insertAt } as const;
    return insert(`@${digest}`, target, under.version);
  }
  return editor.versionBefore === editor.versionNow
    ? insert(pinned, { kind: 'cursor' }, editor.versionNow)
    : null;
}

function insert(text: string, target: InsertTarget, version: number): Choice {
  return { label: '$(edit) Insert', detail: text, action: { kind: 'insert', target, text, version } };
}

/** What to put into the input box for a selected text: that text, when it could be a reference. */
export function suggestion(selected: string): string {
  const text = selected.trim().replace(/^(["'])(.*)\1$/, '$2');
  return referenceProblem(text) === null ? text : '';
}

/** What keeps a text from being a reference at first sight, or null. The server has the last word. */
export function referenceProblem(text: string): string | null {
  const reference = text.trim();
  if (reference === '') return 'Enter an image reference like node:20 or ghcr.io/owner/name:1.2.';
  if (/\s/.test(reference)) return 'An image reference has no spaces.';
  if (/[$`"'\\]/.test(reference)) return 'Variables and quotes cannot be resolved here; enter the value.';
  if (/^[a-z]+:\/\//i.test(reference)) return 'An image reference does not start with a URL scheme.';
  return /^[\w.\-/:@[\]+]{1,512}$/.test(reference) ? null : 'This is not an image reference.';
}
