import type { ShellCommand } from '../shell/command';
import { hasOption, readOptions, valuesOf, type OptionTable } from './options';
import type { ShellWord } from '../shell/word';

/** A command of Git that takes something from a repository. Source: Git's manual. */
export type GitCommand =
  | {
      readonly kind: 'clone';
      readonly repository: ShellWord;
      readonly folder: ShellWord | null;
      readonly reference: ShellWord | null;
      /** Whether `reference` is what `--revision` says, which may be a commit. */
      readonly isRevision: boolean;
      /** Whether it has but the last commits, so that another may not be there. */
      readonly isShallow: boolean;
    }
  /** `checkout`, `switch` and `reset`. */
  | { readonly kind: 'checkout'; readonly at: ShellWord | null; readonly reference: ShellWord }
  | { readonly kind: 'fetch'; readonly at: ShellWord | null; readonly references: readonly ShellWord[] }
  | { readonly kind: 'pull'; readonly at: ShellWord | null; readonly word: ShellWord }
  | { readonly kind: 'submodules'; readonly word: ShellWord };

export function gitCommandOf({ name, words }: ShellCommand): GitCommand | null {
  if (name !== 'git') return null;
  let index = 1;
  let at: ShellWord | null = null;
  for (; words[index]?.written.startsWith('-') === true; index++) {
    const option = words[index]?.written ?? '';
    if (option === '-C') at = words[index + 1] ?? null;
    if (option === '-C' || option === '-c' || option === '--git-dir' || option === '--work-tree') index++;
  }
  const rest = words.slice(index + 1);
  switch (words[index]?.written ?? '') {
    case 'clone':
      return clone(rest);
    case 'checkout':
    case 'switch':
    case 'reset':
      return checkout(rest, at);
    case 'fetch': {
      const [, ...references] = readOptions(rest, FETCH).operands;
      return { kind: 'fetch', at, references };
    }
    case 'pull': {
      const word = words[index];
      return word ? { kind: 'pull', at, word } : null;
    }
    case 'submodule': {
      const word = rest.find(({ written }) => written === '--remote');
      return word ? { kind: 'submodules', word } : null;
    }
    default:
      return null;
  }
}

function clone(words: readonly ShellWord[]): GitCommand | null {
  const read = readOptions(words, CLONE);
  const [repository, folder = null] = read.operands;
  if (!repository) return null;
  const revision = valuesOf(read, 'revision').at(-1) ?? null;
  return {
    kind: 'clone',
    repository,
    folder,
    reference: revision ?? valuesOf(read, 'b', 'branch').at(-1) ?? null,
    isRevision: revision !== null,
    isShallow: hasOption(
      read,
      'depth',
      'shallow-since',
      'shallow-exclude',
      'bare',
      'mirror',
      'single-branch',
      'n',
    ),
  };
}

function checkout(words: readonly ShellWord[], at: ShellWord | null): GitCommand | null {
  const paths = words.findIndex(({ written }) => written === '--');
  const read = readOptions(paths < 0 ? words : words.slice(0, paths), CHECKOUT);
  const [reference] = read.operands;
  return reference && reference.written !== '.' ? { kind: 'checkout', at, reference } : null;
}

const CLONE: OptionTable = {
  valued: 'bouc' + 'j',
  longValued: new Set([
    'branch',
    'revision',
    'origin',
    'upload-pack',
    'config',
    'jobs',
    'depth',
    'shallow-since',
    'shallow-exclude',
    'reference',
    'reference-if-able',
    'template',
    'separate-git-dir',
    'filter',
    'server-option',
    'bundle-uri',
  ]),
};
const CHECKOUT: OptionTable = { valued: 'bBcC', longValued: new Set(['orphan', 'conflict']) };
const FETCH: OptionTable = { valued: 'oj', longValued: new Set(['depth', 'deepen', 'jobs', 'upload-pack']) };
