import { basename } from 'node:path';
import { startsOfDockerfile, startsOfServices, type DocumentStart } from '../project/documentStarts';
import type { ComposeFile, Dockerfile } from '../syntax/document';
import { quoteLaunch, startProblem } from './startProblem';
import { devServerIn, isDebuggerSetting, isDevelopmentScript, type DevServer } from './devServers';
import type { Facts } from './facts';
import type { Problem, Rule } from './rule';

export const devServer: Rule = {
  id: 'dev-server',
  tenet: 'Nothing changes a running container',
  summary: 'A container that starts a development server, a file watcher or a debugger.',
  why:
    'A development server watches files and takes over what changes, so that what runs is what the files say now and ' +
    'not what the image holds. It also compiles at start, shows its errors to everybody and is not built for load; a ' +
    'debugger lets whoever reaches its port run code.\n\n' +
    'Build in the Dockerfile and start the result: `node server.js`, `next start`, `gunicorn app:app`. Keep the ' +
    'development server in a stage named `dev` or in `compose.override.yaml`.',
  severity: { production: 'warning', development: 'off' },
  subject: 'command',
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM node:20\nCMD ["npx", "nodemon", "server.js"]\n',
      good: 'FROM node:20\nCMD ["node", "server.js"]\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    image: acme/web\n    command: python manage.py runserver 0.0.0.0:8000\n',
      good: 'services:\n  web:\n    image: acme/web\n    command: gunicorn acme.wsgi\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

function* findInDockerfile(file: Dockerfile, { surroundings }: Facts): Iterable<Problem> {
  yield* problems(startsOfDockerfile(file, surroundings ?? null));
  for (const { keyword, name, value, span, stage } of file.statements.settings) {
    if (keyword !== 'env' || stage?.isExported !== true || !isDebuggerSetting(name, value?.text ?? ''))
      continue;
    yield { span, message: settingMessage(name), development: stage.isDevelopment };
  }
}

function* findInCompose(file: ComposeFile, { surroundings }: Facts): Iterable<Problem> {
  yield* problems(startsOfServices(file, surroundings ?? null));
  for (const { environment, development, image } of file.services) {
    for (const { name, text, span, value } of environment) {
      if (!isDebuggerSetting(name, text ?? '')) continue;
      yield { span, message: settingMessage(name), development, image, related: value.related };
    }
  }
}

function settingMessage(name: string): string {
  return `'${name}' opens a debugger in the running container. Leave it out of a release.`;
}

function* problems(starts: Iterable<DocumentStart>): Iterable<Problem> {
  for (const start of starts) {
    const { kind, started } = start;
    if (kind === 'post_start') continue;
    const server = serverOf(started);
    if (!server) continue;
    const { through } = started;
    const quote = quoteLaunch(server.words, server.last);
    const subject = through ? `'${basename(through.file.path)}' runs ${quote}, which` : quote;
    yield {
      ...startProblem(start, server, 'This is what it runs.'),
      message: messageOf(subject, server.kind),
      ...(server.kind === 'preview' && { atMost: 'information' }),
    };
  }
}

function serverOf({ command, launches, script }: DocumentStart['started']): DevServer | null {
  for (const launch of launches) {
    const found = devServerIn(launch);
    if (found) return found;
  }
  const kind = script && isDevelopmentScript(script.script);
  if (!kind) return null;
  const last = command.words.findLastIndex(({ written }) => written === script.script);
  return { kind, words: command.words, last: last < 0 ? command.words.length - 1 : last };
}

function messageOf(subject: string, kind: DevServer['kind']): string {
  switch (kind) {
    case 'server':
      return `${subject} starts a development server. Start the built program itself in a release.`;
    case 'watcher':
      return `${subject} restarts the program when files change. Start the program itself in a release.`;
    case 'debugger':
      return `${subject} opens a debugger in the running container. Leave it out of a release.`;
    case 'preview':
      return `${subject} starts a server that is meant for development. Serve a release with one that is made for it.`;
  }
}
