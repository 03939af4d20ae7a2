import type { Span } from '../../text/span';
import { secretKind } from '../secretNames';
import { isLikelyRandom, isPlaceholder, secretShape, secretValue, UNKNOWN } from '../secretValues';
import type { ShellCommand } from '../shell/command';
import type { ShellWord } from '../shell/word';

/** A secret that a command line holds. */
export interface CommandSecret {
  /** The option, variable or form that tells it, as a message says it: `'--password'`, `a GitHub token`. */
  readonly what: string;
  readonly span: Span;
  readonly isPlaceholder: boolean;
}

/** The secrets that are written out in a command. What its variables hold is not known here. */
export function commandSecrets(command: ShellCommand): CommandSecret[] {
  const found = [
    ...shapesIn(command),
    ...assignmentSecrets(command),
    ...optionSecrets(command),
    ...programSecrets(command),
    ...echoedSecrets(command),
  ];
  const byStart = new Map<number, CommandSecret>();
  for (const each of found) if (!byStart.has(each.span.start)) byStart.set(each.span.start, each);
  return [...byStart.values()].filter(
    (each, index, all) => !all.slice(0, index).some(({ span }) => overlaps(span, each.span)),
  );
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** A word's value with `UNKNOWN` for each expansion, its offsets unchanged but for their lengths. */
function literalOf({ written, expansions }: ShellWord): string {
  if (expansions.length === 0) return written;
  let text = '';
  let offset = 0;
  for (const { kind, start, end } of expansions) {
    // `*` and `?` are characters of a password more often than they name files.
    if (kind === 'filename' || kind === 'brace') continue;
    text += written.slice(offset, start) + UNKNOWN.repeat(end - start);
    offset = end;
  }
  return text + written.slice(offset);
}

function shapesIn({ words, assignments, redirections }: ShellCommand): CommandSecret[] {
  const bodies = redirections.flatMap(({ body }) => body ?? []);
  return [...words, ...assignments.map(({ value }) => value), ...bodies].flatMap((word) => {
    const shape = secretShape(literalOf(word));
    if (!shape) return [];
    const { what, start, end } = shape;
    return [{ what, span: word.spanOf(start, end), isPlaceholder: shape.isPlaceholder }];
  });
}

function assignmentSecrets({ name: program, words, assignments }: ShellCommand): CommandSecret[] {
  const own = assignments.flatMap(({ name, value, span }) => pairSecret(name, value, literalOf(value), span));
  if (program === null || !EXPORTS.has(program)) return own;
  const exported = words.slice(1).flatMap((word) => {
    const text = literalOf(word);
    const equals = text.indexOf('=');
    return equals > 0 ? pairSecret(text.slice(0, equals), word, text.slice(equals + 1), word.span) : [];
  });
  return [...own, ...exported];
}

/** A build needs a value for a key that it never uses; what is no password is a secret when nobody would think it up. */
function isTold(name: string, value: string): boolean {
  return secretKind(name) === 'password' || isLikelyRandom(value);
}

function pairSecret(name: string, word: ShellWord, value: string, span: Span): CommandSecret[] {
  const kind = secretValue(name, value);
  if (kind !== 'secret' || !isTold(name, value)) return [];
  return [
    { what: `'${name}'`, span: word.span.end > word.span.start ? span : word.span, isPlaceholder: false },
  ];
}

/** `--password=x`, `--password x`, `-adminPassword=x`, `/PASSWORD=x`. */
function optionSecrets({ name: program, words }: ShellCommand): CommandSecret[] {
  if (program === 'env' || EXPORTS.has(program ?? '')) return [];
  return words.flatMap((word, index) => {
    if (index === 0) return [];
    const text = literalOf(word);
    const [, option = '', name = '', equals = ''] = OPTION.exec(text) ?? [];
    if (name === '' || secretKind(name) === null) return [];
    const next = words[index + 1];
    const value = equals === '=' ? text.slice(option.length + 1) : next ? literalOf(next) : '';
    if (equals === '' && (value.startsWith('-') || !option.startsWith('-'))) return [];
    const kind = /^(?:id|type|src)=/.test(value) ? null : secretValue(name, value);
    // `make TOKEN=x` is an assignment of its own kind.
    if (!kind || (!option.startsWith('-') && !isTold(name, value))) return [];
    const end = equals === '=' || !next ? word.span.end : next.span.end;
    return [
      { what: `'${option}'`, span: { start: word.span.start, end }, isPlaceholder: kind === 'placeholder' },
    ];
  });
}

/** What programs take as a password by an option of one letter, or by its place. */
function programSecrets({ name, words, inputs }: ShellCommand): CommandSecret[] {
  if (name === null) return [];
  if (
    PASSWORD_READERS.has(name) ||
    words.some(({ text }) => text === '--password-stdin' || text === '--stdin')
  )
    return inputs.flatMap((input) => typedPassword(name, input));
  const option = LETTERS.get(name);
  const found = option ? letterSecrets(words, option) : [];
  if (name === 'htpasswd') found.push(...htpasswdSecret(words));
  if (name === 'aws' || name === 'npm' || name === 'yarn' || name === 'pip' || name === 'composer')
    found.push(...configuredSecret(words));
  const placed = placedSecret(name, words);
  if (placed) found.push(placed);
  return found;
}

/** `echo 'root:secret' | chpasswd`. */
function typedPassword(reader: string, input: ShellCommand): CommandSecret[] {
  const word = input.words.slice(1).find(({ written }) => !written.startsWith('-'));
  if (!word || (input.name !== 'echo' && input.name !== 'printf')) return [];
  const text = literalOf(word);
  const value = reader === 'chpasswd' ? text.slice(text.indexOf(':') + 1) : text;
  if (value === '' || value.includes(UNKNOWN) || (reader === 'chpasswd' && !text.includes(':'))) return [];
  const span = { start: word.span.start, end: word.span.end };
  return [{ what: `the input of '${reader}'`, span, isPlaceholder: isPlaceholder(value) }];
}

/** `-psecret`, `-p secret` or `-u user:secret`. */
function letterSecrets(words: readonly ShellWord[], option: LetterOption): CommandSecret[] {
  if (option.subcommand !== undefined && !words.slice(1, 4).some(({ text }) => text === option.subcommand))
    return [];
  return words.flatMap((word, index) => {
    const text = literalOf(word);
    if (index === 0 || !option.pattern.test(text)) return [];
    const attached = text.slice(option.length);
    const next = words[index + 1];
    const whole = attached !== '' ? attached : option.isAttached || !next ? '' : literalOf(next);
    const colon = whole.indexOf(':');
    const value = option.isPair ? (colon < 0 ? '' : whole.slice(colon + 1)) : whole;
    const kind = secretValue('password', value);
    if (!kind) return [];
    const end = attached !== '' || !next ? word.span.end : next.span.end;
    const what = `'${text.slice(0, option.length)}'`;
    return [{ what, span: { start: word.span.start, end }, isPlaceholder: kind === 'placeholder' }];
  });
}

/** `htpasswd -bc file user secret`. */
function htpasswdSecret(words: readonly ShellWord[]): CommandSecret[] {
  const isBatch = words.some(({ written }) => /^-[A-Za-z]*b/.test(written));
  const last = words.at(-1);
  if (!isBatch || !last || words.length < 4) return [];
  const kind = secretValue('password', literalOf(last));
  return kind ? [{ what: "'htpasswd'", span: last.span, isPlaceholder: kind === 'placeholder' }] : [];
}

/** `aws configure set aws_secret_access_key x`, `npm config set //host/:_authToken x`. */
function configuredSecret(words: readonly ShellWord[]): CommandSecret[] {
  const at = words.findIndex(({ text }) => text === 'set' || text === 'config');
  if (at < 0) return [];
  return words.slice(at + 1).flatMap((word, index, rest) => {
    const text = literalOf(word);
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const next = rest[index + 1];
    const value = equals < 0 ? (next ? literalOf(next) : '') : text.slice(equals + 1);
    const kind = secretValue(name, value);
    const end = equals < 0 && next ? next.span.end : word.span.end;
    return kind
      ? [{ what: `'${name}'`, span: { start: word.span.start, end }, isPlaceholder: kind === 'placeholder' }]
      : [];
  });
}

/** `cargo login x`, `composer config http-basic.host user x`, `bundle config set host user:x`. */
function placedSecret(program: string, words: readonly ShellWord[]): CommandSecret | null {
  const operands = words.slice(1).filter(({ written }) => !written.startsWith('-'));
  const last = operands.at(-1);
  const [action = '', ...rest] = operands.map(({ written }) => written);
  if (!last || rest.length === 0) return null;
  const text = literalOf(last);
  const key = rest.find((word) => word !== 'set') ?? '';
  const isToken = program === 'cargo' && action === 'login';
  const isComposer = program === 'composer' && action === 'config' && COMPOSER_KEYS.test(key);
  const isBundle =
    program === 'bundle' && action === 'config' && /\.|__/.test(key) && /^[^\s:/]+:[^\s:/]+$/.test(text);
  if (!isToken && (!(isComposer || isBundle) || key === last.written)) return null;
  const kind = secretValue('password', isBundle ? text.slice(text.indexOf(':') + 1) : text);
  return kind && { what: `'${program} ${action}'`, span: last.span, isPlaceholder: kind === 'placeholder' };
}

/** `echo "PASSWORD=secret" > file`, `printf '//host/:_authToken=…' | tee file`. */
function echoedSecrets({ name, words, redirections }: ShellCommand): CommandSecret[] {
  if (
    (name !== 'echo' && name !== 'printf') ||
    !redirections.some(({ operator }) => operator.startsWith('>'))
  )
    return [];
  return words.slice(1).flatMap((word) => {
    const text = literalOf(word);
    // `\n` of printf is no part of a name.
    const [, pair = '', field = '', assigned] = ECHOED.exec(text.replace(/\\[nrt]/g, '  ')) ?? [];
    const value = (assigned ?? '').replace(/^["']|["',;]+$/g, '');
    const kind = field === '' ? null : secretValue(field, value);
    if (!kind) return [];
    const start = text.indexOf(pair);
    const span = word.spanOf(start, start + pair.length);
    return [{ what: `'${field}'`, span, isPlaceholder: kind === 'placeholder' }];
  });
}

interface LetterOption {
  readonly pattern: RegExp;
  /** How many characters of the word are the option. */
  readonly length: number;
  /** Whether the value stands in the same word. */
  readonly isAttached?: boolean;
  /** Whether the value is `user:password`. */
  readonly isPair?: boolean;
  readonly subcommand?: string;
}

const MYSQL: LetterOption = { pattern: /^-p./, length: 2, isAttached: true };
const LOGIN: LetterOption = { pattern: /^-p$/, length: 2, subcommand: 'login' };
const LETTERS: ReadonlyMap<string, LetterOption> = new Map([
  ...['mysql', 'mysqladmin', 'mysqldump', 'mariadb', 'mariadb-admin'].map((name) => [name, MYSQL] as const),
  ...['docker', 'podman', 'helm', 'az', 'oc', 'buildah', 'skopeo'].map((name) => [name, LOGIN] as const),
  ['sshpass', { pattern: /^-p/, length: 2 }],
  ['redis-cli', { pattern: /^-a$/, length: 2 }],
  ['curl', { pattern: /^-u/, length: 2, isPair: true }],
  ['dotnet', { pattern: /^-p$/, length: 2, subcommand: 'source' }],
  ['doctl', { pattern: /^-t$/, length: 2, subcommand: 'init' }],
]);
const EXPORTS: ReadonlySet<string> = new Set(['export', 'declare', 'readonly', 'local', 'setx']);
const PASSWORD_READERS: ReadonlySet<string> = new Set(['chpasswd', 'passwd', 'smbpasswd', 'vncpasswd']);
/** Source: Composer's manual, "Authentication for privately hosted packages". */
const COMPOSER_KEYS =
  /^(?:http-basic|bearer|github-oauth|gitlab-oauth|gitlab-token|bitbucket-oauth|forgejo-token)\./;
const OPTION = /^((?:--?|\/)?([A-Za-z][\w.-]{1,80}))(=?)/;
/** A field with a secret's name, and what it is given. */
const ECHOED = /(([\w.-]{0,60}(?:passw|secret|token|key)[\w.-]{0,40})["']?\s{0,4}[=:]\s{0,4}(\S{1,400}))/i;
