import type { ShellCommand } from '../shell/command';
import { hasOption, readOptions, valuesOf, type OptionTable, type ReadOptions } from './options';
import type { ShellWord } from '../shell/word';

/** What a command downloads. */
export interface Download {
  readonly command: ShellCommand;
  /** What it is told to download. */
  readonly sources: readonly ShellWord[];
  /** The files that it writes, as they are written from the folder in which it runs; none where it prints. */
  readonly files: readonly string[];
  /** Whether it compares what it gets with a checksum that it is given. */
  readonly isChecked: boolean;
}

/** What a command downloads; null for one that downloads nothing. Sources: the manuals of the programs. */
export function downloadOf(command: ShellCommand): Download | null {
  const [, ...words] = command.words;
  const parts = partsOf(command.name ?? '', words);
  if (!parts || parts.sources.length === 0) return null;
  const printed = writtenBy(command);
  const files = (parts.files.length > 0 ? parts.files : printed).filter((file) => !STREAMS.test(file));
  return { command, sources: parts.sources, files, isChecked: parts.isChecked === true };
}

/** The files to which a command's output is redirected; a wrapper's redirections are those of what it runs. */
export function writtenBy({ redirections, inside }: ShellCommand): string[] {
  const outer = inside?.kind === 'arguments' && inside.command ? inside.command.redirections : [];
  return [...redirections, ...outer].flatMap(({ operator, descriptor, target }) =>
    WRITES.has(operator) && (descriptor === null || descriptor === 1) && target ? [target.written] : [],
  );
}

interface Parts {
  readonly sources: readonly ShellWord[];
  readonly files: readonly string[];
  readonly isChecked?: boolean;
}

function partsOf(name: string, words: readonly ShellWord[]): Parts | null {
  switch (name) {
    case 'curl':
      return curl(readOptions(words, CURL));
    case 'wget':
    case 'wget2':
      return wget(readOptions(words, WGET));
    case 'aria2c':
      return aria(readOptions(words, ARIA));
    case 'axel':
      return axel(readOptions(words, AXEL));
    case 'lynx':
      return lynx(words);
    case 'gsutil':
      return cloudCopy(words, 'gs://');
    case 'aws':
      return words[0]?.written === 's3api' ? awsObject(words) : cloudCopy(words, 's3://');
    default:
      return null;
  }
}

function curl(read: ReadOptions): Parts {
  const sources = [...valuesOf(read, 'url'), ...read.operands];
  const folder = valuesOf(read, 'output-dir').at(-1)?.written;
  const named = valuesOf(read, 'o', 'output').map(({ written }) => written);
  const takesNames = hasOption(read, 'O', 'remote-name', 'remote-name-all');
  const files = [...named, ...(takesNames ? sources.map(lastName) : [])];
  return { sources, files: files.map((file) => inFolder(folder, file)) };
}

/** It writes a file named as the last part of the URL, but for `-O`. */
function wget(read: ReadOptions): Parts {
  const sources = read.operands.filter(({ written }) => written !== '-');
  const document = valuesOf(read, 'O', 'output-document').at(-1)?.written;
  // `-0 -` is how people misspell `-O -`.
  if (document === undefined && sources.length < read.operands.length) return { sources, files: [] };
  const folder = valuesOf(read, 'P', 'directory-prefix').at(-1)?.written;
  const names = sources.map((source) => inFolder(folder, lastName(source)));
  return { sources, files: document === undefined ? names : [document] };
}

function aria(read: ReadOptions): Parts {
  const folder = valuesOf(read, 'd', 'dir').at(-1)?.written;
  const out = valuesOf(read, 'o', 'out').at(-1)?.written;
  const names = out === undefined ? read.operands.map(lastName) : [out];
  return {
    sources: read.operands,
    files: names.map((name) => inFolder(folder, name)),
    isChecked: hasOption(read, 'checksum'),
  };
}

function axel(read: ReadOptions): Parts {
  const out = valuesOf(read, 'o', 'output').at(-1)?.written;
  return { sources: read.operands, files: out === undefined ? read.operands.map(lastName) : [out] };
}

