import type { Ecosystem } from './packageProgram';
import type { ShellWord } from '../shell/word';

/** What a word names that is given to a program that takes packages. */
export interface PackageWord {
  readonly word: ShellWord;
  /** `file`: files and folders of the build; `git`: a repository; `unknown`: only the run tells, or no package. */
  readonly kind: 'package' | 'file' | 'url' | 'git' | 'unknown';
  /** Without its version; as written where it is no package. */
  readonly name: string;
  /** What it says of versions; null where it says nothing. Variables count as what they should hold. */
  readonly version: string | null;
  /** Whether that is one version, and not a range or a name that moves. */
  readonly isExact: boolean;
}

/** Reads one word. `$` stands for each expansion in it, so that nothing inside `${…}` counts as a version. */
export function readPackage(word: ShellWord, ecosystem: Ecosystem, program: string): PackageWord {
  const masked = maskedText(word).trim();
  const other = (kind: PackageWord['kind']): PackageWord => ({
    word,
    kind,
    name: word.written,
    version: null,
    isExact: false,
  });
  if (/^\$+$/.test(masked)) return other('unknown');
  const kind = kindOf(masked, ecosystem);
  if (kind !== 'package') return other(kind);
  const { name, version } = nameAndVersion(masked, ecosystem, program);
  // What a variable adds to a name may be its version.
  if (version === null && /\$(?:\s*\[[^\]]*\])?$/.test(name) && !SYSTEM.has(ecosystem))
    return other('unknown');
  return {
    word,
    kind,
    name: word.written.slice(0, offsetIn(word, name.length)),
    version,
    isExact: version !== null && isExactVersion(version, ecosystem),
  };
}

/** A version after an operator, as options give it. */
export function isExactVersion(version: string, ecosystem: Ecosystem): boolean {
  const text = version.trim();
  if (text.includes('$')) return !/^[~^<>!]/.test(text);
  switch (ecosystem) {
    // What a distribution offers is one version at a time, so that a part of it says enough.
    case 'apt':
    case 'apk':
    case 'rpm':
    case 'zypper':
    case 'pacman':
      return text !== '';
    case 'conda':
      return /^={0,2}\d[\w.!+-]*(?:=[\w.*]+)?$/.test(text) && !/^=?\d+$/.test(text);
    case 'pip':
    case 'python project':
      return /^={0,3}\s*v?\d[\w.!+-]*$/.test(text);
    case 'go':
      return /^v\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/.test(text) || /^[0-9a-f]{7,40}$/.test(text);
    case 'gem':
    case 'choco':
    case 'pecl':
      return /^(?:=\s*)?\d[\w.-]*$/.test(text);
    case 'composer':
    case 'nuget':
      return /^v?\d+(?:\.\d+)+(?:[-+.][\w.+-]*)?$/.test(text);
    case 'npm':
    case 'cargo':
      return /^(?:npm:.*@)?[=v]{0,2}\d+\.\d+\.\d+(?:[-+.][\w.+-]*)?$/.test(text);
  }
}

