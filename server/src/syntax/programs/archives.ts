import type { ShellCommand } from '../shell/command';
import { hasOption, readOptions, valuesOf, type OptionTable } from './options';
import type { ShellWord } from '../shell/word';

/** What a command unpacks. */
export interface Unpacking {
  /** The archive's file; null for the command's input. */
  readonly archive: string | null;
  /** The folder that it unpacks into, as it is written; `.` where it says none. */
  readonly folder: string;
  /** The files that it takes out; none for all. */
  readonly members: readonly string[];
  /** Whether it leaves out the folder that archives have at their top. */
  readonly isStripped: boolean;
}

/** Sources: the manuals of GNU tar and Info-ZIP. */
export function unpackingOf({ name, words }: ShellCommand): Unpacking | null {
  if (name === 'tar' || name === 'bsdtar') return tar(words.slice(1));
  return name === 'unzip' ? zip(words.slice(1)) : null;
}

function tar([first, ...rest]: readonly ShellWord[]): Unpacking | null {
  if (!first) return null;
  // The old form: letters without a dash, whose values follow.
  const isOld = /^[a-zA-Z]+$/.test(first.written);
  const file = isOld && first.written.includes('f') ? rest[0] : undefined;
  const read = readOptions(isOld ? rest.slice(file ? 1 : 0) : [first, ...rest], TAR);
  const unpacks = (isOld && first.written.includes('x')) || hasOption(read, 'x', 'extract', 'get');
  if (!unpacks) return null;
  const archive = (file ?? valuesOf(read, 'f', 'file').at(-1))?.written ?? '-';
  return {
    archive: archive === '-' ? null : archive,
    folder: valuesOf(read, 'C', 'directory').at(-1)?.written ?? '.',
    members: read.operands.map(({ written }) => written),
    isStripped: hasOption(read, 'strip-components', 'strip'),
  };
}

function zip(words: readonly ShellWord[]): Unpacking | null {
  const read = readOptions(words, ZIP);
  const [archive, ...members] = read.operands;
  if (!archive || hasOption(read, 'p', 'l', 't', 'Z')) return null;
  return {
    archive: archive.written,
    folder: valuesOf(read, 'd').at(-1)?.written ?? '.',
    members: members.map(({ written }) => written),
    isStripped: hasOption(read, 'j'),
  };
}

const TAR: OptionTable = {
  valued: 'fCbTXKNVIHgL',
  longValued: new Set(['file', 'directory', 'strip-components', 'transform', 'exclude', 'owner', 'group']),
};
const ZIP: OptionTable = { valued: 'dxP', longValued: new Set() };
