import type { Sync, SyncReason } from './answers';
import type { Declaration } from './declaration';
import { startedReference, tagName } from './startedReference';
import { unknownFile } from './sync';

/**
 * What the file declares against a task on another node, of which nothing but its reference is known. A manager pins what
 * a tag names when it is told of it, so that the same tag with a digest behind it is what was declared.
 */
export function taskSync(declaration: Declaration, image: string): Sync {
  switch (declaration.kind) {
    case 'unknown':
      return { status: 'unknown', reasons: [unknownFile(declaration.path)] };
    case 'orphan':
      return { status: 'out-of-sync', reasons: [{ kind: 'orphan' }] };
    case 'declared': {
      const declared = declaration.service.image;
      if (declared === null) return { status: 'unknown', reasons: [{ kind: 'undeclared' }] };
      if (declared.reference === null) {
        return { status: 'unknown', reasons: [{ kind: 'variable', text: declared.text }] };
      }
      return compare(declared.reference, image);
    }
  }
}

function compare(declared: string, running: string): Sync {
  const [wanted, task] = [startedReference(declared), startedReference(running)];
  const other: SyncReason = { kind: 'other-image', declared, running };
  if (wanted.digest !== null && task.digest !== null) {
    return wanted.digest === task.digest ? SYNCED : { status: 'out-of-sync', reasons: [other] };
  }
  const isSameTag = tagName(wanted) !== null && tagName(wanted) === tagName(task);
  if (isSameTag && wanted.digest === null && task.digest !== null) return SYNCED;
  const mayBe =
    wanted.repository === task.repository && (wanted.tag === null || task.tag === null || isSameTag);
  if (!mayBe) return { status: 'out-of-sync', reasons: [other] };
  return { status: 'unknown', reasons: [{ kind: 'tag-not-here', declared }] };
}

const SYNCED: Sync = { status: 'synced', reasons: [] };
