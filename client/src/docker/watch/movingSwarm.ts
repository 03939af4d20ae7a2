import type { SwarmFacts } from '../swarmFacts';

/** Whether services of a swarm are on their way to what they are to be. */
export function isUnderWay(swarm: SwarmFacts | null): boolean {
  if (!swarm) return false;
  return (
    swarm.services.some(({ update }) => update !== null && UNDER_WAY.has(update.state)) ||
    swarm.tasks.some(({ desiredState, state }) => desiredState === 'running' && STARTING.has(state))
  );
}

const UNDER_WAY: ReadonlySet<string> = new Set(['updating', 'rollback_started']);
const STARTING: ReadonlySet<string> = new Set([
  'new',
  'allocated',
  'pending',
  'assigned',
  'accepted',
  'preparing',
  'ready',
  'starting',
]);
