import type { ShellCommand } from '../shell/command';
import { knownText, type VariableValue } from '../shell/knownText';
import { readOptions, valuesOf, type OptionTable } from './options';
import type { ShellWord } from '../shell/word';

/** A package that a package manager takes from a Git repository. */
export interface GitPackage {
  readonly word: ShellWord;
  /** The repository's URL; null where it is not known. */
  readonly repository: string | null;
  /** The branch, tag or commit; null for what is newest; undefined where it is not known. */
  readonly reference: string | null | undefined;
  /** Where the reference stands in the word; null where it does not. */
  readonly place: { readonly start: number; readonly end: number } | null;
  /** Whether it has versions that nobody can move, as the modules of Go. */
  readonly hasVersions?: boolean;
}

/** The packages that a command takes from Git. Sources: the manuals of Go, pip, npm and Cargo. */
export function gitPackagesOf({ name, words }: ShellCommand, values: VariableValue): GitPackage[] {
  const program = (name ?? '').replace(/[\d.]+$/, '');
  const rest = words.slice(1);
  if (program === 'go') return goPackages(rest, values);
  if (program === 'cargo') return cargoPackage(rest, values);
  if (/^(?:pip|pipx|uv|poetry|pdm|python)$/.test(program))
    return rest.flatMap((word) => packageOf(word, PIP, values) ?? []);
  if (/^(?:npm|yarn|pnpm|bun)$/.test(program))
    return rest.flatMap((word) => packageOf(word, NPM, values) ?? []);
  return [];
}

/** `go install module/path@version`: a full version or a commit is fixed, and so are versions that only a variable knows. */
function goPackages([subcommand, ...words]: readonly ShellWord[], values: VariableValue): GitPackage[] {
  if (!/^(?:install|get|run)$/.test(subcommand?.written ?? '')) return [];
  return words.flatMap((word): GitPackage[] => {
    const at = word.written.lastIndexOf('@');
    if (!GO_MODULE.test(word.written.slice(0, Math.max(at, 0)))) return [];
    const text = knownText(word, values);
    const version = text === null ? undefined : text.slice(text.lastIndexOf('@') + 1);
    if (version !== undefined && GO_VERSION.test(version)) return [];
    const place = { start: at + 1, end: word.written.length };
    const host = /^(?:github\.com|gitlab\.com|bitbucket\.org)\/[^/@$]+\/[^/@$]+/.exec(word.written)?.[0];
    const isBranch = /^(?:main|master|HEAD)$/.test(version ?? '');
    const repository = host === undefined || !isBranch ? null : `https://${host}`;
    return [
      { word, repository, reference: NEWEST.test(version ?? '') ? null : version, place, hasVersions: true },
    ];
  });
}

/** `cargo install --git URL --rev commit`. */
function cargoPackage([subcommand, ...words]: readonly ShellWord[], values: VariableValue): GitPackage[] {
  if (subcommand?.written !== 'install') return [];
  const read = readOptions(words, CARGO);
  const [url] = valuesOf(read, 'git');
  if (!url) return [];
  const said = valuesOf(read, 'rev', 'tag', 'branch').at(-1);
  const reference = said ? (knownText(said, values) ?? undefined) : null;
  return [
    {
      word: said ?? url,
      repository: url.text,
      reference,
      place: said ? { start: 0, end: said.written.length } : null,
    },
  ];
}

interface Notation {
  readonly pattern: RegExp;
  readonly separator: '@' | '#';
}

function packageOf(
  word: ShellWord,
  { pattern, separator }: Notation,
  values: VariableValue,
): GitPackage | null {
  const { written } = word;
  const url = pattern.exec(written);
  if (!url) return archiveOf(word);
  const stop = separator === '@' ? /#|$/.exec(written) : null;
  const end = stop?.index ?? written.length;
  const mark = written.slice(0, end).lastIndexOf(separator);
  const slash = written.lastIndexOf('/', end);
  const from = url.index + url[0].length - (url[1] ?? '').length;
  const hasReference = separator === '@' ? mark > slash && mark > from : mark >= 0;
  if (!hasReference) return { word, repository: written.slice(from, end), reference: null, place: null };
  const known = knownText(word, values);
  const isFixedText = word.text !== null;
  const reference = isFixedText
    ? written.slice(mark + 1, end)
    : known === null
      ? undefined
      : referenceIn(known, separator);
  return { word, repository: written.slice(from, mark), reference, place: { start: mark + 1, end } };
}

/** `https://github.com/owner/repository/archive/branch.zip`. */
function archiveOf(word: ShellWord): GitPackage | null {
  const match = word.text === null ? null : ARCHIVE.exec(word.written);
  const [whole = '', repository = '', written = ''] = match ?? [];
  if (!match || word.text !== word.written) return null;
  const start = match.index + whole.lastIndexOf(written);
  const reference = written.replace(/^refs\/(?:heads|tags)\//, '');
  return { word, repository, reference, place: { start, end: start + written.length } };
}

function referenceIn(text: string, separator: '@' | '#'): string {
  const end = separator === '@' ? text.search(/#|$/) : text.length;
  return text.slice(text.slice(0, end).lastIndexOf(separator) + 1, end);
}

const GO_MODULE = /^[\w-]+(?:\.[\w-]+)+\/\S+$/;
/** Queries that give the newest version that they match. Source: Go Modules Reference, "Version queries". */
const NEWEST = /^(?:latest|upgrade|patch|v\d+(?:\.\d+)?)$/;
const GO_VERSION = /^(?:v\d+\.\d+\.\d+.*|[0-9a-f]{7,40}|none)$/i;
const PIP: Notation = { pattern: /git\+((?:https?|ssh|git):\/\/)/, separator: '@' };
const NPM: Notation = {
  pattern:
    /(?:^|@)(?:git\+((?:https?|ssh):\/\/)|(git:\/\/)|(?:github|gitlab|bitbucket):(?=\w)|(https:\/\/(?:github|gitlab)\.com\/)(?=\S+\.git(?:#|$)))/,
  separator: '#',
};
const ARCHIVE =
  /(https:\/\/github\.com\/[\w.-]+\/[\w.-]+)\/(?:archive|tarball|zipball)\/([^\s#?]+?)(?:\.zip|\.tar\.gz|\.tgz)?(?:[#?]|$)/;
const CARGO: OptionTable = {
  valued: 'jFpZ',
  longValued: new Set([
    'git',
    'rev',
    'tag',
    'branch',
    'root',
    'version',
    'features',
    'bin',
    'target',
    'profile',
    'jobs',
    'path',
  ]),
};
