import type { ShellWord } from './word';

/** The file name of a program, without its directory and `.exe`; null where it holds an expansion. */
export function programName(word: ShellWord): string | null {
  const start = Math.max(word.written.lastIndexOf('/'), word.written.lastIndexOf('\\')) + 1;
  if (word.expansions.some(({ end }) => end > start)) return null;
  return programOf(word.written);
}

/** The file name of a path that is written out, as `programName`. */
export function programOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/\.exe$/i, '');
}

/** Whether a program reads what Bash or POSIX sh reads, near enough. */
export function isShell(name: string): boolean {
  return SHELLS.has(name);
}

/** The language of the Windows shells, whose command lines are left alone; null for another program. */
export function windowsShell(name: string): 'powershell' | 'cmd' | null {
  switch (name.toLowerCase()) {
    case 'powershell':
    case 'pwsh':
      return 'powershell';
    case 'cmd':
      return 'cmd';
    default:
      return null;
  }
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh', 'rbash']);
