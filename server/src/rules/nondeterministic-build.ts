import type { Dockerfile } from '../syntax/document';
import { changingOutputsOf } from '../syntax/programs/changingOutputs';
import type { Problem, Rule } from './rule';

export const nondeterministicBuild: Rule = {
  id: 'nondeterministic-build',
  tenet: 'The same build gives the same image',
  summary: 'A build that keeps the time, a random value, or what busts its cache.',
  why:
    'A time or a random value that is written into the image makes each build another image, though nothing has ' +
    'changed. Nobody can then build a release again and compare it with the one that runs.\n\n' +
    'Take the time from `SOURCE_DATE_EPOCH`, which BuildKit hands on; pass the commit in as an ARG for a label; make ' +
    'random values when the container starts.',
  severity: { production: 'hint', development: 'off' },
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nRUN date > /build-date\n',
      good: 'FROM alpine\nARG SOURCE_DATE_EPOCH\nRUN date -d "@$SOURCE_DATE_EPOCH" > /build-date\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nARG CACHEBUST=1\nRUN apk add curl\n',
      good: 'FROM alpine\nRUN apk add curl\n',
    },
  ],
  dockerfile: findNondeterministicBuilds,
};

function* findNondeterministicBuilds(file: Dockerfile): Iterable<Problem> {
  const copied = new Set(
    file.statements.copies.flatMap(({ sources, stage, isFromElsewhere }) =>
      !isFromElsewhere && sources.some(({ text }) => GIT_FOLDER.test(text ?? '')) ? [stage] : [],
    ),
  );
  for (const run of file.commands) {
    if (run.keyword !== 'run') continue;
    const development = run.stage?.isDevelopment === true;
    for (const { command, kind } of changingOutputsOf(run.commands)) {
      if (kind === 'commit' && !copied.has(run.stage)) continue;
      const name = file.text.slice(command.span.start, command.span.end);
      yield { span: command.span, message: `'${name}' ${MESSAGES[kind]}`, development };
    }
  }
  const names = new Set<string>();
  for (const { keyword, name, nameSpan, stage } of file.statements.settings) {
    if (keyword !== 'arg' || !CACHE_BUST.test(name) || names.has(name)) continue;
    names.add(name);
    const message = `'${name}' is there to build again what has not changed. Pin what should be new, so that its change builds it again.`;
    yield { span: nameSpan, message, development: stage?.isDevelopment === true };
  }
}

const MESSAGES = {
  time: "is another in each build. Take the time from 'SOURCE_DATE_EPOCH'.",
  random: 'is another in each build. Make random values when the container starts.',
  commit:
    "needs '.git' in the build, and changes with each commit. Pass the commit in as an ARG for a label.",
} as const;

const GIT_FOLDER = /^\.?\/?\.git\/?$/;
const CACHE_BUST =
  /^(?:CACHE_?BUST(?:ER|ING)?|BUST_?CACHE|CACHE_?BREAK(?:ER)?|CACHE_?DATE|CACHE_?INVALIDATE|CACHE_?KILL(?:ER)?|FORCE_?REBUILD|NO_?CACHE)(?:_?\d+)?$/i;
