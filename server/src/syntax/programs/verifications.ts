import type { ShellCommand } from '../shell/command';

/** Which files a command compares with what its author knows of them. */
export type Verification =
  /** Those with these names, as far as they are written; of others it says nothing. */
  | { readonly kind: 'names'; readonly names: readonly string[] }
  /** Files that another file or a variable names. */
  | { readonly kind: 'unknown' };

/** What a command verifies; null for one that verifies nothing. Sources: the manuals of the programs. */
export function verificationOf(
  command: ShellCommand,
  readers: ReadonlySet<ShellCommand>,
): Verification | null {
  const { name, words } = command;
  if (name === null) return null;
  const [, ...rest] = words.map(({ written }) => written);
  if (CHECKSUMS.test(name)) return checksum(command, rest, readers);
  if (name === 'openssl') return openssl(command, rest, readers);
  if (/^(?:gpg2?|sq|rsop)$/.test(name))
    return rest.some((word) => /^(?:--)?verify$/.test(word)) ? named(rest) : null;
  if (name === 'cosign') return rest[0]?.startsWith('verify') === true ? named(rest) : null;
  if (name === 'minisign' || name === 'signify')
    return rest.some((word) => /^-[a-zA-Z]*V/.test(word)) ? named(rest) : null;
  if (name === 'gh') return rest[0] === 'attestation' && rest[1] === 'verify' ? named(rest) : null;
  return VERIFIERS.has(name) ? named(rest) : null;
}

/** `-c` reads a list of checksums; without it a checksum is only printed, which counts where something reads it. */
function checksum(
  command: ShellCommand,
  words: readonly string[],
  readers: ReadonlySet<ShellCommand>,
): Verification | null {
  const checks = words.some((word) => /^(?:-[a-zA-Z]*c[a-zA-Z]*|--check(?:=.*)?)$/.test(word));
  if (!checks) return isRead(command, readers) ? named(words) : null;
  const given = [
    ...command.inputs,
    ...(command.inside?.kind === 'arguments' && command.inside.command ? [command.inside.command] : []),
  ];
  const lists = [
    ...given
      .filter(({ name }) => name === 'echo' || name === 'printf')
      .map(({ words: said }) =>
        said
          .slice(1)
          .map(({ written }) => written)
          .join(' '),
      ),
    ...[command, ...given].flatMap(({ redirections }) =>
      redirections.flatMap(({ body }) => body?.written ?? []),
    ),
  ];
  return lists.length > 0 ? { kind: 'names', names: lists } : { kind: 'unknown' };
}

function openssl(
  command: ShellCommand,
  words: readonly string[],
  readers: ReadonlySet<ShellCommand>,
): Verification | null {
  if (!/^(?:dgst|sha\d+|md5|cms|pkeyutl)$/.test(words[0] ?? '')) return null;
  const verifies = words.some((word) => /^-(?:verify|prverify|signature)$/.test(word));
  return verifies || isRead(command, readers) ? named(words) : null;
}

/** Whether what a command prints becomes words or the input of another. */
function isRead(command: ShellCommand, readers: ReadonlySet<ShellCommand>): boolean {
  return (
    readers.has(command) || command.inside?.kind === 'substitution' || command.inside?.kind === 'process'
  );
}

function named(words: readonly string[]): Verification {
  const names = words.filter((word) => !word.startsWith('-'));
  return names.length > 0 ? { kind: 'names', names } : { kind: 'unknown' };
}

/**
 * Whether a verification is about a file of this name. Where one of its words is a variable alone, it may be; a
 * signature's name begins with that of its file.
 */
export function verifies(verification: Verification, path: string): boolean {
  if (verification.kind === 'unknown') return true;
  const name = lastPart(path);
  if (name.startsWith('$')) return true;
  return verification.names.some(
    (text) => namesByVariable(text) || namesIn(text).some((each) => isOf(each, name)),
  );
}

function namesIn(text: string): string[] {
  return text.split(/(?:[\s*'"=]|\\n)+/).map(lastPart);
}

function isOf(name: string, file: string): boolean {
  return name === file || name.startsWith(`${file}.`);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `"$SHA  $FILE"` and `$FILE`: what stands last is a variable. */
function namesByVariable(text: string): boolean {
  return /(?:^|[\s/*])\$(?:\w+|\{[^}]*\})["']?\s*-?$/.test(text.trimEnd()) || /\$\(|`/.test(text);
}

const CHECKSUMS =
  /^(?:sha(?:1|224|256|384|512)sum|shasum|sha(?:1|256|512)|md5sum|md5|b2sum|b3sum|cksum|rhash|gsha256sum)$/;
const VERIFIERS: ReadonlySet<string> = new Set([
  'gpgv',
  'gpgv2',
  'slsa-verifier',
  'jarsigner',
  'notation',
  'sigstore',
]);
