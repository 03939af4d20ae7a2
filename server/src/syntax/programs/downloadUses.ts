import { posix } from 'node:path';
import { unpackingOf } from './archives';
import type { ShellCommand } from '../shell/command';
import {
  archiveOf,
  filesAt,
  markVerified,
  noFiles,
  putAt,
  putCopy,
  type DownloadedFiles,
  type TrackedDownload,
} from './downloadedFiles';
import { downloadOf, writtenBy, type Download } from './downloads';
import { folderAfter, pathFrom } from './folders';
import { scriptOf } from './interpreters';
import { hasOption, readOptions, valuesOf } from './options';
import { findEnclosingUse } from './substitutedScripts';
import { verificationOf } from './verifications';

/** Commands that one shell runs. */
export interface CommandList {
  readonly commands: readonly ShellCommand[];
  /** The folder in which they begin. */
  readonly folder: string;
  /** Whether its downloads count, and not only what it does with those of lists before it. */
  readonly downloads: boolean;
}

/** A download that is run, or made a program, and that nothing verifies. */
export interface DownloadUse {
  readonly download: Download;
  /** The interpreter, the file itself, or what makes it a program. */
  readonly by: ShellCommand;
  readonly how: UseKind;
}

export type UseKind = 'run' | 'installed' | 'made executable';

/** Follows what is downloaded through pipes, files and substitutions of lists that run one after the other. */
export function followDownloads(lists: readonly CommandList[]): (DownloadUse & { readonly list: number })[] {
  const files = noFiles();
  lists.forEach((list, index) => followList(files, list, index));
  return files.all.flatMap(({ download, list, use, isVerified }) =>
    use && !isVerified && !download.isChecked ? [{ download, list, ...use }] : [],
  );
}

interface Walk {
  readonly files: DownloadedFiles;
  /** What the output of commands is. */
  readonly printed: Map<ShellCommand, readonly TrackedDownload[]>;
  /** The same of all commands that write into one pipe. */
  readonly piped: Map<readonly ShellCommand[], readonly TrackedDownload[]>;
  folder: string;
}

function followList(files: DownloadedFiles, list: CommandList, index: number): void {
  const { commands } = list;
  const walk: Walk = { files, printed: new Map(), piped: new Map(), folder: list.folder };
  const readers = new Set([...new Set(commands.map(({ inputs }) => inputs))].flat());
  const enclosed: TrackedDownload[] = [];
  for (const command of commands) {
    walk.folder = folderAfter(walk.folder, command);
    followUses(walk, command);
    const verification = verificationOf(command, readers);
    if (verification) markVerified(files, verification);
    const download = list.downloads ? downloadOf(command) : null;
    if (!download) continue;
    const tracked: TrackedDownload = { download, list: index, paths: [], use: null, isVerified: false };
    files.all.push(tracked);
    for (const file of download.files) putAt(files, pathFrom(walk.folder, file), tracked);
    if (download.files.length === 0) printedBy(walk, command, tracked);
    if (command.inside && download.files.length === 0) enclosed.push(tracked);
  }
  findEnclosingUse(commands, enclosed);
}

/** What a command prints; `echo "$(curl …)"` prints what is in it. */
function printedBy({ printed }: Walk, command: ShellCommand, tracked: TrackedDownload): void {
  printed.set(command, [tracked]);
  const owner = command.inside?.kind === 'substitution' ? command.inside.command : null;
  if (owner && PRINTERS.has(owner.name ?? '')) printed.set(owner, [tracked]);
}

function followUses(walk: Walk, command: ShellCommand): void {
  const { files } = walk;
  const script = scriptOf(command);
  const given = [...inputOf(walk, command), ...readFrom(walk, command)];
  if (given.length > 0) {
    if (script?.kind === 'input') markUsed(given, command, 'run');
    const written = command.name === 'tee' ? operandsOf(command) : writtenBy(command);
    for (const path of written) for (const each of given) putAt(files, pathFrom(walk.folder, path), each);
    walk.printed.set(command, given);
  }
  followUnpacking(walk, command, given);
  if (files.byPath.size === 0 && files.unpacked.length === 0) return;
  if (script?.kind === 'file') markUsed(at(walk, script.word.written), command, 'run');
  const program = command.words[0]?.written ?? '';
  if (program.includes('/')) markUsed(at(walk, program), command, 'run');
  const own = files.byName.get(program);
  if (own) markUsed([own], command, 'run');
  followFileCommand(walk, command);
}

/** Files of an archive that are named stand where they are unpacked; the others are found by their folders. */
function followUnpacking(walk: Walk, command: ShellCommand, given: readonly TrackedDownload[]): void {
  const { files } = walk;
  if (files.all.length === 0) return;
  const unpacking = unpackingOf(command);
  if (!unpacking) return;
  const { archive, members, isStripped } = unpacking;
  const folder = pathFrom(walk.folder, unpacking.folder);
  for (const tracked of archive === null ? given : at(walk, archive)) {
    for (const member of members.slice(0, MAX_MEMBERS)) {
      const path = isStripped ? posix.basename(member) : member;
      putAt(files, pathFrom(folder, path), tracked);
    }
    if (members.length === 0) files.unpacked.push({ folder, tracked });
  }
}

