import { posix } from 'node:path';
import type { Dockerfile } from '../document';
import type { Instruction } from './instruction';
import { stageNumber, type Stage } from './stages';
import type { FileCopy } from './statements';

/**
 * The folder that an instruction of a stage, or without one what the stage runs, starts in; null where the base image
 * decides. Source: Dockerfile reference, WORKDIR.
 */
export function workingFolder(file: Dockerfile, stage: Stage, before?: Instruction): string | null {
  const { lists } = file.statements;
  const end = before ? file.instructions.indexOf(before) : file.instructions.length;
  let folder: string | null = null;
  for (const each of chainOf(file, stage).reverse()) {
    for (const { keyword, stage: own, words, instruction } of lists) {
      if (keyword !== 'workdir' || own !== each) continue;
      if (each === stage && file.instructions.indexOf(instruction) >= end) break;
      folder = joined(folder, words[0]?.text ?? null);
    }
  }
  return folder;
}

/** Where in the build's context that may come from which the image of a stage has at a path; the last copy first. */
export function contextPaths(file: Dockerfile, stage: Stage, path: string, depth = 0): string[] {
  if (depth > MAX_STAGES) return [];
  const copies = chainOf(file, stage).flatMap((each) =>
    file.statements.copies.filter((copy) => copy.stage === each).reverse(),
  );
  return copies.flatMap((copy) => {
    const found = sourcePaths(file, copy, path);
    if (!copy.isFromElsewhere) return found.map((source) => posix.normalize(source.replace(/^\/+/, '')));
    const from = stageOf(file, copy);
    return from ? found.flatMap((source) => contextPaths(file, from, source, depth + 1)) : [];
  });
}

/** A stage and those that it starts from, the last first. */
function chainOf({ stages }: Dockerfile, stage: Stage): Stage[] {
  const chain: Stage[] = [];
  let next: Stage | undefined = stage;
  while (next && !chain.includes(next)) {
    chain.push(next);
    next = next.base === null ? undefined : stages[next.base];
  }
  return chain;
}

function stageOf({ stages }: Dockerfile, { instruction }: FileCopy): Stage | undefined {
  const name = instruction.flags.find((flag) => flag.name === 'from')?.value ?? '';
  const number = stageNumber(name);
  return number === null ? stages.find((stage) => stage.name === name.toLowerCase()) : stages[number];
}

/** The paths of a copy's sources that end up at a path of the image. */
function sourcePaths(file: Dockerfile, copy: FileCopy, path: string): string[] {
  const { stage, sources, destination, instruction } = copy;
  if (!stage || !destination) return [];
  const folder = workingFolder(file, stage, instruction);
  const target = joined(folder ?? '/', destination.text);
  if (target === null) return [];
  return sources.flatMap(({ text }) => {
    if (text === null) return [];
    const name = posix.basename(text);
    // A file put into a folder, a file under a name of its own, or what is in a folder.
    if (matchesName(name, posix.basename(path)) && posix.dirname(path) === target)
      return [posix.join(posix.dirname(text), posix.basename(path))];
    if (target === path) return [text];
    return isBelow(path, target) ? [posix.join(text, posix.relative(target, path))] : [];
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

/** Copies from stage to stage; more would be a circle. */
const MAX_STAGES = 10;
