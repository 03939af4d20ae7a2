import { randomUUID } from 'node:crypto';

/** The part of the editor's Memento that is needed. */
interface Memory {
  readonly get: (key: string) => unknown;
  readonly update: (key: string, value: unknown) => PromiseLike<void>;
}

/**
 * By what containers of this window are known as its own: kept with the workspace, which no two windows have open, so
 * that after a crash they are still its own.
 */
export function temporaryOwner(memory: Memory, report: (error: unknown) => void): string {
  const kept = memory.get(KEY);
  if (typeof kept === 'string' && kept !== '') return kept;
  const owner = randomUUID();
  memory.update(KEY, owner).then(undefined, report);
  return owner;
}

const KEY = 'immutableInfra.temporaryOwner';
