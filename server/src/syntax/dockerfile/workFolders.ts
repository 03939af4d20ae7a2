import type { Dockerfile } from '../document';
import { pathFrom } from '../programs/folders';
import type { Instruction } from './instruction';

/** The folder in which each instruction runs; one that only the base image knows is `.`. */
export function workFoldersOf({ stages, statements }: Dockerfile): (instruction: Instruction) => string {
  const set = new Map(
    statements.lists.flatMap(({ keyword, instruction, words: [path] }) =>
      keyword === 'workdir' && path ? [[instruction, path.text ?? path.written] as const] : [],
    ),
  );
  const folders = new Map<Instruction, string>();
  const last: string[] = [];
  for (const { base, instructions } of stages) {
    let folder = (base === null ? undefined : last[base]) ?? '.';
    for (const instruction of instructions) {
      const path = set.get(instruction);
      if (path !== undefined) folder = pathFrom(folder, path);
      folders.set(instruction, folder);
    }
    last.push(folder);
  }
  return (instruction) => folders.get(instruction) ?? '.';
}
