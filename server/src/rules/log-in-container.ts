import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { ComposeService } from '../syntax/compose/serviceModel';
import { startCommandsOf } from '../syntax/dockerfile/startCommands';
import type { ShellCommand } from '../syntax/shell/command';
import { logFilesOf } from '../syntax/programs/logFiles';
import type { Problem, Rule } from './rule';

export const logInContainer: Rule = {
  id: 'log-in-container',
  tenet: 'State lives outside',
  summary: 'A log that is written to a file in the container instead of to its output.',
  why:
    'The log is gone with the container, just when somebody wants to know why it was replaced; until then it fills the ' +
    'disk of the host, and makes the container differ from its image.\n\n' +
    'Write to stdout and stderr: the engine keeps what comes out, and its logging driver takes it to where all logs ' +
    'are. Where a program can only write files, let the file be a link to `/dev/stdout`, or mount a volume.',
  severity: { production: 'information', development: 'off' },
  subject: 'command',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM python:3.12.2\nCMD gunicorn app:app --access-logfile /var/log/app/access.log\n',
      good: 'FROM python:3.12.2\nCMD gunicorn app:app --access-logfile -\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  app:\n    command: sh -c "node server.js >> /var/log/app.log 2>&1"\n',
      good: 'services:\n  app:\n    command: node server.js\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

function* findInDockerfile(file: Dockerfile): Iterable<Problem> {
  const { statements, commands, builds } = file;
  const volumes = statements.lists.flatMap(({ keyword, words }) =>
    keyword === 'volume' ? words.map(({ text, written }) => text ?? written) : [],
  );
  const linked = commands.flatMap((run) =>
    run.keyword === 'run' ? run.commands.flatMap(linksToOutput) : [],
  );
  const isKept = (path: string) => isWithin(path, volumes) || isWithin(path, linked);
  for (const { run, stage } of startCommandsOf(file)) {
    for (const { path, span } of logsOf(run.commands)) {
      if (!isKept(path)) yield { span, message: messageOf(path), development: stage.isDevelopment };
    }
  }
  for (const { keyword, name, value, stage, span } of statements.settings) {
    if (keyword !== 'env' || stage?.isExported !== true) continue;
    const path = logSetting(name, value?.text ?? null);
    // A service that builds it has volumes that are not known here.
    if (path === null || isKept(path) || builds.length > 0) continue;
    yield { span, message: messageOf(path), development: stage.isDevelopment };
  }
}

function* findInCompose(file: ComposeFile): Iterable<Problem> {
  for (const service of file.services) {
    const { development, image } = service;
    const targets = targetsOf(service);
    const isKept = (path: string) => (path.startsWith('/') ? isWithin(path, targets) : targets.length > 0);
    const runs = service.runs.filter(({ kind }) => kind === 'command' || kind === 'entrypoint');
    const logs = runs.flatMap(({ commands, value: { related } }) =>
      logsOf(commands).map((log) => ({ ...log, related })),
    );
    for (const { path, span, related } of logs) {
      if (!isKept(path)) yield { span, message: messageOf(path), development, image, related };
    }
    for (const { name, text, span, value } of service.environment) {
      const path = logSetting(name, text);
      if (path === null || isKept(path)) continue;
      yield { span, message: messageOf(path), development, image, related: value.related };
    }
  }
}

/** A log that the same commands read out is seen. */
function logsOf(commands: readonly ShellCommand[]): ReturnType<typeof logFilesOf> {
  const read = new Set(
    commands.flatMap(({ name, words }) => (name === 'tail' ? words.map(({ written }) => written) : [])),
  );
  return commands.flatMap(logFilesOf).filter(({ path }) => !read.has(path));
}

/** `ln -sf /dev/stdout /var/log/nginx/access.log`. */
function linksToOutput({ name, words }: ShellCommand): string[] {
  const isOutput = words.some(({ written }) =>
    /^\/dev\/(?:stdout|stderr|fd\/\d)$|^\/proc\/(?:1|self)\/fd\/\d$/.test(written),
  );
  const last = words.at(-1)?.text ?? null;
  return name === 'ln' && isOutput && last !== null ? [last] : [];
}

function targetsOf({ mounts, merged }: ComposeService): string[] {
  const own = mounts.flatMap(({ target }) => target?.text ?? target?.written ?? []);
  const others = (merged?.volumes ?? []).flatMap((read) => read().flatMap(({ target }) => target ?? []));
  return [...own, ...others];
}

function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder.replace(/\/?$/, '/')));
}

/** The file that a known setting names; null for output, and for anything else. */
function logSetting(name: string, text: string | null): string | null {
  if (text === null) return null;
  if (FILE_SETTINGS.test(name) && /^[\w./-]+$/.test(text) && /[/.]/.test(text) && !OUTPUT.test(text))
    return text;
  return MODE_SETTINGS.some(([setting, mode]) => setting === name && mode.test(text)) ? text : null;
}

function messageOf(path: string): string {
  return path.includes('/') || path.includes('.')
    ? `The log goes to '${path}', and is lost with the container. Write it to stdout.`
    : `The log goes to a file ('${path}'), and is lost with the container. Write it to stdout.`;
}

const FILE_SETTINGS =
  /^(?:\w+_)?(?:LOG_?FILE|LOG_FILE_?(?:NAME|PATH)|LOGGING_FILE(?:_NAME|_PATH)?|ACCESS_LOG(?:_?FILE)?|ERROR_LOG(?:_?FILE)?|LOG_OUTPUT_FILE|LOG_FILENAME)$/;
/** Settings of Laravel and Grafana that choose a file. */
const MODE_SETTINGS: readonly (readonly [string, RegExp])[] = [
  ['LOG_CHANNEL', /^(?:single|daily)$/],
  ['GF_LOG_MODE', /^file$/],
];
const OUTPUT = /^(?:\/dev\/|\/proc\/|-$|\.$)|std(?:out|err)|\.(?:json|ya?ml|conf|xml|ini|toml|properties)$/;
