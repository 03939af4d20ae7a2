import { posix } from 'node:path';
import type { Dockerfile } from '../document';
import type { Instruction } from './instruction';
import { stageNumber, type Stage } from './stages';
import type { FileCopy } from './statements';

/** Where things are in the images that a Dockerfile makes. */
export interface ImagePaths {
  /** The folder that an instruction of a stage starts in; null where the base image decides. */
  readonly folderAt: (instruction: Instruction) => string | null;
  /** The folder that containers of a stage start in, likewise. */
  readonly folderOf: (stage: Stage) => string | null;
  /** Where in the build's context that may come from which the image of a stage has at a path; the last copy first. */
  readonly contextPaths: (stage: Stage, path: string) => readonly string[];
}

/** Follows WORKDIR and COPY through the stages. Source: Dockerfile reference, WORKDIR and COPY. */
export function imagePaths(file: Dockerfile): ImagePaths {
  const { atEnd, before } = foldersIn(file);
  const copies = placedCopies(file, before);
  const find = (stage: Stage, path: string, seen: Set<string>): string[] => {
    const place = `${stage.index} ${path}`;
    if (seen.has(place) || seen.size > MAX_PLACES) return [];
    seen.add(place);
    const own = [...chainOf(file, stage)].flatMap((each) => copies.get(each) ?? []);
    return own.flatMap((placed) => {
      const found = sourcePaths(placed, path);
      if (!placed.copy.isFromElsewhere)
        return found.map((source) => posix.normalize(source.replace(/^\/+/, '')));
      const from = found.length > 0 ? stageOf(file, placed.copy) : undefined;
      return from ? found.flatMap((source) => find(from, source, seen)) : [];
    });
  };
  return {
    folderAt: (instruction) => before.get(instruction) ?? null,
    folderOf: (stage) => atEnd.get(stage) ?? null,
    contextPaths: (stage, path) => find(stage, path, new Set()),
  };
}

interface Folders {
  readonly atEnd: ReadonlyMap<Stage, string | null>;
  readonly before: ReadonlyMap<Instruction, string | null>;
}

function foldersIn({ stages, statements }: Dockerfile): Folders {
  const changes = new Map(
    statements.lists.flatMap(({ keyword, instruction, words }) =>
      keyword === 'workdir' ? [[instruction, words[0]?.text ?? null] as const] : [],
    ),
  );
  const atEnd = new Map<Stage, string | null>();
  const before = new Map<Instruction, string | null>();
  for (const stage of stages) {
    const base = stage.base === null ? undefined : stages[stage.base];
    let folder = (base && atEnd.get(base)) ?? null;
    for (const instruction of stage.instructions) {
      before.set(instruction, folder);
      const changed = changes.get(instruction);
      if (changed !== undefined) folder = joined(folder, changed);
    }
    atEnd.set(stage, folder);
  }
  return { atEnd, before };
}

interface PlacedCopy {
  readonly copy: FileCopy;
  /** The absolute path of its destination. */
  readonly target: string;
}

/** By stage, the last first. */
function placedCopies(
  { statements }: Dockerfile,
  before: Folders['before'],
): ReadonlyMap<Stage, readonly PlacedCopy[]> {
  const placed = new Map<Stage, PlacedCopy[]>();
  for (const copy of statements.copies.toReversed()) {
    const { stage, destination, instruction } = copy;
    const target = joined(before.get(instruction) ?? '/', destination?.text ?? null);
    if (!stage || target === null) continue;
    const known = placed.get(stage);
    if (known) known.push({ copy, target });
    else placed.set(stage, [{ copy, target }]);
  }
  return placed;
}

/** A stage and those that it starts from, the last first. */
function chainOf({ stages }: Dockerfile, stage: Stage): ReadonlySet<Stage> {
  const chain = new Set([stage]);
  for (const { base } of chain) {
    const next = base === null ? undefined : stages[base];
    if (next) chain.add(next);
  }
  return chain;
}

function stageOf({ stages }: Dockerfile, { instruction }: FileCopy): Stage | undefined {
  const name = instruction.flags.find((flag) => flag.name === 'from')?.value ?? '';
  const number = stageNumber(name);
  return number === null ? stages.find((stage) => stage.name === name.toLowerCase()) : stages[number];
}

/** The paths of a copy's sources that end up at a path of the image. */
function sourcePaths({ copy: { sources }, target }: PlacedCopy, path: string): string[] {
  const isBeside = posix.dirname(path) === target;
  const isInside = isBelow(path, target);
  if (!isBeside && !isInside && target !== path) return [];
  return sources.flatMap(({ text }) => {
    if (text === null || text === '') return [];
    // A file put into a folder, a file under a name of its own, or what is in a folder.
    if (isBeside && matchesName(posix.basename(text), posix.basename(path)))
      return [posix.join(posix.dirname(text), posix.basename(path))];
    if (target === path) return [text];
    return isInside ? [posix.join(text, posix.relative(target, path))] : [];
  });
}

/** `*` stands for any letters of one name. */
function matchesName(pattern: string, name: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  const end = rest.at(-1) ?? '';
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function joined(folder: string | null, path: string | null): string | null {
  if (path === null) return null;
  if (path.startsWith('/')) return withoutSlash(posix.normalize(path));
  return folder === null ? null : withoutSlash(posix.join(folder, path));
}

function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

/** Stages copy from few others, each once. */
const MAX_PLACES = 20;