function kindOf(text: string, ecosystem: Ecosystem): PackageWord['kind'] {
  if (GIT.test(text)) return 'git';
  if (/^[\w.-]*@? ?(?:https?|ftp|s3):\/\//i.test(text)) return /\.git(?:[#@].*)?$/.test(text) ? 'git' : 'url';
  if (/^(?:file:|link:|workspace:)/.test(text)) return 'file';
  switch (ecosystem) {
    case 'apt':
      return text.includes('/') || text.endsWith('.deb') || /.-$/.test(text) ? 'file' : 'package';
    case 'apk':
      if (/^[!.]/.test(text)) return 'unknown';
      return /^[/~]|\.apk$/.test(text) ? 'file' : 'package';
    case 'rpm':
    case 'zypper':
      if (/^[@!-]/.test(text)) return 'unknown';
      return text.includes('/') || text.endsWith('.rpm') ? 'file' : 'package';
    case 'pacman':
      return text.includes('.pkg.tar') || text.startsWith('/') ? 'file' : 'package';
    case 'npm':
      if (text === 'true' || text === 'false') return 'unknown';
      if (/^(?:\.|~|\/|\$\/)|\.(?:tgz|tar\.gz|tar)$/.test(text)) return 'file';
      // `owner/repository` is one on GitHub.
      return /^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(text) ? 'git' : 'package';
    case 'pip':
    case 'conda':
    case 'python project':
      return /^[./~]|^\$+\/|^[^[=<>;@ ]*[/\\]|\.(?:whl|zip|tar\.gz|tar\.bz2|tgz|egg)(?:\[[^\]]*\])?$/.test(
        text,
      )
        ? 'file'
        : 'package';
    case 'gem':
      if (text === 'true' || text === 'false') return 'unknown';
      return text.endsWith('.gem') ? 'file' : 'package';
    case 'go':
      return /\w\.\w+\/\w|^[\w$]+\.[\w.$]+\/|^\$.*\//.test(text) && !text.startsWith('.')
        ? 'package'
        : 'file';
    case 'nuget':
      return /\.config$|\.(?:sln|slnx|\w*proj)$|[/\\]|^\$*\.$/.test(text) ? 'file' : 'package';
    case 'choco':
      return /\.(?:config|nupkg)$/i.test(text) ? 'file' : 'package';
    case 'cargo':
    case 'composer':
    case 'pecl':
      return text.startsWith('.') || text.startsWith('/') ? 'file' : 'package';
  }
}

function nameAndVersion(
  text: string,
  ecosystem: Ecosystem,
  program: string,
): { name: string; version: string | null } {
  switch (ecosystem) {
    case 'apt':
    case 'pacman':
      return cut(text, text.indexOf('='), 1);
    case 'apk': {
      const match = /[=<>~]+/.exec(text);
      return match ? cut(text, match.index, match[0].length) : { name: text, version: null };
    }
    case 'zypper': {
      const match = /[=<>]+/.exec(text);
      return match ? cut(text, match.index, match[0].length) : nameOfRpm(text);
    }
    case 'rpm':
      return /^[\w.+-]+:\w/.test(text) && !text.includes('-$') && !/-\d+:/.test(text)
        ? cut(text, text.indexOf(':'), 1)
        : nameOfRpm(text);
    case 'pip':
    case 'python project':
    case 'conda':
      return requirement(text, ecosystem);
    case 'npm':
      return cut(text, text.indexOf('@', 1), 1);
    case 'gem':
      return cut(text, text.indexOf(':'), 1);
    case 'pecl':
      return cut(text, text.indexOf('-'), 1);
    case 'cargo':
    case 'go':
      return cut(text, text.indexOf('@'), 1);
    case 'composer':
      return cut(text, text.search(/[:= ]/), 1);
    case 'nuget':
      return program === 'dotnet' ? cut(text, text.indexOf('@'), 1) : { name: text, version: null };
    case 'choco':
      return { name: text, version: null };
  }
}

/** `name-version-release.arch`, as RPM writes it: what follows the name begins with a digit. */
function nameOfRpm(text: string): { name: string; version: string | null } {
  const match = /-(?:\d+:)?(?:\d[^-]*|\$[^-]*|\*)(?:-(?:\d|\$|\*)[^-]*)?$/.exec(text);
  const version = match?.[0].slice(1) ?? '';
  return match && /[.*$:-]/.test(version.replace(RPM_ARCHITECTURE, ''))
    ? { name: text.slice(0, match.index), version }
    : { name: text, version: null };
}

/** `name[extra]==1.2; marker` (PEP 508), or `name@1.2` of uv and Poetry. */
function requirement(text: string, ecosystem: Ecosystem): { name: string; version: string | null } {
  const match = /^([\w.$-]+(?:\s*\[[^\]]*\])?(?:::[\w.-]+)?)\s*([^;]*)/.exec(text);
  if (!match) return { name: text, version: null };
  const [, name = text, rest = ''] = match;
  const version = rest.replace(ecosystem === 'conda' ? /^ / : /^@/, '').trim();
  return { name, version: version === '' ? null : version };
}

function cut(text: string, index: number, length: number): { name: string; version: string | null } {
  return index < 0
    ? { name: text, version: null }
    : { name: text.slice(0, index), version: text.slice(index + length) };
}

function maskedText({ written, expansions }: ShellWord): string {
  let masked = '';
  let done = 0;
  for (const { kind, start, end } of expansions) {
    if (kind === 'filename' || kind === 'brace' || start < done) continue;
    masked += `${written.slice(done, start)}$`;
    done = end;
  }
  return masked + written.slice(done);
}

/** Where the first characters of the masked text end in the written one. */
function offsetIn({ expansions }: ShellWord, length: number): number {
  let longer = 0;
  for (const { kind, start, end } of expansions) {
    if (kind === 'filename' || kind === 'brace') continue;
    if (start - longer >= length) break;
    longer += end - start - 1;
  }
  return length + longer;
}

const GIT =
  /^(?:[\w.[\]-]+\s*@\s*)?(?:git\+|git:\/\/|git@|hg\+|svn\+|bzr\+|github:|gitlab:|bitbucket:|gist:)/;
const SYSTEM: ReadonlySet<Ecosystem> = new Set<Ecosystem>(['apt', 'apk', 'rpm', 'zypper', 'pacman']);
const RPM_ARCHITECTURE = /\.(?:x86_64|aarch64|noarch|i686|ppc64le|s390x)$/;
