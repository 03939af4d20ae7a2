import { basename } from 'node:path';
import { startsOfDockerfile, startsOfServices, type DocumentStart } from '../project/documentStarts';
import type { ShellCommand } from '../syntax/shell/command';
import { isMigrationScript, mutationIn, type Mutation } from './mutations';
import { quoteLaunch, startProblem } from './startProblem';
import type { Problem, Rule } from './rule';

export const mutationAtStart: Rule = {
  id: 'mutation-at-start',
  tenet: 'Nothing changes a running container',
  summary: 'A container that installs, fetches, builds or edits its own program when it starts.',
  why:
    'What a container fetches at start is in no image: two containers of one release run different code, a restart is ' +
    'a deployment, and a server that is down keeps yours from starting. A rollback brings the old image and the new ' +
    'packages.\n\n' +
    'Do it in a `RUN` of the Dockerfile, so that the image holds the result. Values that differ by environment arrive ' +
    'as variables or mounted files. Migrations of a database are a release step: one job, before the containers start.',
  severity: { production: 'warning', development: 'information' },
  subject: 'command',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20\nWORKDIR /app\nCOPY . .\nCMD npm install && node server.js\n',
      good: 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    image: acme/web\n    command: sh -c "git pull && exec web"\n',
      good: 'services:\n  web:\n    image: acme/web\n    command: web\n',
    },
  ],
  dockerfile: function* (file, { surroundings }) {
    yield* problems(startsOfDockerfile(file, surroundings ?? null));
  },
  compose: function* (file, { surroundings }) {
    yield* problems(startsOfServices(file, surroundings ?? null));
  },
};

function* problems(starts: Iterable<DocumentStart>): Iterable<Problem> {
  for (const start of starts) {
    const mutation = mutationOf(start.started);
    // A container that only migrates is the release step.
    if (!mutation || (mutation.kind === 'migration' && start.started.isLast)) continue;
    const { through, command } = start.started;
    const quote = quoteLaunch(mutation.words, mutation.last);
    const subject = through ? `'${basename(through.file.path)}' runs ${quote}, which` : quote;
    yield {
      ...startProblem(start, mutation, 'This is what it runs.'),
      message:
        mutation.kind === 'download' ? downloadMessage(through, command) : messageOf(subject, mutation.kind),
      ...((isMild(mutation) || isGuarded(start.started)) && { atMost: 'information' }),
    };
  }
}

function mutationOf({ command, launches, script }: DocumentStart['started']): Mutation | null {
  for (const launch of launches) {
    const found = mutationIn(launch);
    if (found) return found;
  }
  if (runsDownload(command))
    return { kind: 'download', words: command.words, last: command.words.length - 1 };
  if (!script) return null;
  const kind = isMigrationScript(script.script) ? 'migration' : script.script === 'build' ? 'build' : null;
  const last = command.words.findLastIndex(({ written }) => written === script.script);
  return kind && { kind, words: command.words, last };
}

/** What comes out of the image itself is the same each time; `go run` and its kin also fetch. */
function isMild({ kind, words, last }: Mutation): boolean {
  return kind === 'edit' || kind === 'migration' || (kind === 'build' && words[last]?.written !== 'run');
}

/** What an entry script does only under a condition may be for development alone. */
function isGuarded({ through, command }: DocumentStart['started']): boolean {
  return through !== null && command.within.some((construct) => construct === 'if' || construct === 'case');
}

/** `curl … | sh` and `python <(curl …)`. */
function runsDownload({ name, inputs, words }: ShellCommand): boolean {
  if (!INTERPRETER.test(name ?? '')) return false;
  const reads = words.slice(1).every(({ written }) => written.startsWith('-'));
  return (
    (reads && inputs.some((input) => FETCHER.test(input.name ?? ''))) ||
    words.some(({ written }) => FETCHED.test(written))
  );
}

function downloadMessage(
  through: DocumentStart['started']['through'],
  { name, inputs }: ShellCommand,
): string {
  const fetcher = inputs.find((input) => FETCHER.test(input.name ?? ''))?.name ?? 'curl';
  const subject = through ? `'${basename(through.file.path)}'` : `'${fetcher}' into '${name ?? 'sh'}'`;
  return `${subject} runs at each start what a server gives out at that time. Run it in the Dockerfile, with a checksum.`;
}

function messageOf(subject: string, kind: Exclude<Mutation['kind'], 'download'>): string {
  switch (kind) {
    case 'install':
      return `${subject} installs packages in the container at each start. Do it in a RUN of the Dockerfile.`;
    case 'fetch':
      return `${subject} fetches code into the container at each start. Put the code into the image.`;
    case 'build':
      return `${subject} builds the program at each start. Build it in the Dockerfile, and start the result.`;
    case 'edit':
      return `${subject} changes code in the container at each start. Give the value as a variable or a mounted file.`;
    case 'migration':
      return `${subject} changes the database whenever a container starts. Make it a release step that runs once, before them.`;
  }
}

const INTERPRETER = /^(?:sh|bash|ash|dash|zsh|python[\d.]*|perl|ruby|node|php)$/;
const FETCHER = /^(?:curl|wget|fetch)$/;
const FETCHED = /^[<$]\((?:curl|wget)\b/;
