import type { ComposeFile, Dockerfile } from '../syntax/document';
import { insertAfter } from '../syntax/dockerfile/edits';
import { baseSpan, type Stage } from '../syntax/dockerfile/stages';
import type { ComposeService } from '../syntax/compose/serviceModel';
import { dockerfileOf } from '../project/builds';
import { showsLabelling } from '../project/labelling';
import type { Facts } from './facts';
import type { Problem, Rule, Scaffold } from './rule';

export const untraceableImage: Rule = {
  id: 'untraceable-image',
  tenet: 'Any release can replace any other, and can be traced',
  summary: 'An image that does not say from which commit it is made.',
  why:
    'Who finds a running container wants to know which source it is made of: to read the change that broke it, or to ' +
    'build its fix. A digest says which image it is, but not from which commit.\n\n' +
    'Label it with `org.opencontainers.image.revision` and `org.opencontainers.image.source`: in the Dockerfile from an ' +
    'ARG, or where it is built (`docker/metadata-action`, `docker build --label`, `labels` of a compose `build`). Put ' +
    'the ARG behind the expensive layers, for each new value makes those after it again.',
  severity: { production: 'hint', development: 'off' },
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nCOPY app /app\nCMD ["/app"]\n',
      good: 'FROM alpine\nCOPY app /app\nARG VCS_REF\nLABEL org.opencontainers.image.revision=$VCS_REF\nCMD ["/app"]\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: https://example.com/acme/web.git\n',
      good:
        'services:\n  web:\n    build:\n      context: https://example.com/acme/web.git\n      labels:\n' +
        '        org.opencontainers.image.revision: ${REVISION:?}\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

/** Whether labels come from elsewhere is known only where the files around are seen. */
function* findInDockerfile(file: Dockerfile, { surroundings }: Facts): Iterable<Problem> {
  if (!surroundings) return;
  const last = file.stages.findLast(({ isFinal }) => isFinal);
  if (!last || last.isDevelopment || DEVELOPMENT.test(last.name ?? '')) return;
  const named = file.builds.flatMap(({ labels }) => [...labels]);
  const chain = chainOf(last, file.stages);
  if (isGivenItsBase(file, chain)) return;
  const said = file.statements.settings.filter(
    ({ keyword, stage }) => keyword !== 'arg' && stage && chain.has(stage),
  );
  const names = [...named, ...said.flatMap(({ keyword, name }) => (keyword === 'label' ? name : []))];
  if (names.some((name) => SOURCE_LABEL.test(name))) return;
  if (said.some(({ keyword, name }) => keyword === 'env' && SOURCE_VARIABLE.test(name))) return;
  if (showsLabelling(surroundings)) return;
  yield {
    span: baseSpan(last),
    message: `The image from '${baseText(file, last)}' does not say which commit it is made of. Give it the label 'org.opencontainers.image.revision'.`,
    scaffolds: [labelScaffold(file, last)],
  };
}

function chainOf(last: Stage, stages: readonly Stage[]): ReadonlySet<Stage> {
  const chain = new Set([last]);
  for (const { base } of chain) {
    const next = base === null ? undefined : stages[base];
    if (next) chain.add(next);
  }
  return chain;
}

/** Who gives a build its base gives it its labels too. */
function isGivenItsBase({ images }: Dockerfile, chain: ReadonlySet<Stage>): boolean {
  const given = images.filter(({ position, ignored }) => position === 'from' && ignored === 'variable');
  return given.some(({ span }) =>
    [...chain].some(({ from: { line } }) => line.span.start <= span.start && span.end <= line.span.end),
  );
}

function baseText({ text }: Dockerfile, stage: Stage): string {
  const { start, end } = baseSpan(stage);
  return text.slice(start, end);
}

/** Behind the last instruction that makes a layer. */
function labelScaffold(file: Dockerfile, { from, instructions }: Stage): Scaffold {
  const heavy = instructions.findLast(({ keyword }) => !LIGHT.has(keyword)) ?? from;
  const lines = ['ARG VCS_REF', 'LABEL org.opencontainers.image.revision=$VCS_REF'];
  return {
    kind: 'scaffold',
    title: 'Label the image with its commit',
    edits: [insertAfter(file, heavy, lines)],
  };
}

/** Only builds whose Dockerfile cannot be read from here: of any other the finding is in the Dockerfile. */
function* findInCompose(file: ComposeFile, { surroundings }: Facts): Iterable<Problem> {
  if (!surroundings) return;
  const judged = new Set<string>();
  let isLabelled: boolean | null = null;
  for (const service of file.services) {
    const build = service.field('build');
    const merged = service.merged;
    if (!build || build.kind === 'nothing' || !merged?.build || merged.build.inline) continue;
    const path = dockerfileOf(merged);
    const name = path ?? build.written;
    if (judged.has(name) || (path !== null && surroundings.dockerfile(path))) continue;
    judged.add(name);
    if ([...merged.build.labels.value].some((name) => SOURCE_LABEL.test(name))) continue;
    isLabelled ??= showsLabelling(surroundings);
    if (isLabelled) return;
    yield buildProblem(service, build);
  }
}

function buildProblem(
  { development, image }: ComposeService,
  build: NonNullable<ReturnType<ComposeService['field']>>,
): Problem {
  const place =
    build.kind === 'text' ? build : (build.field('context') ?? build.field('dockerfile') ?? build);
  const what = place.kind === 'text' ? `'${place.written}'` : 'this build';
  return {
    span: place.span,
    message: `The image of ${what} does not say which commit it is made of. Give the build the label 'org.opencontainers.image.revision'.`,
    development,
    image,
    related: place.related,
  };
}

const SOURCE_LABEL =
  /^(?:org\.opencontainers\.image\.(?:revision|source)|org\.label-schema\.(?:vcs-ref|vcs-url))$|(?:^|[._-])(?:vcs-?(?:ref|url)|revision|git[._-]?(?:commit|sha|hash|rev|ref|revision)|commit(?:[._-]?(?:sha|hash|id))?)$/i;
const SOURCE_VARIABLE =
  /(?:^|_)(?:GIT_?(?:COMMIT|SHA|HASH|REV|REF|REVISION)|COMMIT(?:_?(?:SHA|HASH|ID|REF))?|VCS_REF|REVISION)(?:$|_)/i;
const DEVELOPMENT = /^(?:dev|development|test|tests|debug)$/;
/** Instructions that make no layer of files, and those that only the start needs. */
const LIGHT: ReadonlySet<string> = new Set([
  'cmd',
  'entrypoint',
  'healthcheck',
  'expose',
  'stopsignal',
  'volume',
  'label',
  'onbuild',
  'user',
  'maintainer',
]);
