import type { PlatformDigest, ReferenceAt, ResolveDigestResult } from '../../../server/src/protocol';

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
    }
  | { readonly kind: 'facts'; readonly reference: string }
  /** Leads to the choices of one platform. */
  | { readonly kind: 'platform'; readonly platform: PlatformDigest };

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

export type Found = Extract<ResolveDigestResult, { found: true }>;

/** Two groups: what can be done with the digest, and the platforms of an index. */
export interface Choices {
  /** `Digest of node:20` */
  readonly title: string;
  /** What there is to know before one chooses. */
  readonly remark: string;
  readonly actions: readonly Choice[];
  readonly platforms: readonly Choice[];
}

export function choices(found: Found, situation: Situation): Choices {
  const { digest, pinned, mediaType, caution, platforms } = found;
  const facts: Choice = {
    label: '$(info) Show facts',
    detail: 'Platforms, size, labels, signatures, and what else the registry says of the image',
    action: { kind: 'facts', reference: pinned },
  };
  return {
    title: `Digest of ${name(pinned)}`,
    remark: caution ?? mediaType,
    actions: [...uses({ digest, pinned }, situation), facts],
    platforms: platforms.map((platform) => ({
      label: `$(server) ${platform.platform}`,
      detail: platform.digest,
      action: { kind: 'platform', platform },
    })),
  };
}

/** What can be done with the digest of one platform of an index. */
export function platformChoices(
  { pinned }: Found,
  { platform, digest }: PlatformDigest,
  situation: Situation,
): Choices {
  return {
    title: `Digest of ${name(pinned)} for ${platform}`,
    remark: `This pins ${platform} only: on other platforms the image will not run.`,
    actions: uses({ digest, pinned: `${name(pinned)}@${digest}` }, situation),
    platforms: [],
  };
}

/** The same texts, and insertion as long as the editor's text is the one that was asked about. */
function uses({ digest, pinned }: Pick<Found, 'digest' | 'pinned'>, situation: Situation): readonly Choice[] {
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

function name(pinned: string): string {
  return pinned.split('@')[0] ?? pinned;
}
