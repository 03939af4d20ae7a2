import { idRemoval, withoutComment } from '../syntax/ignoreRemoval';
import { PLACEHOLDER_REASON } from '../syntax/suppression';
import { textOf, type Edit, type Span } from '../text/span';
import type { Facts } from './facts';
import type { Fix, IgnoreUse, IgnoreUses, Problem, Rule } from './rule';

export const ineffectiveIgnore: Rule = {
  id: 'ineffective-ignore',
  tenet: 'Waivers are honest',
  summary:
    'An ignore comment waives nothing: it names no rule, an unknown one, or one that finds nothing there.',
  why:
    'A comment that waives nothing tells readers of a risk that is not there, or of a decision that was never in force: ' +
    'a misspelt rule leaves its finding as it was. One that outlived its reason waives the next finding in advance, ' +
    'which nobody has looked at.\n\n' +
    'Remove it, or write the id of the rule that it is about. With `immutableInfra.requireReason`, a comment without a ' +
    'reason is reported too. Comments for rules that are off, and for rules that wait for a registry, are left alone. ' +
    'This rule is turned off in the settings, not by another comment.',
  severity: { production: 'information', development: 'hint' },
  examples: [
    {
      kind: 'dockerfile',
      bad: '# immutable-infra-ignore latest-tag: built every night\nFROM scratch\n',
      good: 'FROM scratch\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: . # immutable-infra-ignore moving-tag: built here\n',
      good: 'services:\n  web:\n    build: .\n',
    },
  ],
  ignores: findIneffectiveIgnores,
};

function* findIneffectiveIgnores(all: IgnoreUses, facts: Facts): Iterable<Problem> {
  const nearest = nearestOf(all.ruleIds);
  for (const use of all.uses) yield* problemsOf(all, use, facts, nearest);
}

function problemsOf(all: IgnoreUses, use: IgnoreUse, { options }: Facts, nearest: Nearest): Problem[] {
  const { outcomes, suppression } = use;
  if (outcomes.length === 0) return [emptyComment(all, use)];
  if (outcomes.every((outcome) => outcome === 'idle')) return [idleComment(all, use)];
  const { text } = all.document;
  const removal = idRemoval(text, suppression, (index) => outcomes[index] !== 'idle');
  const ids = suppression.ids.flatMap((span, index): Problem[] => {
    const id = suppression.rules[index] ?? '';
    if (outcomes[index] === 'unknown')
      return [unknownId(id, span, textOf(text, span) === id ? nearest : NONE)];
    if (outcomes[index] !== 'idle') return [];
    return [{ span, ...idle(id), ...fixOf(`Remove '${id}' from the ignore comment`, removal(index)) }];
  });
  const isInForce = outcomes.some((outcome) => outcome !== 'unknown' && outcome !== 'idle');
  const needsReason = isInForce && options?.requireReason === true && !hasReason(use);
  return needsReason ? [...ids, withoutReason(all, use)] : ids;
}

type Nearest = (id: string) => string | null;
const NONE: Nearest = () => null;

function idleComment({ document: { text } }: IgnoreUses, { suppression }: IgnoreUse): Problem {
  const { rules, ids, comment } = suppression;
  const [id = '', ...others] = rules;
  const said = {
    message: `'${short(textOf(text, comment))}' waives nothing here. Remove it, or name rules that find something.`,
  };
  return {
    span: { start: ids[0]?.start ?? comment.start, end: ids.at(-1)?.end ?? comment.end },
    ...(others.length === 0 ? idle(id) : said),
    ...fixOf('Remove the ignore comment', withoutComment(text, suppression)),
  };
}

function idle(id: string): Pick<Problem, 'message'> {
  return { message: `'${id}' finds nothing here, so nothing is waived. Remove it.` };
}

function unknownId(id: string, span: Span, nearest: Nearest): Problem {
  const near = nearest(id);
  const advice = near === null ? 'Remove it, or name the rule that is meant.' : `Write '${near}'?`;
  const message = `'${short(id)}' is no rule, so nothing is waived. ${advice}`;
  if (near === null) return { span, message };
  const edits = [{ span, newText: near }];
  return { span, message, scaffolds: [{ kind: 'scaffold', title: `Write '${near}'`, edits }] };
}

function emptyComment({ document }: IgnoreUses, { suppression }: IgnoreUse): Problem {
  const written = textOf(document.text, suppression.comment);
  return {
    span: suppression.comment,
    message: `'${short(written)}' names no rule, so it waives nothing. Name one before the colon, or remove it.`,
    ...fixOf('Remove the ignore comment', withoutComment(document.text, suppression)),
  };
}

function withoutReason({ document }: IgnoreUses, { suppression }: IgnoreUse): Problem {
  const { comment, ids, reason, inline } = suppression;
  const written = textOf(document.text, comment);
  const problem = {
    span: comment,
    message: `'${short(written)}' gives no reason. Write after a colon why this is accepted.`,
  };
  const end = ids.at(-1)?.end;
  if (reason !== null || end === undefined || inline === true || written.includes(':')) return problem;
  const edits = [{ span: { start: end, end: comment.end }, newText: `: ${PLACEHOLDER_REASON}` }];
  return { ...problem, scaffolds: [{ kind: 'scaffold', title: 'Add a reason', edits }] };
}

function hasReason({ suppression: { reason } }: IgnoreUse): boolean {
  return reason !== null && reason !== PLACEHOLDER_REASON;
}

function fixOf(title: string, edits: readonly Edit[] | null): { fix?: Fix } {
  return edits ? { fix: { kind: 'edits', title, edits } } : {};
}

function short(written: string): string {
  return written.length <= MAX_QUOTED ? written : `${written.slice(0, MAX_QUOTED)}…`;
}

/** The one rule that an id differs from by a slip or two; nobody is helped by guesses for hundreds of them. */
function nearestOf(ruleIds: readonly string[]): Nearest {
  let asked = 0;
  return (id) => {
    if (id.length > MAX_ID || ++asked > MAX_ASKED) return null;
    const ranked = ruleIds.map((known) => ({ known, slips: distance(id, known) }));
    const least = Math.min(...ranked.map(({ slips }) => slips));
    const nearest = ranked.filter(({ slips }) => slips === least);
    const [first] = nearest;
    return first && nearest.length === 1 && least <= MAX_SLIPS ? first.known : null;
  };
}

/** How many letters are to be written, taken away or replaced. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MAX_SLIPS) return Infinity;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const same = one[line - 1] === other[column - 1] ? 0 : 1;
      const [left = 0, above = 0, corner = 0] = [next[column - 1], row[column], row[column - 1]];
      next.push(Math.min(left + 1, above + 1, corner + same));
    }
    row = next;
  }
  return row[other.length] ?? Infinity;
}

const MAX_QUOTED = 60;
const MAX_ID = 60;
const MAX_ASKED = 100;
const MAX_SLIPS = 3;
