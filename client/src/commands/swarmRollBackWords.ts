import type { SwarmServiceFacts } from '../docker/swarmFacts';
import { referenceParts } from './referenceParts';

export interface SwarmRollBackWords {
  readonly question: string;
  readonly detail: string;
  readonly done: string;
  readonly cancelled: string;
}

/** What is said before and after the engine's own roll back. */
export function swarmRollBackWords(
  name: string,
  { image, previousImage, replicas, mode }: SwarmServiceFacts,
  host: string,
): SwarmRollBackWords {
  const [from, to] = [shortened(image), shortened(previousImage ?? '')];
  const tasks = mode === 'global' || replicas === null ? 'its tasks on all nodes' : count(replicas);
  const same = from === to ? ['The image stays the same: the last update changed something else of it.'] : [];
  return {
    question: `Roll back ${name} on ${host}?`,
    detail: [
      `From: ${from}\nTo: ${to}`,
      ...same,
      `The whole specification returns to the one before the last update, not the image alone. The swarm begins at once to replace ${tasks}. Your files stay as they are.`,
    ].join('\n\n'),
    done: `The swarm on ${host} rolls back ${name} to ${to}. The view shows how far it is.`,
    cancelled: `Whether ${name} is being rolled back is not known: the engine had not answered yet. The view shows it.`,
  };
}

function shortened(reference: string): string {
  const { name, tag, digest } = referenceParts(reference);
  const short = digest === null ? '' : `@${digest.slice(0, SHORT)}`;
  return `${name}${tag === null ? '' : `:${tag}`}${short}`;
}

function count(replicas: number): string {
  return replicas === 1 ? 'its only task' : `its ${replicas} tasks`;
}

/** `sha256:` and twelve digits. */
const SHORT = 19;
