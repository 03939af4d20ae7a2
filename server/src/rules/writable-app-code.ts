import type { Dockerfile } from '../syntax/document';
import { imagePaths, type ImagePaths } from '../syntax/dockerfile/imagePaths';
import type { InstructionCommands } from '../syntax/dockerfile/commands';
import type { ShellCommand } from '../syntax/shell/command';
import type { Span } from '../text/span';
import { dirname, join } from 'node:path';
import type { Facts } from './facts';
import type { Problem, Rule } from './rule';

export const writableAppCode: Rule = {
  id: 'writable-app-code',
  tenet: 'Nothing changes a running container',
  summary: 'Code in the image that the program that runs it may change.',
  why:
    'A container is a copy of its image as long as nothing writes to it. Where the program may write to its own code, ' +
    'a bug or an attacker can change what runs, and the change lives until the next restart, seen by nobody.\n\n' +
    'Let root own the code, run as another user, and give that user only the folders that it must write to.',
  severity: { production: 'hint', development: 'off' },
  equivalents: ['hadolint DL3002', 'checkov CKV_DOCKER_8'],
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nRUN chmod -R 777 /app\nUSER node\n',
      good: 'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nUSER node\n',
    },
  ],
  dockerfile: findWritableCode,
};

function* findWritableCode(file: Dockerfile, facts: Facts): Iterable<Problem> {
  const paths = imagePaths(file);
  for (const run of file.commands) {
    if (run.keyword !== 'run' || run.onbuild || run.stage?.isExported !== true) continue;
    for (const command of run.commands) yield* commandProblems(paths, run, command);
  }
  if (!isCheckedElsewhere(facts)) yield* rootUsers(file);
}

/** Linters of Dockerfiles tell of root themselves. */
function isCheckedElsewhere({ surroundings }: Facts): boolean {
  if (!surroundings) return false;
  const { path, root, fileNames } = surroundings;
  let folder = dirname(path);
  for (let depth = 0; depth < MAX_FOLDERS; depth++) {
    if (fileNames(folder).some((name) => LINTER_FILES.has(name))) return true;
    if (folder === root || folder === dirname(folder)) return false;
    folder = dirname(folder);
  }
  return false;
}

function* rootUsers({ stages, statements }: Dockerfile): Iterable<Problem> {
  const found = new Set<Span>();
  for (const final of stages.filter(({ isFinal }) => isFinal)) {
    let stage = final;
    let user = userOf(stage.index);
    while (!user && stage.base !== null && stages[stage.base] && stage.base < stage.index) {
      stage = stages[stage.base] ?? stage;
      user = userOf(stage.index);
    }
    if (!user || !ROOT.test(user.text ?? '') || found.has(user.span)) continue;
    found.add(user.span);
    yield {
      span: user.span,
      message: `The container runs as '${user.written}', who may change all of its code. Run it as another user.`,
    };
  }
  function userOf(index: number) {
    return statements.lists.findLast(({ keyword, stage }) => keyword === 'user' && stage?.index === index)
      ?.words[0];
  }
}

function* commandProblems(
  { folderAt }: ImagePaths,
  run: InstructionCommands,
  command: ShellCommand,
): Iterable<Problem> {
  const { name, words } = command;
  if (name !== 'chmod' && name !== 'chown') return;
  const isRecursive = words.some(({ written }) => RECURSIVE.test(written));
  const [what, ...targets] = words.slice(1).filter(({ written }) => !/^-[a-zA-Z-]*$/.test(written));
  if (!what || targets.length === 0) return;
  const folder = folderAt(run.instruction);
  const paths = targets.map(({ written }) => pathIn(folder, written));
  const index = paths.findIndex((path) => {
    if (STATE_PATH.test(path)) return false;
    if (name === 'chmod') return isRecursive || SCRIPT.test(path) || CODE_FOLDER.test(path);
    return isRecursive && (CODE_FOLDER.test(path) || (folder !== null && folder !== '/' && path === folder));
  });
  const target = targets[index];
  if (!target) return;
  if (name === 'chmod' && WORLD_WRITABLE.test(what.written)) {
    yield {
      span: { start: command.span.start, end: target.span.end },
      message: `'chmod ${what.written}' lets every user of the container change '${target.written}'. Let only the folders be written to that must be.`,
    };
  }
  if (name === 'chown' && !ROOT_OWNER.test(what.written)) {
    yield {
      span: { start: command.span.start, end: target.span.end },
      message: `'${what.written}' may change the code in '${target.written}' while it runs. Let root own it, and give only the folders that must be written to.`,
    };
  }
}

function pathIn(folder: string | null, written: string): string {
  const path = written.startsWith('/') || folder === null ? written : join(folder, written);
  return path.length > 1 ? path.replace(/\/+\**$/, '') : path;
}

const LINTER_FILES: ReadonlySet<string> = new Set([
  '.hadolint.yaml',
  '.hadolint.yml',
  'hadolint.yaml',
  'tally.toml',
  '.tally.toml',
]);
const MAX_FOLDERS = 30;
const ROOT = /^(?:root|0)(?::.*)?$/;
const ROOT_OWNER = /^(?:root|0)(?::.*)?$|^[:.]|^--reference/;
const RECURSIVE = /^(?:-[a-zA-Z]*R[a-zA-Z]*|--recursive)$/;
/** Others may write. */
const WORLD_WRITABLE = /^(?:[0-7]?[0-7]{2}[2367]|(?:a|o|ugo|[ug]*o[ug]*)[+=][rxXst]*w[rwxXst]*)$/;
const SCRIPT = /\.(?:sh|bash|py|js|mjs|cjs|ts|php|rb|pl|jar)$/;
const CODE_FOLDER =
  /^\/(?:app|src|code|srv|workspace|usr\/src(?:\/app)?|usr\/local\/(?:bin|app)|usr\/bin|opt\/app|srv\/app|home\/\w+\/app|var\/www(?:\/html)?|usr\/share\/nginx\/html)$/;
/** What is there to be written to. */
const STATE_PATH =
  /(?:^|[/._-])(?:tmp|temp|logs?|cache|caches|data|storage|uploads?|media|sessions?|run|state|volumes?|db|database|backups?|spool|var\/lib|var\/opt|static|assets|output|results?|reports?|coverage|bootstrap\/cache)(?:$|[/._-])/i;
