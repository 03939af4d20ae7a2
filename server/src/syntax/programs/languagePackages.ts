import { hasOption, optionValues, type PackageCommand } from './packageCommands';
import { isExactVersion, type PackageWord } from './packageNames';

/** The packages of a language that a command names without an exact version; `isAlone`: the build has no own files. */
export function unpinnedNames(packages: PackageCommand, isAlone: boolean): readonly string[] {
  const { ecosystem, action } = packages;
  if (action === 'locked' || action === 'build' || hasOption(packages, ELSEWHERE)) return [];
  // What `-c` is for conda is a channel.
  if (ecosystem === 'pip' && hasOption(packages, ['c'])) return [];
  if (ecosystem === 'choco' && hasOption(packages, CHOCO_CHECKSUMS)) return [];
  const version = optionValues(packages, VERSIONS)[0]?.written;
  if (version !== undefined && isExactVersion(masked(version), ecosystem)) return [];
  return packages.packages.filter((word) => isUnpinned(packages, word, isAlone)).map(({ name }) => name);
}

function isUnpinned(
  { ecosystem, subcommand, program }: PackageCommand,
  { kind, version, isExact, word }: PackageWord,
  isAlone: boolean,
): boolean {
  if (kind !== 'package' || isExact) return false;
  switch (ecosystem) {
    case 'go':
      // `mutable-git-source` tells of versions that move, and a module's own files say the version of the others.
      return version === null && (subcommand === 'get' || isAlone);
    case 'cargo':
      return !word.written.startsWith('+');
    case 'nuget':
      return program !== 'dotnet' || !word.written.endsWith('proj');
    default:
      return true;
  }
}

/** Whether OpenSSF Scorecard counts what a command takes as unpinned, which asks for hashes where there are some. */
export function takesUncheckedPackages(packages: PackageCommand): boolean {
  const { ecosystem, program, action, options, packages: words } = packages;
  if (action === 'locked') return false;
  switch (ecosystem) {
    case 'pip':
      return (program === 'pip' || program === 'uv') && !isCheckedByPip(packages);
    case 'npm':
      return program === 'npm' && (words.length === 0 || words.some(({ kind }) => kind !== 'git'));
    case 'choco':
      return !hasOption(packages, CHOCO_CHECKSUMS);
    case 'nuget':
      return action === 'build' && !hasOption(packages, ['locked-mode', 'lockedmode']);
    case 'go':
      return options.some(({ name }) => name === 'insecure');
    default:
      return false;
  }
}

/** Also fine: wheels that are there, and the project itself without what it depends on. */
function isCheckedByPip(packages: PackageCommand): boolean {
  const { packages: words, options } = packages;
  if (hasOption(packages, ['require-hashes'])) return true;
  const isEditable = options.some(({ name }) => name === 'e' || name === 'editable');
  if (isEditable && hasOption(packages, ['no-deps']) && words.length === 0) return true;
  const hasFiles = optionValues(packages, ['r', 'requirement']).length > 0;
  return !hasFiles && words.length > 0 && words.every(({ word }) => word.written.endsWith('.whl'));
}

function masked(version: string): string {
  return version.replace(/\$\{[^}]*\}/g, '$');
}

const VERSIONS: readonly string[] = ['version', 'vers', 'v'];
/** With these the versions come from elsewhere: hashes, constraints, files that are there, a Git repository. */
const ELSEWHERE: readonly string[] = [
  ...['require-hashes', 'constraint', 'constraints', 'no-index', 'override', 'overrides', 'git', 'path'],
  ...['offline', 'local', 'use-local'],
];
const CHOCO_CHECKSUMS: readonly string[] = [
  ...['requirechecksum', 'requirechecksums', 'require-checksum', 'require-checksums'],
];
