import type {
  SwarmFacts,
  SwarmNodeFacts,
  SwarmServiceFacts,
  SwarmTaskFacts,
  SwarmUpdate,
} from './swarmFacts';
import { labelsOf, numberOf, recordOf, recordsOf, textOf, timeOf, type UntypedRecord } from './untypedAnswer';

/** The answers to `GET /services`, `/tasks` and `/nodes`; null when one is none. */
export function readSwarm(answers: Readonly<Record<keyof SwarmFacts, unknown>>): SwarmFacts | null {
  const services = recordsOf(answers.services)?.flatMap((entry) => readService(entry) ?? []);
  const tasks = recordsOf(answers.tasks)?.flatMap((entry) => readTask(entry) ?? []);
  const nodes = recordsOf(answers.nodes)?.flatMap((entry) => readNode(entry) ?? []);
  return services && tasks && nodes ? { services, tasks, nodes } : null;
}

function readService(service: UntypedRecord): SwarmServiceFacts | null {
  const id = textOf(service.ID);
  if (id === null) return null;
  const specification = recordOf(service.Spec);
  return {
    id,
    name: textOf(specification.Name) ?? id.slice(0, 12),
    version: numberOf(recordOf(service.Version).Index) ?? 0,
    image: image(specification) ?? '',
    labels: labelsOf(specification.Labels),
    ...mode(recordOf(specification.Mode)),
    previousImage: image(recordOf(service.PreviousSpec)),
    update: update(recordOf(service.UpdateStatus)),
    created: timeOf(service.CreatedAt) ?? 0,
    updated: timeOf(service.UpdatedAt) ?? 0,
  };
}

/** A service of replicas that does not say how many has one. */
function mode(answer: UntypedRecord): Pick<SwarmServiceFacts, 'mode' | 'replicas'> {
  if ('Global' in answer) return { mode: 'global', replicas: null };
  if ('ReplicatedJob' in answer || 'GlobalJob' in answer) return { mode: 'job', replicas: null };
  return { mode: 'replicated', replicas: numberOf(recordOf(answer.Replicated).Replicas) ?? 1 };
}

function update(answer: UntypedRecord): SwarmUpdate | null {
  const state = textOf(answer.State);
  if (state === null) return null;
  return {
    state,
    started: timeOf(answer.StartedAt),
    completed: timeOf(answer.CompletedAt),
    message: textOf(answer.Message) ?? '',
  };
}

function readTask(task: UntypedRecord): SwarmTaskFacts | null {
  const id = textOf(task.ID);
  if (id === null) return null;
  const status = recordOf(task.Status);
  const created = timeOf(task.CreatedAt) ?? 0;
  return {
    id,
    serviceId: textOf(task.ServiceID) ?? '',
    slot: numberOf(task.Slot),
    nodeId: textOf(task.NodeID) ?? '',
    image: taskImage(recordOf(task.Spec)) ?? '',
    state: textOf(status.State) ?? 'unknown',
    desiredState: textOf(task.DesiredState) ?? 'unknown',
    message: textOf(status.Err) ?? textOf(status.Message) ?? '',
    containerId: textOf(recordOf(status.ContainerStatus).ContainerID),
    created,
    changed: timeOf(status.Timestamp) ?? created,
  };
}

function readNode(node: UntypedRecord): SwarmNodeFacts | null {
  const id = textOf(node.ID);
  if (id === null) return null;
  const specification = recordOf(node.Spec);
  return {
    id,
    name: textOf(recordOf(node.Description).Hostname) ?? textOf(specification.Name) ?? id.slice(0, 12),
    state: textOf(recordOf(node.Status).State) ?? 'unknown',
    availability: textOf(specification.Availability) ?? 'unknown',
  };
}

function image(specification: UntypedRecord): string | null {
  return taskImage(recordOf(specification.TaskTemplate));
}

function taskImage(specification: UntypedRecord): string | null {
  return textOf(recordOf(specification.ContainerSpec).Image);
}
