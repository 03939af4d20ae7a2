import type { Observation, ObservedContainer } from './observation';
import { containerLabels, type SwarmLabels } from './containerLabels';
import { isLive } from './liveStates';

/**
 * The containers that belong into a picture of what runs: not ours, and not those that a swarm keeps of tasks that it has
 * replaced.
 */
export function shownContainers({ containers, swarm }: Observation): readonly ObservedContainer[] {
  const tasks = new Map((swarm?.tasks ?? []).map((task) => [task.id, task]));
  const newest = new Map<string, number>();
  for (const { facts } of containers) {
    const slot = slotOf(containerLabels(facts).swarm);
    if (slot !== null) newest.set(slot, Math.max(newest.get(slot) ?? facts.created, facts.created));
  }
  const seen = new Set<string>();
  return containers.filter(({ facts }) => {
    const labels = containerLabels(facts);
    if (labels.isTemporary || seen.has(facts.id)) return false;
    seen.add(facts.id);
    if (labels.swarm === null || isLive(facts.state)) return true;
    if (swarm === null) return isNewest(newest, slotOf(labels.swarm), facts.created);
    const task = tasks.get(labels.swarm.taskId);
    return task !== undefined && task.desiredState !== 'shutdown' && task.desiredState !== 'remove';
  });
}

/** A worker is not told of tasks: there the newest container of a slot is the one that counts. */
function isNewest(newest: ReadonlyMap<string, number>, slot: string | null, created: number): boolean {
  const latest = slot === null ? undefined : newest.get(slot);
  return latest === undefined || created >= latest;
}

/** `web.2` of `web.2.k3jd…`. */
function slotOf(labels: SwarmLabels | null): string | null {
  if (labels === null || labels.taskName === '') return null;
  return labels.taskName.replace(/\.[^.]*$/, '');
}
