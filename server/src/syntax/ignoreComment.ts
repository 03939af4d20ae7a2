import { textOf, type Edit } from '../text/span';
import { composeIgnorePlace } from './compose/ignorePlace';
import { dockerfileIgnorePlace } from './dockerfile/ignorePlace';
import type { Document } from './document';
import { PLACEHOLDER_REASON, type IgnorePlace, type Suppression, type SuppressionKind } from './suppression';

/** An edit, and what the comment that it writes covers. */
export interface IgnoreEdit extends Edit {
  readonly what: IgnorePlace['what'];
}

/**
 * The edit that waives what a rule finds at an offset: a comment where one is legal, with a reason for a person to
 * replace, or the rule's id in a comment that covers the same already. Null where neither is possible.
 */
export function ignoreEdit(
  document: Document,
  offset: number,
  rule: string,
  scope: SuppressionKind,
): IgnoreEdit | null {
  const place = ignorePlace(document, offset, scope);
  if (!place) return null;
  const { what } = place;
  const fitting = document.suppressions.find((known) => fits(document.text, known, place, scope));
  if (fitting) return fitting.rules.includes(rule) ? null : { ...withId(fitting, rule), what };
  const ending = scope === 'line' ? '' : `-${scope}`;
  const comment = `# immutable-infra-ignore${ending} ${rule}: ${PLACEHOLDER_REASON}`;
  const { offset: start, before, after } = place;
  return { span: { start, end: start }, newText: before + comment + after, what };
}

function ignorePlace({ kind, text }: Document, offset: number, scope: SuppressionKind): IgnorePlace | null {
  switch (kind) {
    case 'dockerfile':
      return dockerfileIgnorePlace(text, offset, scope);
    case 'compose':
      return composeIgnorePlace(text, offset, scope);
  }
}

function fits(
  text: string,
  { tool, kind, comment, ids, rules, scope: covered, inline }: Suppression,
  { covers }: IgnorePlace,
  scope: SuppressionKind,
): boolean {
  if (tool !== null || kind !== scope || covered.start !== covers) return false;
  // In a Dockerfile inside of another file `-file` is for that Dockerfile alone.
  if (scope === 'file' && inline === true) return false;
  return (
    textOf(text, comment).startsWith('#') && ids.every((span, index) => textOf(text, span) === rules[index])
  );
}

function withId({ ids, markerEnd }: Suppression, rule: string): Edit {
  const last = ids.at(-1)?.end;
  const start = last ?? markerEnd;
  return { span: { start, end: start }, newText: last === undefined ? ` ${rule}` : `, ${rule}` };
}
