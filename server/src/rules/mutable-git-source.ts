import type { ComposeFile, Dockerfile } from '../syntax/document';
import { readPairs, type TextPair } from '../syntax/compose/pairs';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeValue } from '../syntax/compose/values';
import { gitSourcesOf, type GitSourceRun } from '../syntax/dockerfile/gitSources';
import { shellValuesAt } from '../syntax/dockerfile/shellValues';
import { unquoted, type FileCopy } from '../syntax/dockerfile/statements';
import { isRemote, movementOf, parseGitRemote, type Movement } from '../syntax/remoteSource';
import { gitPackagesOf, type GitPackage } from '../syntax/programs/gitPackages';
import { knownText } from '../syntax/shell/knownText';
import type { AskFix, Problem, Rule } from './rule';
import type { Span } from '../text/span';

export const mutableGitSource: Rule = {
  id: 'mutable-git-source',
  tenet: 'The same build gives the same image',
  summary:
    'A Git repository, or an artefact of a registry, is taken by a name that moves: a branch, a tag, `latest`.',
  why:
    'A branch names another commit after each push, and a tag after the next force push. Two builds of one Dockerfile ' +
    'then hold different code, and no change in your repository says so.\n\n' +
    'Name the commit by all of its hex digits: `git checkout 3f2a…`, `ADD https://github.com/acme/tool.git#3f2a…`, ' +
    '`context: https://github.com/acme/tool.git#3f2a…`. Taking a newer commit is then a reviewed change of one line.',
  severity: { production: 'warning', development: 'information' },
  subject: 'package',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nRUN git clone https://github.com/acme/tool && make -C tool\n',
      good: 'FROM scratch\nRUN git clone https://github.com/acme/tool && git -C tool checkout {commit} && make -C tool\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nADD https://github.com/acme/tool.git#main:src /src\n',
      good: 'FROM scratch\nADD https://github.com/acme/tool.git#{commit}:src /src\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nRUN go install github.com/acme/tool@latest\n',
      good: 'FROM scratch\nRUN go install github.com/acme/tool@v1.2.3\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build:\n      context: https://github.com/acme/web.git#main\n',
      good: 'services:\n  web:\n    build:\n      context: https://github.com/acme/web.git#{commit}\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

function* findInDockerfile(file: Dockerfile): Iterable<Problem> {
  for (const source of gitSourcesOf(file)) yield* clonedProblem(file, source);
  for (const run of file.commands) {
    if (run.keyword !== 'run') continue;
    const values = shellValuesAt(file, run);
    const development = run.stage?.isDevelopment === true;
    for (const command of run.commands)
      for (const found of gitPackagesOf(command, values)) yield* packageProblem(found, development);
  }
  for (const copy of file.statements.copies) if (copy.keyword === 'add') yield* addProblems(copy);
}

function* clonedProblem(file: Dockerfile, source: GitSourceRun): Iterable<Problem> {
  const { run, command, repository, reference, text } = source;
  const values = shellValuesAt(file, run);
  const url = repository && (knownText(repository, values) ?? repository.written);
  if (url !== null && !isRemote(url)) return;
  const isUnknown = reference !== null && text === null;
  // What a variable without a value names may be a commit, but `--branch` takes none.
  if (isUnknown && (source.isCheckedOut || !takesNoCommit(source))) return;
  const movement = isUnknown ? 'tag' : movementOf(reference ? text : null);
  if (movement === 'none') return;
  const fix = cloneFix(source, movement);
  yield {
    span: reference?.span ?? repository?.span ?? command.span,
    message: messageOf(reference?.written ?? repository?.written ?? 'git', movement),
    development: run.stage?.isDevelopment === true,
    ...(movement === 'tag' && { atMost: 'information' as const }),
    ...(fix && { fix }),
  };
}

function takesNoCommit({ command, reference }: GitSourceRun): boolean {
  const index = command.words.findIndex((word) => word === reference);
  return index > 0 && /^(?:-b|--branch)$/.test(command.words[index - 1]?.written ?? '');
}

/** A checkout behind a clone of its own; of a shallow clone the commit may be gone by then. */
function cloneFix(source: GitSourceRun, movement: Movement): AskFix | null {
  const { command, repository, reference, text, isShallow, folder, run, isCheckedOut } = source;
  if (!repository?.text || isShallow || reference?.text === null) return null;
  const asked = text === null ? 'HEAD' : text.replace(/^(?:refs\/)?tags\/|^origin\//, '');
  const question = { kind: 'commit', repository: repository.text, reference: asked } as const;
  const title =
    movement === 'tag' ? `Check out the commit of '${asked}'` : 'Check out the commit that it is now';
  if (isCheckedOut && reference)
    return { kind: 'ask', title, question, span: reference.span, before: '', after: '' };
  const isAlone = command.within.length === 0 && command.inside === null && run.form !== 'exec';
  if (!isAlone || source.isPiped || command.joint === '|' || !/^[\w./-]+$/.test(folder ?? '')) return null;
  const { end } = command.span;
  return {
    kind: 'ask',
    title,
    question,
    span: { start: end, end },
    before: ` && git -C ${folder ?? '.'} checkout `,
    after: '',
  };
}

function* packageProblem(
  { word, repository, reference, place, hasVersions }: GitPackage,
  development: boolean,
): Iterable<Problem> {
  if (reference === undefined) return;
  const movement = movementOf(reference);
  if (movement === 'none') return;
  const said = word.text !== null && place ? word.spanOf(place.start, place.end) : null;
  const isAskable = repository !== null && /^https:\/\/[^\s$]+$/.test(repository) && reference !== null;
  yield {
    span: word.span,
    message: messageOf(word.written, movement, hasVersions ? "Name a version, as '@v1.2.3'." : undefined),
    development,
    ...(movement === 'tag' && { atMost: 'information' as const }),
    ...(isAskable && said && { fix: commitFix(repository, reference, said, '') }),
  };
}

function* addProblems({ instruction, sources, stage }: FileCopy): Iterable<Problem> {
  if (instruction.flags.some(({ name }) => name === 'checksum')) return;
  for (const source of sources) {
    const { text, span } = source;
    const isLiteral = text === source.written;
    const written = unquoted(source);
    const problem = remoteProblem(text ?? written, { written, span, isLiteral });
    if (problem) yield { ...problem, development: stage?.isDevelopment === true };
  }
}

interface Written {
  readonly written: string;
  readonly span: Span;
  /** Whether it stands in the file as it reads. */
  readonly isLiteral: boolean;
}

function remoteProblem(text: string, { written, span, isLiteral }: Written): Problem | null {
  const remote = parseGitRemote(text);
  if (!remote) return null;
  const { repository, reference, place } = remote;
  const movement = movementOf(reference);
  const isUnknown = text.includes('$') || (reference === null && !isLiteral && text.includes('#'));
  if (movement === 'none' || isUnknown) return null;
  const at = place && isLiteral ? { start: span.start + place.start, end: span.start + place.end } : null;
  const before = text.includes('#') ? '' : '#';
  return {
    span,
    message: messageOf(written, movement),
    ...(movement === 'tag' && { atMost: 'information' as const }),
    ...(at && { fix: commitFix(repository, reference ?? 'HEAD', at, before) }),
  };
}

function commitFix(repository: string, reference: string, at: Span, before: string): AskFix {
  const title =
    reference === 'HEAD' ? 'Pin it to the commit that it is now' : `Pin '${reference}' to its commit`;
  return {
    kind: 'ask',
    title,
    question: { kind: 'commit', repository, reference },
    span: at,
    before,
    after: '',
  };
}

function* findInCompose(file: ComposeFile): Iterable<Problem> {
  for (const service of file.services) {
    for (const value of buildSources(service)) yield* composeProblem(value, service.development);
    const base = service.field('extends')?.field('file');
    if (base) yield* composeProblem(base, service.development);
  }
  for (const item of file.top('include')?.items() ?? []) {
    const path = item.kind === 'map' ? item.field('path') : item;
    for (const value of path?.kind === 'list' ? path.items() : path ? [path] : [])
      yield* composeProblem(value, false);
  }
}

function buildSources(service: ComposeService): ComposeValue[] {
  const build = service.field('build');
  if (build?.kind === 'text') return [build];
  const context = build?.field('context') ?? null;
  const more = readPairs(build?.field('additional_contexts') ?? null);
  return [...(context ? [context] : []), ...more.map(contextOf)];
}

/** What stands behind the `=` of a list's item is a value as that of a map is. */
function contextOf({ form, value, text, written, valueSpan: span }: TextPair): ComposeValue {
  return form === 'map' ? value : { ...value, text, written: written ?? '', span };
}

function* composeProblem(value: ComposeValue, development: boolean): Iterable<Problem> {
  const { text, written, span, isVerbatim, related } = value;
  if (text === null) return;
  const isLiteral = isVerbatim && text === written && related.length === 0;
  const problem = text.startsWith('oci://')
    ? artefactProblem(text, value)
    : remoteProblem(text, { written, span, isLiteral });
  if (problem) yield { ...problem, development, related };
}

function artefactProblem(text: string, { written, span }: ComposeValue): Problem | null {
  if (/@sha(?:256|512):/.test(text)) return null;
  return {
    span,
    message: `'${written}' names whatever its tag holds by then. Add the digest of the artefact: '@sha256:…'.`,
  };
}

function messageOf(
  written: string,
  movement: Movement,
  advice = 'Name the commit by its hex digits.',
): string {
  switch (movement) {
    case 'default branch':
      return `'${written}' gives whatever is newest at each build. ${advice}`;
    case 'branch':
      return `'${written}' gives another commit after each push. ${advice}`;
    case 'tag':
      return `'${written}' is a name that its owners can move. ${advice}`;
    case 'none':
      return '';
  }
}