/** It prints what it gets where it is told to show no page. */
function lynx(words: readonly ShellWord[]): Parts | null {
  const isPrinted = words.some(({ written }) => /^--?(?:source|dump)$/.test(written));
  return isPrinted ? { sources: words.filter(({ written }) => !written.startsWith('-')), files: [] } : null;
}

/** `gsutil cp gs://bucket/object file`, `aws s3 cp s3://bucket/object file`. */
function cloudCopy(words: readonly ShellWord[], scheme: string): Parts | null {
  const index = words.findIndex(({ written }) => written.startsWith(scheme));
  const [source, target] = [words[index], words[index + 1]];
  if (!source || !target) return null;
  return {
    sources: [source],
    files: [target.written === '-' ? '-' : fileAt(target.written, source.written)],
  };
}

/** `aws s3api get-object --bucket B --key K file`. */
function awsObject(words: readonly ShellWord[]): Parts | null {
  const key = words[words.findIndex(({ written }) => written === '--key') + 1];
  const target = words.at(-1);
  if (words[1]?.written !== 'get-object' || !key || !target || key === target) return null;
  return { sources: [key], files: [fileAt(target.written, key.written)] };
}

/** A target that is a folder gets a file named as the source. */
function fileAt(target: string, source: string): string {
  return /(?:^|\/)\.{0,2}$/.test(target) ? inFolder(target, nameOfUrl(source)) : target;
}

function lastName({ written }: ShellWord): string {
  return nameOfUrl(written);
}

function nameOfUrl(url: string): string {
  const path = url.replace(/[?#].*$/s, '').replace(/^\w+:\/\//, '');
  const slash = path.lastIndexOf('/');
  return slash < 0 || slash === path.length - 1 ? 'index.html' : path.slice(slash + 1);
}

function inFolder(folder: string | undefined, file: string): string {
  return folder === undefined || /^[/$-]/.test(file) ? file : `${folder}/${file}`;
}

function optionNames(names: string): ReadonlySet<string> {
  return new Set(names.trim().split(/\s+/));
}

const CURL: OptionTable = {
  valued: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
  longValued: optionNames(`
    abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
    continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode
    delegation dns-servers doh-url dump-header expect100-timeout form form-string header hostpubsha256 interface json
    keepalive-time key key-type limit-rate local-port login-options max-filesize max-redirs max-time netrc-file noproxy
    oauth2-bearer output output-dir pass pinnedpubkey proto proto-default proto-redir proxy proxy-cacert proxy-header
    proxy-user pubkey range rate referer request request-target resolve retry retry-delay retry-max-time
    socks5 socks5-hostname speed-limit speed-time stderr telnet-option time-cond tls-max tls13-ciphers trace
    trace-ascii unix-socket upload-file url url-query user user-agent write-out`),
};
const WGET: OptionTable = {
  valued: 'aABDeiIloOPQRtTUwX',
  longValued: optionNames(`
    accept append-output base bind-address body-data body-file ca-certificate ca-directory certificate
    certificate-type connect-timeout cut-dirs default-page directory-prefix dns-timeout domains exclude-directories
    execute header http-password http-user include-directories input-file level limit-rate load-cookies max-redirect
    method output-document output-file password post-data post-file prefer-family private-key progress proxy-password
    proxy-user quota read-timeout referer reject restrict-file-names retry-on-http-error save-cookies secure-protocol
    timeout tries user user-agent wait waitretry`),
};
const ARIA: OptionTable = {
  valued: 'dijklmoOsStTuxZ',
  longValued: optionNames('checksum dir out split max-connection-per-server input-file header user-agent'),
};
const AXEL: OptionTable = {
  valued: 'oncsSUHT',
  longValued: optionNames('output num-connections max-speed search user-agent header timeout'),
};
const WRITES: ReadonlySet<string> = new Set(['>', '>|', '>>', '&>', '&>>']);
/** What is no file of its own. */
const STREAMS = /^(?:-|\/dev\/(?:stdout|stderr|null|fd\/\d+|stdin))$/;
