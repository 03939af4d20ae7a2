import { isSecretName } from '../secretNames';
import type { ShellCommand } from '../shell/command';
import type { ShellWord } from '../shell/word';

/**
 * The word with which one of `all` writes a secret that a variable holds to a file that stays:
 * `echo "//registry.npmjs.org/:_authToken=$NPM_TOKEN" > .npmrc`. Null where it does not, or where one of `all` takes
 * the file away.
 */
export function writtenSecret(
  { name, words, redirections }: ShellCommand,
  all: readonly ShellCommand[],
): ShellWord | null {
  if (name !== 'echo' && name !== 'printf') return null;
  const output = redirections.find(({ operator }) => operator === '>' || operator === '>>');
  const file = output?.target?.written;
  if (file === undefined || file.startsWith('/dev/') || all.some((other) => removes(other, file)))
    return null;
  return words.find((word) => holdsSecret(word, TOKEN_FILE.test(file))) ?? null;
}

function removes({ name, words }: ShellCommand, file: string): boolean {
  return name === 'rm' && words.some(({ written }) => written === file);
}

/** A file of tokens is known by its name; of any other only the name of the variable tells. */
function holdsSecret({ written, expansions }: ShellWord, isTokenFile: boolean): boolean {
  const names = expansions.flatMap(({ kind, start, end }) =>
    kind === 'parameter' ? (/\w+/.exec(written.slice(start, end)) ?? []) : [],
  );
  return names.some(isSecretName) || (isTokenFile && names.length > 0 && TOKEN_LINE.test(written));
}

const TOKEN_FILE = /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.netrc|\.pypirc|pip\.conf|\.git-credentials)$/;
const TOKEN_LINE = /_auth|password|machine\s|:\/\/[^\s@]*@/i;
