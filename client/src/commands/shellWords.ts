/** How a shell reads a command line. */
export type ShellKind = 'posix' | 'fish' | 'powershell' | 'cmd';

/** By the path of its program; an unknown one is read as `sh` reads. */
export function shellKind(path: string): ShellKind {
  const name = path
    .replace(/^.*[\\/]/, '')
    .toLowerCase()
    .replace(/\.exe$/, '');
  if (/^(?:pwsh|powershell)(?:-preview)?$/.test(name)) return 'powershell';
  if (name === 'cmd') return 'cmd';
  return name === 'fish' ? 'fish' : 'posix';
}

/** A line that the shell splits into just these words; null where it cannot, or where the line would run by itself. */
export function shellLine(words: readonly string[], shell: ShellKind): string | null {
  const quoted = words.map((word) => quote(word, shell));
  return quoted.every((word) => word !== null) ? quoted.join(' ') : null;
}

function quote(word: string, shell: ShellKind): string | null {
  // A line end would press enter, and a terminal acts on other control characters too.
  if (CONTROL.test(word)) return null;
  if (PLAIN[shell].test(word)) return word;
  switch (shell) {
    case 'posix':
      return `'${word.replaceAll("'", String.raw`'\''`)}'`;
    case 'fish':
      return `'${word.replace(/[\\']/g, String.raw`\$&`)}'`;
    case 'powershell':
      // Windows PowerShell loses double quotes on the way to a program. It takes four kinds of marks for a single one.
      return word.includes('"') ? null : `'${word.replace(/['‘’‚‛]/g, '$&$&')}'`;
    case 'cmd':
      // Within double quotes it still replaces variables, and a backslash before the last quote would keep it open.
      return /["%!]|\\$/.test(word) ? null : `"${word}"`;
  }
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** What needs no quotes. */
const PLAIN: Readonly<Record<ShellKind, RegExp>> = {
  posix: /^[\w@%+=:,./-]+$/,
  fish: /^[\w@+=:,./-]+$/,
  powershell: /^[\w+:./\\-]+$/,
  cmd: /^[\w@+:./\\-]+$/,
};
