import type { SwarmTask } from './model';
import type { ReadContainer } from './readContainer';
import { allDigests } from './runningDigest';
import { startedReference } from './startedReference';

/** What runs from one digest, before it is judged. */
export interface PlacedRelease {
  readonly containers: readonly ReadContainer[];
  /** On nodes that this engine cannot look into. */
  readonly tasks: readonly SwarmTask[];
}

/**
 * Puts together what runs the same: from the same image of this engine, or from digests of which one is the same, as an
 * index and a manifest in it may both be told of what is one.
 */
export function placeReleases(
  containers: readonly ReadContainer[],
  tasks: readonly SwarmTask[],
): readonly PlacedRelease[] {
  const groups = new Map<string, Group>();
  for (const read of containers) {
    const { imageId, digest } = read.container;
    groupOf(groups, [imageId, ...allDigests(digest)]).containers.push(read);
  }
  for (const task of tasks) {
    groupOf(groups, [startedReference(task.image).digest ?? task.image]).tasks.push(task);
  }
  return [...new Set(groups.values())];
}

interface Group {
  readonly containers: ReadContainer[];
  readonly tasks: SwarmTask[];
}

/** The group that one of these names belongs to; groups that turn out to be one become one. */
function groupOf(groups: Map<string, Group>, names: readonly string[]): Group {
  const found = [...new Set(names.flatMap((name) => groups.get(name) ?? []))];
  const [group = { containers: [], tasks: [] }, ...others] = found;
  for (const other of others) {
    group.containers.push(...other.containers);
    group.tasks.push(...other.tasks);
    for (const [name, owner] of groups) if (owner === other) groups.set(name, group);
  }
  for (const name of names) groups.set(name, group);
  return group;
}
