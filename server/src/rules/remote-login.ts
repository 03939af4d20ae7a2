import type { ComposeFile, Dockerfile } from '../syntax/document';
import type { ComposeService } from '../syntax/compose/serviceModel';
import { isTrue } from '../syntax/compose/flags';
import { removeItem } from '../syntax/compose/edits';
import { removeInstruction } from '../syntax/dockerfile/edits';
import type { WordList } from '../syntax/dockerfile/statements';
import type { Stage } from '../syntax/dockerfile/stages';
import { parseImageReference } from '../syntax/imageReference';
import type { Edit } from '../text/span';
import { basename } from 'node:path';
import { startsOfDockerfile } from '../project/documentStarts';
import { startProblem } from './startProblem';
import type { Facts } from './facts';
import { AUTHORIZED_KEYS, loginProblems, startedServer, writtenName } from './loginCommands';
import type { Problem, Rule } from './rule';

export const remoteLogin: Rule = {
  id: 'remote-login',
  tenet: 'Nothing changes a running container',
  summary: 'A way to log in to a running container: an SSH server, port 22, a password.',
  why:
    'What somebody changes in a shell on a running container is in no image and no repository. It is gone with the ' +
    'next restart, or it stays and nobody knows of it. An SSH server is also one more program to patch and one more ' +
    'set of keys to guard.\n\n' +
    'Change the image and replace the container. To look inside use `docker logs`, `docker exec` or `docker debug`, ' +
    'which need no server in it.',
  severity: { production: 'warning', development: 'warning' },
  equivalents: ['checkov CKV_DOCKER_1', 'trivy DS-0004', 'trivy DS004'],
  examples: [
    { kind: 'dockerfile', bad: 'FROM debian\nEXPOSE 80 22\n', good: 'FROM debian\nEXPOSE 80\n' },
    {
      kind: 'dockerfile',
      bad: 'FROM debian\nRUN apt-get update && apt-get install -y openssh-server\n',
      good: 'FROM debian\nRUN apt-get update\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    image: acme/web\n    ports:\n      - "80:80"\n      - "2222:22"\n',
      good: 'services:\n  web:\n    image: acme/web\n    ports:\n      - "80:80"\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

function* findInDockerfile(file: Dockerfile, { surroundings }: Facts): Iterable<Problem> {
  const servers = fileServers(file);
  const isServer = (stage: Stage | null) => stage !== null && servers.has(stage);
  for (const run of file.commands) {
    if (run.onbuild || isServer(run.stage)) continue;
    for (const command of run.commands) {
      for (const problem of loginProblems(command, run.keyword))
        yield { ...problem, development: run.stage?.isDevelopment === true };
    }
  }
  for (const start of isServer(file.stages.at(-1) ?? null)
    ? []
    : startsOfDockerfile(file, surroundings ?? null)) {
    const { command, through } = start.started;
    if (!through || !startedServer(command)) continue;
    const telling = { words: command.words, last: command.words.length - 1 };
    yield {
      ...startProblem(start, telling, 'This is what it starts.'),
      message: `'${basename(through.file.path)}' runs '${writtenName(command)}', which lets people log in to the running container. Start only the program itself.`,
    };
  }
  for (const list of file.statements.lists) {
    if (list.keyword === 'expose' && !isServer(list.stage)) yield* exposedPorts(file, list);
  }
  for (const { sources, destination, stage } of file.statements.copies) {
    const place = [...sources, ...(destination ? [destination] : [])].find(({ text }) =>
      AUTHORIZED_KEYS.test(text ?? ''),
    );
    if (!place || isServer(stage)) continue;
    yield {
      span: place.span,
      message: `'${place.written}' lets the owners of its keys log in to the container. Leave it out.`,
      development: stage?.isDevelopment === true,
    };
  }
}

/** The stages that serve Git or SFTP, which go over SSH without a shell. */
function fileServers({ commands, stages, statements }: Dockerfile): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  for (const { stage, name } of statements.settings) if (stage && SERVED.test(name)) found.add(stage);
  for (const { stage, commands: all } of commands) {
    const serves = all.some(({ words }) => words.some(({ written }) => FILE_SERVICE.test(written)));
    if (stage && serves) found.add(stage);
  }
  for (const stage of stages) {
    const { from, base } = stage;
    const [image = ''] = from.line.text.slice(from.start, from.end).split(/\s/, 1);
    const before = base === null ? undefined : stages[base];
    if (before ? found.has(before) : isFileServer(image)) found.add(stage);
  }
  return found;
}

function* exposedPorts(file: Dockerfile, list: WordList): Iterable<Problem> {
  for (const [index, word] of list.words.entries()) {
    if (!coversSsh(word.text ?? '')) continue;
    yield {
      span: word.span,
      message: `'${word.written}' is the port of SSH. Remove it, and change the image instead of the container.`,
      development: list.stage?.isDevelopment === true,
      fix: {
        kind: 'edits',
        title: `Remove '${word.written}'`,
        edits: [
          list.words.length === 1 ? removeInstruction(file, list.instruction) : removeWord(list, index),
        ],
      },
    };
  }
}

/** A word of several, with the space that parts it from another. */
function removeWord({ words }: WordList, index: number): Edit {
  const [before, word, after] = [words[index - 1], words[index], words[index + 1]];
  const start = before ? before.span.end : (word?.span.start ?? 0);
  const end = before ? (word?.span.end ?? start) : (after?.span.start ?? start);
  return { span: { start, end }, newText: '' };
}

/** `22`, `22/tcp`, or a range that holds it. */
function coversSsh(text: string): boolean {
  const [, first, last, protocol = 'tcp'] = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(text) ?? [];
  if (first === undefined || protocol.toLowerCase() !== 'tcp') return false;
  return Number(first) <= SSH && SSH <= Number(last ?? first);
}

function* findInCompose(file: ComposeFile, facts: Facts): Iterable<Problem> {
  for (const service of file.services) {
    const { development, image } = service;
    const limit = development || facts.development ? 'information' : 'warning';
    for (const problem of serviceProblems(file, service))
      yield { atMost: limit, ...problem, development, image };
  }
}

function* serviceProblems({ text }: ComposeFile, service: ComposeService): Iterable<Problem> {
  const image = service.field('image');
  const reference = service.image ?? image?.written ?? '';
  if (image?.kind === 'text' && isLoginImage(reference)) {
    yield {
      span: image.span,
      related: image.related,
      message: `'${image.written}' lets people log in to a running container. Remove it.`,
    };
  }
  const list = service.field('ports');
  for (const { target, span, value, form } of isFileServer(reference) ? [] : service.ports) {
    if (!coversSsh(target?.text ?? '')) continue;
    const edit = list && form === 'short' ? removeItem(text, list, value) : null;
    yield {
      span,
      related: value.related,
      message: `'${value.written || '22'}' publishes the port of SSH. Remove it, and change the image instead of the container.`,
      ...(edit && { fix: { kind: 'edits', title: `Remove '${value.written}'`, edits: [edit] } }),
    };
  }
  for (const item of isFileServer(reference) ? [] : (service.field('expose')?.items() ?? [])) {
    if (!coversSsh(item.text ?? '')) continue;
    yield {
      span: item.span,
      related: item.related,
      message: `'${item.written}' is the port of SSH. Remove it, and change the image instead of the container.`,
    };
  }
  const [input, terminal] = [service.field('stdin_open'), service.field('tty')];
  if (input && isTrue(input.text) && isTrue(terminal?.text) && !CONSOLE.test(reference)) {
    yield {
      span: input.span,
      related: input.related,
      atMost: 'information',
      message:
        "'stdin_open' and 'tty' keep a terminal open for somebody to work in. Leave both out of a release.",
    };
  }
  for (const run of service.runs) {
    if (run.kind === 'healthcheck') continue;
    for (const command of run.commands) yield* loginProblems(command, 'cmd');
  }
}

function isFileServer(image: string): boolean {
  return FILE_SERVER.test(image);
}

function isLoginImage(image: string): boolean {
  const parsed = parseImageReference(image);
  return parsed.kind !== 'invalid' && LOGIN_IMAGE.test(parsed.repository);
}

const SSH = 22;
const FILE_SERVICE = /internal-sftp|sftp-server|git-shell|scponly|rrsync|gitolite/;
/** Variables of what serves files. */
const SERVED = /^(?:GITLAB|GITEA|GOGS|FORGEJO|SFTP|GERRIT)_/i;
const FILE_SERVER =
  /(?:^|[/_-])(?:git|gitea|forgejo|gogs|gitlab(?:-[ce]e)?|sftp(?:go)?|soft-serve|onedev|gerrit|bitbucket|gitolite|gitbucket|git-server|borg\w*|restic|kallithea|phabricator|rhodecode|coder|sshpiper\w*|bastion|jumpserver|teleport|sslh|endlessh\w*|cowrie|gitblit|charm|pico)(?=$|[/:@_-])/i;
/** Programs that are used from their terminal, or end without one: consoles of game servers, and what fills a screen. */
const CONSOLE =
  /(?:^|[/_-])(?:minecraft\w*|bedrock|papermc|spigot|bukkit|velocity|bungeecord|terraria|tshock|factorio|valheim|starbound|palworld|rust-server|satisfactory|enshrouded|vrising|7dtd|steamcmd|csgo|cs2|gameserver|game-server|lazydocker|lazygit|ctop|dry|k9s|btop|htop|weechat|irssi)(?=$|[/:@_-])/i;
const LOGIN_IMAGE =
  /(?:^|\/)[\w.-]*(?:openssh-server|ubuntu-sshd|alpine-sshd|ssh-server|docker-sshd|docker-ssh|sshd)$/;
