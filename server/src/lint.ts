import { ignoreUses } from './ignoreUses';
import { problemsOf } from './problems';
import { rules } from './rules';
import type { Facts } from './rules/facts';
import type { Fix, Problem, Rule, RuleSeverity, Scaffold, Severity } from './rules/rule';
import type { Settings } from './settings';
import type { Document } from './syntax/document';
import type { ImageUse, RelatedPlace } from './syntax/imageUse';
import { waiversOf } from './syntax/suppression';
import type { Span } from './text/span';

/** A problem as it is reported: its rule, and how much it weighs here. */
export interface Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  /** The right change; null where none is certain. */
  readonly fix: Fix | null;
  readonly scaffolds: readonly Scaffold[];
  readonly related: readonly RelatedPlace[];
}

/** Judges a document. Findings are in the order of the text; of rules with one subject, one speaks on one text. */
export function lint(document: Document, settings: Settings, facts: Facts): Finding[] {
  const spoken = new Set<string>();
  const waives = waiversOf(document.suppressions);
  const findings: Finding[] = [];
  const places = new Map<string, number[]>();
  for (const rule of rules) {
    const starts: number[] = [];
    places.set(rule.id, starts);
    if (isIdle(rule, settings, document)) continue;
    const problems = rule.ignores
      ? rule.ignores(ignoreUses({ document, settings, facts, places }), facts)
      : problemsOf(rule, document, facts);
    for (const problem of problems) {
      starts.push(problem.span.start);
      const text = `${rule.subject ?? rule.id} ${problem.span.start} ${problem.span.end}`;
      if (spoken.has(text)) continue;
      spoken.add(text);
      const severity = severityOf(rule, problem, settings, facts);
      if (severity === 'off' || (!rule.ignores && waives(rule, problem.span.start))) continue;
      const { span, message, fix = null, scaffolds = [], related = [] } = problem;
      findings.push({ rule, severity, span, message, fix, scaffolds, related });
    }
  }
  return findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Whether nobody would see what a rule finds: it is off, speaks for no other, and no comment waives it. */
function isIdle({ id, subject, severity, ignores }: Rule, settings: Settings, document: Document): boolean {
  const isOff = severity.production === 'off' && severity.development === 'off';
  if (subject !== undefined || ignores || (settings.rules.get(id) ?? (isOff ? 'off' : null)) !== 'off')
    return false;
  return !document.suppressions.some(({ tool, rules: named }) => tool === null && named.includes(id));
}

/** What a person set counts as it is; the rule's own severity is lowered for development and by the problem itself. */
function severityOf(rule: Rule, problem: Problem, settings: Settings, facts: Facts): RuleSeverity {
  const chosen = settings.rules.get(rule.id);
  if (chosen !== undefined) return chosen;
  const development = facts.development || problem.development === true;
  const severity = rule.severity[development ? 'development' : 'production'];
  const { atMost } = problem;
  if (problem.severity !== undefined) return problem.severity;
  return atMost !== undefined && WEIGHT[atMost] < WEIGHT[severity] ? atMost : severity;
}

/**
 * Tells of an image of a document whether its author has waived what the rules of image references say of it; of one
 * that has a digest, also those of pins.
 */
export function imageWaivers({ suppressions }: Document): (image: ImageUse) => boolean {
  const waives = waiversOf(suppressions);
  const rulesOf = (subject: Rule['subject']) => rules.filter((rule) => rule.subject === subject);
  const [imageRules, pinRules] = [rulesOf('image reference'), rulesOf('pin')];
  return ({ finding, reference }) => {
    const isPinned = reference?.kind === 'reference' && reference.digest !== null;
    const judging = isPinned ? [...imageRules, ...pinRules] : imageRules;
    return judging.some((rule) => waives(rule, finding.start));
  };
}

const WEIGHT: Readonly<Record<RuleSeverity, number>> = {
  off: 0,
  hint: 1,
  information: 2,
  warning: 3,
  error: 4,
};
