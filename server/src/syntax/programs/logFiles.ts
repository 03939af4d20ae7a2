import type { Span } from '../../text/span';
import type { ShellCommand } from '../shell/command';
import type { ShellWord } from '../shell/word';

/** A file that a command writes its log to. */
export interface LogFile {
  readonly path: string;
  readonly span: Span;
}

/** The files with a path that is known to which a command writes what it says while it runs. */
export function logFilesOf(command: ShellCommand): LogFile[] {
  if (command.name !== null && QUIET.has(command.name)) return [];
  return [...redirected(command), ...optioned(command), ...teed(command)].filter(({ path }) =>
    isLogFile(path),
  );
}

/** `>> /var/log/app.log`; what goes elsewhere than to a log is a result. */
function redirected({ name, redirections }: ShellCommand): LogFile[] {
  if (name === null || WRITERS.has(name)) return [];
  return redirections.flatMap(({ operator, target, span }) => {
    const path = target?.text ?? null;
    return path !== null && OUTPUT.has(operator) && LOG.test(path) ? [{ path, span }] : [];
  });
}

/** `--log-file=x`, `--log-file x`. */
function optioned({ words }: ShellCommand): LogFile[] {
  return words.flatMap((word, index) => {
    const [, option = '', , value] = OPTION.exec(word.written) ?? [];
    // The first word is an option too where a service gives only options.
    if (option === '') return [];
    const next = words[index + 1];
    const path = value ?? next?.text ?? null;
    if (path === null || path === '' || (value !== undefined && word.text === null)) return [];
    const end = value === undefined && next ? next.span.end : word.span.end;
    return [{ path, span: { start: word.span.start, end } }];
  });
}

function teed({ name, words, inputs }: ShellCommand): LogFile[] {
  if (name !== 'tee' || inputs.length === 0 || inputs.some((input) => WRITERS.has(input.name ?? '')))
    return [];
  return words
    .slice(1)
    .flatMap(({ text, span }: ShellWord) =>
      text !== null && !text.startsWith('-') && LOG.test(text) ? [{ path: text, span }] : [],
    );
}

/** Not a device, a descriptor, or a word that stands for one. */
function isLogFile(path: string): boolean {
  return (
    /[/.]/.test(path) && !/^(?:\/dev\/|\/proc\/|-$)|^(?:stdout|stderr|syslog|journald)\b|^\w+:\/\//.test(path)
  );
}

const OUTPUT: ReadonlySet<string> = new Set(['>', '>>', '&>', '&>>', '>&', '>|']);
const LOG = /\.(?:log|out|err)(?:\.\w+)?$|\/logs?\/|nohup\.out$/;
const OPTION =
  /^(--?(?:log-?file|log_file|logfile-path|log-?path|logpath|logto2?|access-?log-?file|error-?log-?file|access-log|error-log|accesslog|errorlog|log-error|slow[-_]query[-_]log[-_]file|general[-_]log[-_]file|log-output-file|logFile|log\.file(?:[pP]ath)?|accesslog\.file[pP]ath|output-log))(=(.*))?$/;
/** Programs that write something once. */
const WRITERS: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'cat',
  'touch',
  'date',
  ':',
  'true',
  'sed',
  'awk',
  'grep',
]);
/** Programs that read a log, or name one in a text. */
const QUIET: ReadonlySet<string> = new Set([
  'tail',
  'ln',
  'rm',
  'mkdir',
  'chown',
  'chmod',
  'touch',
  'test',
  '[',
  'cat',
  'echo',
]);
