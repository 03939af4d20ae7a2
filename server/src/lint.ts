import { rules } from './rules';
import type { Facts } from './rules/facts';
import type { AskFix, Fix, Problem, Rule, RuleSeverity, Scaffold, Severity } from './rules/rule';
import type { Settings } from './settings';
import type { InlineDockerfile } from './syntax/compose/inlineDockerfile';
import type { ComposeFile, Document } from './syntax/document';
import type { ImageUse, RelatedPlace } from './syntax/imageUse';
import { waiversOf } from './syntax/suppression';
import type { Edit, Span } from './text/span';

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
  for (const rule of rules) {
    const problems = withoutRepeats(problemsOf(rule, document, facts));
    for (const problem of problems) {
      const text = `${rule.subject ?? rule.id} ${problem.span.start} ${problem.span.end}`;
      if (spoken.has(text)) continue;
      spoken.add(text);
      const severity = severityOf(rule, problem, settings, facts);
      if (severity === 'off' || waives(rule.id, problem.span.start)) continue;
      const { span, message, fix = null, scaffolds = [], related = [] } = problem;
      findings.push({ rule, severity, span, message, fix, scaffolds, related });
    }
  }
  return findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** What services share through an alias is one problem; it is for development only where all of them are. */
function withoutRepeats(problems: Iterable<Problem>): Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.span.start} ${problem.span.end}`;
    const before = found.get(key);
    found.set(key, before ? joined(before, problem) : problem);
  }
  return [...found.values()];
}

function joined(before: Problem, { development = false, related = [] }: Problem): Problem {
  const places = [...(before.related ?? []), ...related.slice(0, MAX_RELATED + 1)];
  const byPlace = new Map(places.map((place) => [`${place.file ?? ''} ${place.span.start}`, place]));
  return {
    ...before,
    development: before.development === true && development,
    related: byPlace.size > MAX_RELATED ? (before.related ?? []) : [...byPlace.values()],
  };
}

function problemsOf(rule: Rule, document: Document, facts: Facts): Iterable<Problem> {
  switch (document.kind) {
    case 'dockerfile':
      return rule.dockerfile?.(document, facts) ?? [];
    case 'compose':
      return composeProblems(rule, document, facts);
  }
}

/** Rules of image references find those of inline Dockerfiles among the compose file's own. */
function* composeProblems(rule: Rule, document: ComposeFile, facts: Facts): Iterable<Problem> {
  yield* rule.compose?.(document, facts) ?? [];
  if (rule.subject === 'image reference' || rule.subject === 'pin' || !rule.dockerfile) return;
  for (const inline of document.inlineDockerfiles) {
    const development = facts.development || inline.development;
    for (const problem of rule.dockerfile(inline.dockerfile, { ...facts, development }))
      yield inComposeFile(problem, inline);
  }
}

/** A problem of an inline Dockerfile as one of the file that it stands in; a fix only where its text is that file's. */
function inComposeFile(
  { fix, scaffolds = [], related = [], ...problem }: Problem,
  { spanOf, editOf, development }: InlineDockerfile,
): Problem {
  const mapped = (edits: readonly Edit[]): Edit[] | null => {
    const found = edits.map(editOf).filter((edit) => edit !== null);
    return found.length === edits.length ? found : null;
  };
  const edits = fix?.kind === 'edits' ? mapped(fix.edits) : null;
  const asked = fix?.kind === 'ask' ? askedIn(fix, editOf) : null;
  return {
    ...problem,
    span: spanOf(problem.span),
    development: problem.development === true || development,
    related: related.map((place) =>
      place.file === undefined ? { ...place, span: spanOf(place.span) } : place,
    ),
    ...(fix?.kind === 'edits' && edits && { fix: { ...fix, edits } }),
    ...(asked && { fix: asked }),
    scaffolds: scaffolds.flatMap((scaffold) => {
      const changed = mapped(scaffold.edits);
      return changed ? [{ ...scaffold, edits: changed }] : [];
    }),
  };
}

function askedIn(fix: AskFix, editOf: InlineDockerfile['editOf']): AskFix | null {
  const before = editOf({ span: fix.span, newText: fix.before });
  const after = editOf({ span: fix.span, newText: fix.after });
  return before && after && { ...fix, span: before.span, before: before.newText, after: after.newText };
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
  const idsOf = (subject: Rule['subject']) =>
    rules.filter((rule) => rule.subject === subject).map(({ id }) => id);
  const [imageRules, pinRules] = [idsOf('image reference'), idsOf('pin')];
  return ({ finding, reference }) => {
    const isPinned = reference?.kind === 'reference' && reference.digest !== null;
    const ids = isPinned ? [...imageRules, ...pinRules] : imageRules;
    return ids.some((id) => waives(id, finding.start));
  };
}

const WEIGHT: Readonly<Record<RuleSeverity, number>> = {
  off: 0,
  hint: 1,
  information: 2,
  warning: 3,
  error: 4,
};

/** More places than anybody would look at. */
const MAX_RELATED = 100;
