import type { ShellCommand } from './command';
import type { ShellWord } from './word';

/** A package that a command has a system's package manager install. */
export interface InstalledPackage {
  /** Without the version. */
  readonly name: string;
  readonly word: ShellWord;
}

/** What a command of a system's package manager installs by name; options and local files are none of it. */
export function installedPackages({ name, words }: ShellCommand): InstalledPackage[] {
  const verb = INSTALLS.get(name ?? '');
  const at = verb ? words.findIndex(({ written }, index) => index > 0 && verb.test(written)) : -1;
  if (at < 0) return [];
  return words.slice(at + 1).flatMap((word) => {
    const [, found] = PACKAGE.exec(word.written) ?? [];
    return found === undefined ? [] : [{ name: found, word }];
  });
}

const INSTALL = /^(?:install|reinstall)$/;
const INSTALLS: ReadonlyMap<string, RegExp> = new Map([
  ['apt-get', INSTALL],
  ['apt', INSTALL],
  ['aptitude', INSTALL],
  ['dnf', INSTALL],
  ['microdnf', INSTALL],
  ['tdnf', INSTALL],
  ['yum', INSTALL],
  ['zypper', /^(?:install|in)$/],
  ['apk', /^add$/],
  ['pacman', /^-S[a-z]*$/],
]);
/** The name, up to a version: `name=1.2`, `name~1`, `name>1`. */
const PACKAGE = /^([a-z0-9][\w.+-]*)(?:[=~<>@:].*)?$/i;