/** What it reads from the pipe before it. */
function inputOf({ piped, printed }: Walk, { inputs }: ShellCommand): readonly TrackedDownload[] {
  if (inputs.length === 0 || printed.size === 0) return NOTHING;
  const known = piped.get(inputs);
  if (known) return known;
  const found = [...new Set(inputs.flatMap((input) => printed.get(input) ?? NOTHING))].slice(0, MAX_PIPED);
  piped.set(inputs, found);
  return found;
}

/** What it reads from files: `< file`, and the operands of programs that print files. */
function readFrom(walk: Walk, command: ShellCommand): readonly TrackedDownload[] {
  if (walk.files.byPath.size === 0) return NOTHING;
  const outer = command.inside?.kind === 'arguments' ? (command.inside.command?.redirections ?? []) : [];
  const redirected = [...command.redirections, ...outer].flatMap(({ operator, target }) =>
    operator === '<' && target ? at(walk, target.written) : NOTHING,
  );
  const operands = READERS.has(command.name ?? '')
    ? operandsOf(command).flatMap((path) => at(walk, path))
    : NOTHING;
  return [...redirected, ...operands].slice(0, MAX_PIPED);
}

/** What makes programs of files, and copies them. */
function followFileCommand(walk: Walk, { name, words, ...rest }: ShellCommand): void {
  const command = { name, words, ...rest };
  switch (name ?? '') {
    case 'chmod': {
      const operands = operandsOf(command);
      if (!EXECUTABLE.test(operands[0] ?? '')) return;
      const isRecursive = words.some(({ written }) => /^(?:-[a-zA-Z]*R|--recursive)/.test(written));
      for (const path of operands.slice(1)) markUsed(at(walk, path, isRecursive), command, 'made executable');
      return;
    }
    case 'install': {
      const read = readOptions(words.slice(1), INSTALL);
      if (hasOption(read, 'd', 'directory')) return;
      const mode = valuesOf(read, 'm', 'mode').at(-1)?.written ?? '755';
      const sources = read.operands.slice(0, -1).map(({ written }) => written);
      if (!EXECUTABLE.test(mode)) return;
      for (const path of sources) markUsed(at(walk, path), command, 'made executable');
      return;
    }
    case 'dpkg':
      if (!words.some(({ written }) => /^(?:-[a-zA-Z]*i|--install)$/.test(written))) return;
      for (const path of operandsOf(command)) markUsed(at(walk, path), command, 'installed');
      return;
    case 'apt':
    case 'apt-get':
      for (const path of operandsOf(command))
        if (path.endsWith('.deb')) markUsed(at(walk, path), command, 'installed');
      return;
    case 'cp':
    case 'mv':
    case 'ln': {
      const operands = operandsOf(command);
      const target = operands.at(-1);
      if (target === undefined) return;
      for (const path of operands.slice(0, -1)) {
        const from = pathFrom(walk.folder, path);
        for (const each of at(walk, path)) putCopy(walk.files, each, from, pathFrom(walk.folder, target));
      }
    }
  }
}

function at({ files, folder }: Walk, written: string, wholeFolder = false): readonly TrackedDownload[] {
  const path = pathFrom(folder, written);
  const found = filesAt(files, path, wholeFolder);
  const archive = found.length === 0 ? archiveOf(files, path) : null;
  return archive ? [archive] : found;
}

function operandsOf({ words }: ShellCommand): string[] {
  return words.slice(1).flatMap(({ written }) => (/^-./.test(written) ? [] : [written]));
}

function markUsed(all: readonly TrackedDownload[], by: ShellCommand, how: UseKind): void {
  for (const tracked of all) if (by !== tracked.download.command) tracked.use ??= { by, how };
}

const NOTHING: readonly TrackedDownload[] = [];
const MAX_PIPED = 10;
const MAX_MEMBERS = 20;
const PRINTERS: ReadonlySet<string> = new Set(['echo', 'printf']);
/** Programs that print the files that they are given. */
const READERS: ReadonlySet<string> = new Set([
  'cat',
  'gunzip',
  'zcat',
  'sed',
  'head',
  'tail',
  'envsubst',
  'tr',
]);
/** A mode that lets somebody execute. Source: POSIX, chmod. */
const EXECUTABLE = /^(?:[ugoa]*[+=][rwXst]*x|[ugo]*[+=][a-zA-Z]*x|\d*[1357]\d{0,2}$)/;
const INSTALL = {
  valued: 'mogtS',
  longValued: new Set(['mode', 'owner', 'group', 'target-directory', 'suffix']),
};
