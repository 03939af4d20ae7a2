import type { ContainerFacts } from '../engineFacts';
import { remembered } from './remembered';
import { TEMPORARY_LABEL } from './temporaryContainer';

/** What compose and swarm write on the containers that they make, and what we write on ours. */
export interface ContainerLabels {
  readonly compose: ComposeLabels | null;
  readonly swarm: SwarmLabels | null;
  /** Made by us to read a file of an image, and about to be removed. */
  readonly isTemporary: boolean;
}

export interface ComposeLabels {
  readonly project: string;
  readonly service: string;
  /** Made by `docker compose run`. */
  readonly isOneOff: boolean;
  readonly configurationHash: string | null;
  readonly version: string | null;
  readonly workingDirectory: string | null;
  /** As written: paths with commas between them. */
  readonly files: string;
  readonly environmentFiles: string;
}

export interface SwarmLabels {
  readonly service: string;
  /** Null where an engine does not write it. */
  readonly serviceId: string | null;
  /** `web.2.k3jd…`: service, slot or node, task. */
  readonly taskName: string;
  readonly taskId: string;
  readonly stack: string | null;
}

export function containerLabels({ labels }: ContainerFacts): ContainerLabels {
  return rememberedLabels(labels, [], () => ({
    compose: composeLabels(labels),
    swarm: swarmLabels(labels),
    isTemporary: TEMPORARY_LABEL in labels,
  }));
}

const rememberedLabels = remembered<ContainerLabels>();

/** A swarm service's name as its stack's file says it. */
export function nameInStack(service: string, stack: string): string {
  return service.startsWith(`${stack}_`) ? service.slice(stack.length + 1) : service;
}

/** Of a container, or of the specification of a service. */
export function stackName(labels: Readonly<Record<string, string>>): string | null {
  return text(labels, 'com.docker.stack.namespace');
}

function composeLabels(labels: Readonly<Record<string, string>>): ComposeLabels | null {
  const label = (name: string) => text(labels, `com.docker.compose.${name}`);
  const project = label('project') ?? text(labels, 'io.podman.compose.project');
  const service = label('service') ?? text(labels, 'io.podman.compose.service');
  if (project === null || service === null) return null;
  return {
    project,
    service,
    isOneOff: label('oneoff')?.toLowerCase() === 'true',
    configurationHash: label('config-hash'),
    version: label('version'),
    workingDirectory: label('project.working_dir'),
    files: label('project.config_files') ?? '',
    environmentFiles: label('project.environment_file') ?? '',
  };
}

function swarmLabels(labels: Readonly<Record<string, string>>): SwarmLabels | null {
  const label = (name: string) => text(labels, `com.docker.swarm.${name}`);
  const service = label('service.name');
  if (service === null) return null;
  return {
    service,
    serviceId: label('service.id'),
    taskName: label('task.name') ?? '',
    taskId: label('task.id') ?? '',
    stack: stackName(labels),
  };
}

/** Null where it is absent or empty. */
function text(labels: Readonly<Record<string, string>>, name: string): string | null {
  const value: unknown = Object.hasOwn(labels, name) ? labels[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}
