import { basename, dirname, join } from 'node:path';
import type { Dockerfile } from '../syntax/document';
import type { FileCopy, PlacedText } from '../syntax/dockerfile/statements';
import { readIgnoreFile } from '../syntax/ignoreFile';
import type { Facts, FileSurroundings } from './facts';
import type { Problem, Rule, Scaffold } from './rule';

export const unfilteredContext: Rule = {
  id: 'unfiltered-context',
  tenet: 'The same build gives the same image',
  summary: 'The whole build context is copied, with `.git` and `.env` in it.',
  why:
    '`COPY . .` takes all that lies in the folder of whoever builds: the history of the repository, local secrets in ' +
    '`.env`, what earlier builds left behind. The image differs from machine to machine, and holds what nobody ' +
    'meant to release.\n\n' +
    'Name in a `.dockerignore` what the image does not need; best is `*` and then `!` and what it does need.',
  severity: { production: 'hint', development: 'off' },
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM scratch\nCOPY . /app\n',
      good: 'FROM scratch\nCOPY src /app\n',
      files: { 'main.js': '' },
    },
  ],
  dockerfile: findUnfilteredContexts,
};

/** What stands in the context is known only where its files are seen; one finding is enough for a file. */
function* findUnfilteredContexts(file: Dockerfile, { surroundings }: Facts): Iterable<Problem> {
  if (!surroundings) return;
  const wholes = file.statements.copies.flatMap((copy) => {
    const source = copy.isFromElsewhere ? undefined : copy.sources.find(({ text }) => WHOLE.test(text ?? ''));
    return source && !copy.instruction.flags.some(({ name }) => name === 'exclude') ? [{ copy, source }] : [];
  });
  const whole = wholes.find(({ copy }) => copy.stage?.isDevelopment !== true) ?? wholes[0];
  if (!whole) return;
  const given = file.builds.length > 0;
  const contexts = given ? file.builds.flatMap(({ context }) => context ?? []) : [dirname(surroundings.path)];
  for (const context of new Set(contexts)) {
    const found = judge(context, given, surroundings);
    if (!found) continue;
    yield problemOf(whole, found, context);
    return;
  }
}

interface Leak {
  /** Whether there is an ignore file. */
  readonly isFiltered: boolean;
  readonly names: readonly string[];
}

function judge(context: string, isGiven: boolean, around: FileSurroundings): Leak | null {
  if (around.fileNames(context).length === 0) return null;
  const text = ignoreText(context, around);
  const wanted = [
    // The repository's own folder has `.git`; one below it has none.
    ...(context === around.root ? ['.git'] : []),
    ...(text === null || hasEnvironmentFile(context, around) ? ['.env'] : []),
  ];
  const leaves = text === null ? () => false : readIgnoreFile(text);
  const names = wanted.filter((name) => !leaves(name === '.git' ? '.git/HEAD' : name));
  if (names.length === 0) return null;
  // Where nobody says which folder is built, it may be one above that has an ignore file.
  const isElsewhere = text === null && !isGiven && hasIgnoreFileAbove(context, around);
  return isElsewhere ? null : { isFiltered: text !== null, names };
}

/** The Dockerfile's own ignore file wins. Source: Docker's build context, ".dockerignore files". */
function ignoreText(context: string, { path, readText }: FileSurroundings): string | null {
  const own = readText(join(dirname(path), `${basename(path)}.dockerignore`));
  return own ?? readText(join(context, '.dockerignore')) ?? readText(join(context, '.containerignore'));
}

/** Whether the project keeps settings in `.env`; the file itself is seldom in the repository. */
function hasEnvironmentFile(context: string, { fileNames, readText }: FileSurroundings): boolean {
  if (fileNames(context).some((name) => /^\.env(?:\.|$)/.test(name))) return true;
  return /^\/?\.env\b/m.test(readText(join(context, '.gitignore')) ?? '');
}

function hasIgnoreFileAbove(context: string, { root, readText }: FileSurroundings): boolean {
  let folder = context;
  for (let depth = 0; folder !== root && folder !== dirname(folder) && depth < MAX_DEPTH; depth++) {
    folder = dirname(folder);
    if (readText(join(folder, '.dockerignore')) !== null) return true;
  }
  return false;
}

interface Whole {
  readonly copy: FileCopy;
  readonly source: PlacedText;
}

function problemOf({ copy, source }: Whole, { isFiltered, names }: Leak, context: string): Problem {
  const list = names.map((name) => `'${name}'`).join(' and ');
  const message = isFiltered
    ? `'${copy.keyword.toUpperCase()} ${source.written}' takes ${list} along. Name them in '.dockerignore'.`
    : `'${copy.keyword.toUpperCase()} ${source.written}' takes all that lies in the folder, ${list} too. Name in a '.dockerignore' what the image does not need.`;
  const scaffold: Scaffold = {
    kind: 'scaffold',
    title: "Create '.dockerignore'",
    edits: [],
    newFiles: [{ path: join(context, '.dockerignore'), text: '.git\n.env\n.env.*\n' }],
  };
  return {
    span: source.span,
    message,
    development: copy.stage?.isDevelopment === true,
    ...(isFiltered ? {} : { scaffolds: [scaffold] }),
  };
}

const WHOLE = /^(?:\.\/?|\/|(?:\.?\/)?\*)$/;
const MAX_DEPTH = 50;
