import type { CommandKeyword } from '../syntax/dockerfile/commands';
import { installedPackages } from '../syntax/programs/installedPackages';
import type { ShellCommand } from '../syntax/shell/command';
import type { Span } from '../text/span';
import type { Problem } from './rule';

/** What a command of an image or service does that lets people log in. */
export function* loginProblems(command: ShellCommand, kind: CommandKeyword): Iterable<Problem> {
  for (const { name, word } of installedPackages(command)) {
    if (!SERVER_PACKAGE.test(name)) continue;
    const named = installedPackages(command).length;
    const { removal } = command;
    yield {
      span: word.span,
      message: `'${name}' lets people log in to the container. Leave it out, and change the image instead.`,
      ...(named === 1 &&
        removal && {
          fix: { kind: 'edits', title: `Do not install '${name}'`, edits: [{ span: removal, newText: '' }] },
        }),
    };
  }
  const server = startedServer(command);
  if (server && kind !== 'healthcheck') {
    yield {
      span: server,
      message: `'${writtenName(command)}' lets people log in to the running container. Leave it out, and start only the program itself.`,
    };
  }
  if (kind === 'run') yield* accessProblems(command);
}

/** Where a command starts a server to log in to; null where it starts none. */
export function startedServer({ name, words, span }: ShellCommand): Span | null {
  const given = words.slice(1).map(({ written }) => written);
  switch (name) {
    // `sshd -t` and `-T` only read the configuration, `-V` tells the version.
    case 'sshd':
      return given.some((word) => /^-[tTV]+$/.test(word)) ? null : span;
    case 'dropbear':
    case 'telnetd':
    case 'in.telnetd':
    case 'utelnetd':
      return span;
    case 'ssh':
      return words[0]?.written === '/etc/init.d/ssh' && STARTS.has(given[0] ?? '') ? span : null;
    case 'service':
    case 'systemctl':
    case 'rc-service':
    case 'rc-update':
      return given.some((word) => STARTS.has(word)) && given.some((word) => SERVICES.test(word))
        ? span
        : null;
    default:
      return null;
  }
}

export function writtenName({ words }: ShellCommand): string {
  const said = words.slice(0, 3).map(({ written }) => written);
  // An option whose value is left out says nothing.
  if (words.length > 3 && said.at(-1)?.startsWith('-') === true) said.pop();
  return said.join(' ').slice(0, MAX_QUOTE);
}

/** Passwords and keys, and what lets root in. */
function* accessProblems(command: ShellCommand): Iterable<Problem> {
  const { name, words, inputs, redirections, span } = command;
  if (name === 'chpasswd' || (name === 'passwd' && !words.some(({ written }) => LOCKS.test(written)))) {
    const [first] = inputs;
    yield {
      span: { start: Math.min(first?.span.start ?? span.start, span.start), end: span.end },
      message: `'${name}' gives an account a password to log in with. Leave it out, and change the image instead.`,
    };
  }
  const target = redirections.find(
    (each) => each.operator.startsWith('>') && AUTHORIZED_KEYS.test(each.target?.written ?? ''),
  )?.target;
  if (target) {
    yield {
      span: target.span,
      message: `'${target.written}' lets the owners of its keys log in to the container. Leave it out.`,
    };
  }
  for (const word of words) {
    // Nearly no word is one of these.
    if (word.written.length < SHORTEST_SETTING) continue;
    // Of `s/before/after/` what is there afterwards counts.
    const match = [...word.written.matchAll(LOGIN_SETTING)].at(-1);
    if (!match || match[1]?.toLowerCase() !== 'yes') continue;
    yield {
      span: word.spanOf(match.index, match.index + match[0].length),
      message: `'${match[0]}' opens the SSH server of the container. Leave it out, with the server.`,
    };
    return;
  }
}

const MAX_QUOTE = 60;
const SERVICES = /^(?:sshd?|openssh-server|dropbear|telnetd)(?:\.service|\.socket)?$/;
const STARTS: ReadonlySet<string> = new Set(['start', 'restart', 'enable', 'add']);
/** A version may be joined to it, as yum writes it. */
const SERVER_PACKAGE =
  /^(?:openssh-server(?:-pam)?|dropbear(?:-bin|-run)?|telnetd(?:-ssl)?|inetutils-telnetd|telnet-server|tinysshd?|openssh-server-\d.*)$/;
const SHORTEST_SETTING = 'PermitRootLogin yes'.length;
const LOGIN_SETTING = /\b(?:PermitRootLogin|PermitEmptyPasswords|PasswordAuthentication)[ =]["']?([a-z-]+)/gi;
/** Locks an account, expires it, or only tells. */
const LOCKS = /^(?:-[lSex]|-[a-z]*l|--lock|--status|--expire|--help)$/;
export const AUTHORIZED_KEYS = /(?:^|\/)authorized_keys2?$/;
