import { posix } from 'node:path';
import type { ShellCommand } from '../shell/command';
import { folderAfter, pathFrom } from './folders';
import { gitCommandOf, type GitCommand } from './gitCommands';
import { knownText, type VariableValue } from '../shell/knownText';
import type { ShellWord } from '../shell/word';

/** What commands take from a Git repository, in the end. */
export interface GitSource {
  readonly list: number;
  /** The command that brought the repository. */
  readonly command: ShellCommand;
  /** The repository as it is written; null where another place says it. */
  readonly repository: ShellWord | null;
  /** Its folder, from where the command runs. */
  readonly folder: string | null;
  readonly isShallow: boolean;
  /** Whether another command reads what its command prints. */
  readonly isPiped: boolean;
  /** The word that says what is taken last; null for the default branch. */
  reference: ShellWord | null;
  /** What that word says; null where it is not known. */
  text: string | null;
  /** What was fetched last beside what the clone brought, which is what `FETCH_HEAD` names. */
  fetched: ShellWord | null;
  /** Whether `reference` stands in a checkout of its own. */
  isCheckedOut: boolean;
  /** Whether anything is taken yet. */
  isTaken: boolean;
}

/** Commands that one shell runs, with the values of their variables. */
export interface GitList {
  readonly commands: readonly ShellCommand[];
  readonly folder: string;
  readonly values: VariableValue;
}

/** Follows clones, fetches and checkouts through lists that run one after the other. */
export function followGit(lists: readonly GitList[]): GitSource[] {
  const sources: GitSource[] = [];
  const byFolder = new Map<string, GitSource>();
  lists.forEach(({ commands, values, ...list }, index) => {
    let { folder } = list;
    const readers = new Set([...new Set(commands.map(({ inputs }) => inputs))].flat());
    for (const command of commands) {
      folder = folderAfter(folder, command);
      const git = gitCommandOf(command);
      if (git)
        follow(
          { sources, byFolder, values, folder, list: index, command, isPiped: readers.has(command) },
          git,
        );
    }
  });
  return sources.filter(({ isTaken }) => isTaken);
}

interface Place {
  readonly sources: GitSource[];
  readonly byFolder: Map<string, GitSource>;
  readonly values: VariableValue;
  readonly folder: string;
  readonly list: number;
  readonly command: ShellCommand;
  readonly isPiped: boolean;
}

function follow(place: Place, git: GitCommand): void {
  const { values, folder } = place;
  switch (git.kind) {
    case 'clone': {
      const { repository, reference, isShallow } = git;
      const written = git.folder?.written ?? posix.basename(repository.written).replace(/\.git$/, '');
      const text = reference && knownText(reference, values);
      add(place, pathFrom(folder, written), {
        repository,
        folder: written,
        reference,
        text,
        isShallow,
        isTaken: true,
      });
      return;
    }
    case 'checkout': {
      const source = sourceAt(place, git.at);
      if (source && git.reference.expansions.every(({ kind }) => kind === 'parameter'))
        take(place, source, git.reference);
      return;
    }
    case 'fetch': {
      const [reference] = git.references;
      const source = sourceAt(place, git.at);
      if (source?.repository) {
        if (reference) {
          source.isTaken = true;
          source.fetched = reference;
        }
        return;
      }
      const text = reference ? knownText(reference, values) : null;
      const common = { repository: null, folder: null, isShallow: true, isTaken: reference !== undefined };
      add(place, pathFrom(folder, git.at?.written ?? '.'), { ...common, reference: reference ?? null, text });
      return;
    }
    case 'pull':
      if (sourceAt(place, git.at)) return;
      add(place, pathFrom(folder, git.at?.written ?? '.'), FOLLOWED);
      return;
    case 'submodules':
      add(place, `${folder}/.gitmodules`, FOLLOWED);
  }
}

/** A checkout decides what is taken; of `FETCH_HEAD` the fetch has said it. */
function take({ values }: Place, source: GitSource, reference: ShellWord): void {
  source.isTaken = true;
  const isFetched = reference.written === 'FETCH_HEAD';
  const taken = isFetched ? source.fetched : reference;
  if (!taken || reference.written === 'HEAD') return;
  source.reference = taken;
  source.text = knownText(taken, values);
  source.isCheckedOut = true;
}

function add(
  { sources, byFolder, list, command, isPiped }: Place,
  path: string,
  source: Omit<GitSource, 'list' | 'command' | 'isCheckedOut' | 'isPiped' | 'fetched'>,
): void {
  const added = { ...source, list, command, isPiped, isCheckedOut: false, fetched: null };
  sources.push(added);
  byFolder.set(path, added);
}

/** The repository that a command works in: that of its folder or of one above, else the last one. */
function sourceAt({ byFolder, folder, sources }: Place, at: ShellWord | null): GitSource | null {
  let path = at ? pathFrom(folder, at.written) : folder;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const found = byFolder.get(path);
    if (found) return found;
    const parent = posix.dirname(path);
    if (parent === path) break;
    path = parent;
  }
  return sources.at(-1) ?? null;
}

const MAX_DEPTH = 20;
const FOLLOWED = {
  repository: null,
  folder: null,
  reference: null,
  text: null,
  isShallow: true,
  isTaken: true,
};
