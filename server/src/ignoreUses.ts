import { rules } from './rules';
import type { Facts } from './rules/facts';
import type { IgnoreOutcome, IgnoreUses, Rule } from './rules/rule';
import type { Settings } from './settings';
import type { Document } from './syntax/document';
import type { Suppression } from './syntax/suppression';
import { countUpTo } from './text/ascending';

interface Judged {
  readonly document: Document;
  readonly settings: Settings;
  readonly facts: Facts;
  /** By rule id, where its problems start: also those that another rule of the same subject spoke of first. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** What the ignore comments of a document have waived. */
export function ignoreUses({ document, settings, facts, places }: Judged): IgnoreUses {
  const byId = new Map(rules.filter(({ ignores }) => !ignores).map((rule) => [rule.id, rule]));
  const ruleIds = [...byId.keys()];
  const own = document.suppressions.filter(({ tool }) => tool === null);
  if (own.length === 0) return { document, uses: [], ruleIds };
  let unanswered: readonly number[] | null = null;
  const sorted = new Map<string, readonly number[]>();
  const startsOf = (id: string): readonly number[] => {
    const known = sorted.get(id) ?? [...(places.get(id) ?? [])].sort((a, b) => a - b);
    sorted.set(id, known);
    return known;
  };
  const outcomeOf = (id: string, suppression: Suppression): IgnoreOutcome => {
    const rule = byId.get(id);
    if (!rule) return 'unknown';
    if (startsWithin(startsOf(id), suppression)) return 'waives';
    if (isOff(rule, settings, facts)) return 'unjudged';
    if (rule.needsRegistry !== true) return 'idle';
    unanswered ??= unansweredPins(document, facts);
    return !facts.checks || startsWithin(unanswered, suppression) ? 'unjudged' : 'idle';
  };
  const uses = own.map((suppression) => ({
    suppression,
    outcomes: suppression.rules.map((id) => outcomeOf(id, suppression)),
  }));
  return { document, uses, ruleIds };
}

function startsWithin(starts: readonly number[], { scope }: Suppression): boolean {
  const next = starts[countUpTo(starts, scope.start - 1, (start) => start)];
  return next !== undefined && next < scope.end;
}

function isOff(rule: Rule, settings: Settings, facts: Facts): boolean {
  const profile = facts.development ? 'development' : 'production';
  return (settings.rules.get(rule.id) ?? rule.severity[profile]) === 'off';
}

/** Where the pinned images start of which a registry could still say something. */
function unansweredPins({ images }: Document, { checks }: Facts): readonly number[] {
  return images
    .filter(({ reference }) => reference?.kind === 'reference' && reference.digest !== null)
    .filter(({ reference }) => reference?.kind === 'reference' && checks?.(reference) === undefined)
    .map(({ finding }) => finding.start)
    .sort((a, b) => a - b);
}
