import type { ShellCommand } from '../shell/command';
import type { ShellWord } from '../shell/word';
import { isSystem, packageCommand } from './packageCommands';
import type { PackageAction } from './packageProgram';

/** A package that a command has a system's package manager install. */
export interface InstalledPackage {
  /** Without the version. */
  readonly name: string;
  readonly word: ShellWord;
}

/** What a command of a system's package manager installs by name; options and local files are none of it. */
export function installedPackages(command: ShellCommand): InstalledPackage[] {
  const read = packageCommand(command);
  if (!read || !isSystem(read.ecosystem) || !INSTALLING.has(read.action)) return [];
  return read.packages.filter(({ kind }) => kind === 'package').map(({ name, word }) => ({ name, word }));
}

/** As package managers call it; an upgrade that names a package installs it too. */
const INSTALLING: ReadonlySet<PackageAction> = new Set(['add', 'install', 'upgrade']);
