import type { Facts } from './rules/facts';
import type { AskFix, Problem, Rule } from './rules/rule';
import type { InlineDockerfile } from './syntax/compose/inlineDockerfile';
import type { ComposeFile, Document } from './syntax/document';
import { matchesImage } from './syntax/imagePattern';
import type { Edit } from './text/span';

/** What a rule finds in a document and in the Dockerfiles inside it, each text once; nothing of images that are to be left alone. */
export function problemsOf(rule: Rule, document: Document, facts: Facts): readonly Problem[] {
  const patterns = facts.options?.allowedImages.get(rule.id);
  const found = [...problemsIn(rule, document, facts)].filter(
    ({ image }) => patterns === undefined || image == null || !matchesImage(image, patterns),
  );
  return withoutRepeats(found);
}

/** What services share through an alias is one problem; it is for development only where all of them are. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length < 2) return problems;
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.span.start} ${problem.span.end}`;
    const before = found.get(key);
    found.set(key, before ? joined(before, problem) : problem);
  }
  return [...found.values()];
}

function joined(before: Problem, { development = false, related = [] }: Problem): Problem {
  const isDevelopment = before.development === true && development;
  const isFull = (before.related?.length ?? 0) >= MAX_RELATED;
  if (isFull || related.length === 0) return { ...before, development: isDevelopment };
  const places = [...(before.related ?? []), ...related.slice(0, MAX_RELATED + 1)];
  const byPlace = new Map(places.map((place) => [`${place.file ?? ''} ${place.span.start}`, place]));
  return {
    ...before,
    development: isDevelopment,
    related: byPlace.size > MAX_RELATED ? (before.related ?? []) : [...byPlace.values()],
  };
}

function problemsIn(rule: Rule, document: Document, facts: Facts): Iterable<Problem> {
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

/** More places than anybody would look at. */
const MAX_RELATED = 100;
