import { ask, understood, unexpected, type Line } from './dockerodeClient';
import { readSwarm } from './swarmAnswers';
import { recordOf } from './untypedAnswer';
import type { Answer } from './engine';
import type { SwarmFacts, SwarmServiceFacts } from './swarmFacts';

/** The services first: a node that is no manager is asked no more. */
export async function askSwarm(line: Line, signal: AbortSignal): Promise<Answer<SwarmFacts | null>> {
  const limit = line.limits.answer;
  const list = (path: string) => ask(line, { path, signal, limit });
  const services = await list('/services');
  if (!services.ok) return nullIfNoManager(services);
  const [tasks, nodes] = await Promise.all([list('/tasks'), list('/nodes')]);
  if (!tasks.ok) return nullIfNoManager(tasks);
  if (!nodes.ok) return nullIfNoManager(nodes);
  const answers = { services: services.value, tasks: tasks.value, nodes: nodes.value };
  return understood(line, { ok: true, value: answers }, () => readSwarm(answers));
}

/** The engine wants the whole specification again, although it takes the previous one. */
export async function rollBack(
  line: Line,
  service: SwarmServiceFacts,
  signal: AbortSignal,
): Promise<Answer<null>> {
  const limit = line.limits.answer;
  const path = `/services/${encodeURIComponent(service.id)}`;
  const current = await ask(line, { path, signal, limit });
  if (!current.ok) return current;
  const { Spec: specification } = recordOf(current.value);
  if (typeof specification !== 'object' || specification === null) {
    return { ok: false, failure: unexpected(line, 'The service has no specification.') };
  }
  const query = { version: String(service.version), rollback: 'previous' };
  const updated = await ask(line, {
    method: 'POST',
    path: `${path}/update`,
    query,
    body: specification,
    signal,
    limit,
  });
  return updated.ok ? { ok: true, value: null } : updated;
}

/** Docker answers 503 on a node that is no manager, podman 404; and 503 too where the managers have lost their leader. */
function nullIfNoManager(answer: Failed): Answer<null> {
  const { status, detail } = answer.failure;
  return (status === 503 && !detail.includes('leader')) || status === 404
    ? { ok: true, value: null }
    : answer;
}

type Failed = Extract<Answer<unknown>, { readonly ok: false }>;
