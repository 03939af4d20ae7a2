import type { Span } from '../text/span';
import { ALL_RULES, type SuppressionComment } from './suppression';

/** Whether a text may hold a comment that waives something; a quick look before it is read closely. */
export function mayWaive(text: string): boolean {
  return ANY_TOOL.test(text);
}

/**
 * What a comment waives by the words of other tools, each as it is understood there: hadolint's pragmas, dclint's,
 * Checkov's, Trivy's, KICS's, Semgrep's and ratchet's. A comment may hold several.
 */
export function foreignWaivers(text: string, comment: Span, place: CommentPlace): SuppressionComment[] {
  const written = text.slice(comment.start, comment.end);
  return ANY_TOOL.test(written) ? PRAGMAS.flatMap((read) => read(written, comment, place)) : [];
}

/** `# check=skip=JSONArgsRecommended,StageNameCasing;error=true`. Source: BuildKit's frontend/dockerfile/linter. */
export function skippedChecks(value: string, comment: Span): SuppressionComment[] {
  const skip = value.split(';').find((part) => part.trimStart().startsWith('skip='));
  const names = (skip?.slice(skip.indexOf('=') + 1) ?? '').split(',').map((name) => name.trim());
  const rules = names.includes('all') ? [ALL_RULES] : names.filter((name) => name !== '');
  return rules.length > 0 ? [waiver('buildkit', 'file', comment, rules)] : [];
}

/** What it depends on whether a tool looks at a comment. */
export interface CommentPlace {
  readonly document: 'dockerfile' | 'compose';
  /** True where nothing but comments, blank lines and `---` is before it. */
  readonly atTop: boolean;
  /** True where not even another comment is before it. */
  readonly isFirst: boolean;
}

type ReadPragma = (written: string, comment: Span, place: CommentPlace) => SuppressionComment[];

function waiver(
  tool: string,
  kind: SuppressionComment['kind'],
  comment: Span,
  rules: readonly string[],
): SuppressionComment {
  return { tool, kind, comment, rules, ids: [], markerEnd: comment.start, reason: null };
}

const PRAGMAS: readonly ReadPragma[] = [
  // `# hadolint ignore=DL3006,DL3007 # why`, and `global ignore` for the file.
  (written, comment, { document }) => {
    const match = /^#[ \t]*hadolint[ \t]+(global[ \t]+)?ignore[ \t]*=([^#]*)/.exec(written);
    if (!match || document !== 'dockerfile') return [];
    return [waiver('hadolint', match[1] ? 'file' : 'line', comment, names(match[2]))];
  },
  // `# dclint disable-line [rules]` here or for the next line; `disable [rules]` and `disable-file` in the first line.
  (written, comment, { document, isFirst }) => {
    const match = /#\s*dclint\s+disable(-line|-file)?(?![\w-])(.*)/.exec(written);
    if (!match || document !== 'compose') return [];
    const [, ending, listed] = match;
    if (ending === '-line') return [waiver('dclint', 'line', comment, namesOrAll(listed))];
    return isFirst ? [waiver('dclint', 'file', comment, ending ? [ALL_RULES] : namesOrAll(listed))] : [];
  },
  // `# checkov:skip=CKV_DOCKER_2:why`, wherever it stands in a Dockerfile.
  (written, comment, { document }) => {
    if (document !== 'dockerfile') return [];
    const found = written.matchAll(/(?:checkov|bridgecrew):skip= *(\w+)/g);
    return [...found].map(({ 1: id = '' }) => waiver('checkov', 'file', comment, [id]));
  },
  // `#trivy:ignore:AVD-DS-0002` and the old `#tfsec:ignore:DS002`, of which `DS-0002` is what they mean.
  (written, comment, { document }) => {
    if (document !== 'dockerfile') return [];
    const found = written.matchAll(/(?<=[\s#])(?:trivy|tfsec):ignore:(?:AVD-)?([A-Za-z]+)-?(\d+|\*)?/gi);
    return [...found].map(({ 1: letters = '', 2: digits = '' }) =>
      waiver('trivy', 'line', comment, [`${letters.toUpperCase()}-${digits.padStart(4, '0')}`]),
    );
  },
  // `# kics-scan ignore-line`, `ignore-block`; `ignore` and `disable=<ids>` at the top of a file.
  (written, comment, { atTop }) => {
    const match = /^#[\s/]*kics-scan\s+(ignore-line|ignore-block|ignore(?![\w-])|disable=(\S*))/i.exec(
      written,
    );
    if (!match) return [];
    const [, command = '', listed] = match;
    if (listed !== undefined) return atTop ? [waiver('kics', 'file', comment, names(listed))] : [];
    const ending = command.toLowerCase().slice('ignore'.length);
    if (ending === '') return atTop ? [waiver('kics', 'file', comment, [ALL_RULES])] : [];
    return [waiver('kics', ending === '-line' ? 'line' : 'block', comment, [ALL_RULES])];
  },
  // `# nosemgrep`, `# nosemgrep: path.to.rule-id`; the last part of an id is the rule's own.
  (written, comment) => {
    const match = /\bnosem(?:grep)?(?![\w-])(?::([\w.,\t -]*))?/.exec(written);
    if (!match) return [];
    const rules = names(match[1]).map((id) => id.slice(id.lastIndexOf('.') + 1));
    return [waiver('semgrep', 'line', comment, rules.length > 0 ? rules : [ALL_RULES])];
  },
  (written, comment) =>
    written.includes('ratchet:exclude') ? [waiver('ratchet', 'line', comment, ['exclude'])] : [],
];

function names(listed: string | undefined): string[] {
  return listed?.split(/[\s,]+/).filter((name) => name !== '') ?? [];
}

function namesOrAll(listed: string | undefined): string[] {
  const found = names(listed);
  return found.length > 0 ? found : [ALL_RULES];
}

const ANY_TOOL =
  /immutable-infra-ignore|hadolint|dclint|ratchet:|checkov:|bridgecrew:|trivy:|tfsec:|kics-scan|nosem/i;
