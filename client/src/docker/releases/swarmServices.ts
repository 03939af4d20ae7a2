import type { SwarmServiceFacts, SwarmTaskFacts } from '../swarmFacts';
import type { SwarmService, SwarmTask } from './model';
import type { Observation } from './observation';

/** The services of a swarm as its manager tells them; empty on other nodes. */
export function swarmServices({ swarm }: Observation): readonly SwarmService[] {
  if (swarm === null) return [];
  const nodes = new Map(swarm.nodes.map(({ id, name }) => [id, name]));
  const byService = new Map<string, SwarmTask[]>();
  for (const task of swarm.tasks) {
    const named: SwarmTask = { ...task, node: nodes.get(task.nodeId) ?? task.nodeId };
    const same = byService.get(task.serviceId);
    if (same) same.push(named);
    else byService.set(task.serviceId, [named]);
  }
  return swarm.services.map((facts) => swarmService(facts, byService.get(facts.id) ?? []));
}

/** Tasks that run where this engine cannot look into them. */
export function tasksElsewhere(
  { tasks }: SwarmService,
  containers: ReadonlySet<string>,
): readonly SwarmTask[] {
  return tasks.filter(
    (task) => isRunning(task) && (task.containerId === null || !containers.has(task.containerId)),
  );
}

/** `update paused: …`: what people have to know of an update that does not go on by itself. */
export function updateProblem({ update }: SwarmServiceFacts): string | null {
  switch (update?.state) {
    case 'paused':
      return 'update paused';
    case 'rollback_paused':
      return 'rollback paused';
    case undefined:
    default:
      return null;
  }
}

function swarmService(facts: SwarmServiceFacts, all: readonly SwarmTask[]): SwarmService {
  const wanted = all.filter(isWanted).sort(newestFirst);
  const failed = lastFailed(all, wanted).sort(newestFirst);
  const running = wanted.filter(isRunning).length;
  return { facts, running, wanted: facts.replicas ?? wanted.length, tasks: [...wanted, ...failed] };
}

/** Of each slot the failure that came last, unless what runs there now has run since without another. */
function lastFailed(all: readonly SwarmTask[], wanted: readonly SwarmTask[]): SwarmTask[] {
  const last = new Map<string, SwarmTask>();
  for (const task of all) {
    if (!FAILED.has(task.state) || wanted.includes(task)) continue;
    const slot = slotOf(task);
    const other = last.get(slot);
    if (!other || newestFirst(task, other) < 0) last.set(slot, task);
  }
  return [...last.values()];
}

function slotOf({ slot, nodeId }: SwarmTaskFacts): string {
  return slot === null ? nodeId : String(slot);
}

function isWanted({ desiredState }: SwarmTaskFacts): boolean {
  return desiredState !== 'shutdown' && desiredState !== 'remove';
}

function isRunning({ state, desiredState }: SwarmTaskFacts): boolean {
  return state === 'running' && desiredState !== 'remove' && desiredState !== 'shutdown';
}

function newestFirst(a: SwarmTaskFacts, b: SwarmTaskFacts): number {
  return b.created - a.created || (a.id < b.id ? -1 : Number(a.id > b.id));
}

const FAILED: ReadonlySet<string> = new Set(['failed', 'rejected', 'orphaned']);
