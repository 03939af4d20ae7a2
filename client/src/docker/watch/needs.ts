import type { EngineEvent } from '../engineEvents';
import type { ContainerDetails } from '../engineFacts';

/** What is to be asked of an engine after what it has told. */
export interface Needs {
  readonly containers: boolean;
  readonly images: boolean;
  readonly swarm: boolean;
  /** Containers that are to be looked at closely again. */
  readonly inspected: ReadonlySet<string>;
}

export const NO_NEEDS: Needs = { containers: false, images: false, swarm: false, inspected: new Set() };

/** `details`: what is known of a container so far. */
export function needsOf(
  events: readonly EngineEvent[],
  details: (container: string) => ContainerDetails | null,
): Needs {
  const inspected = new Set<string>();
  let [containers, images, swarm] = [false, false, false];
  for (const event of events) {
    switch (event.kind) {
      case 'container':
        if (isQuiet(event, details)) continue;
        containers = true;
        swarm ||= 'com.docker.swarm.service.id' in event.attributes;
        if (!GONE.has(event.action)) inspected.add(event.id);
        break;
      case 'image':
        images ||= !QUIET_OF_IMAGES.has(event.action);
        break;
      case 'service':
      case 'node':
        swarm = true;
        break;
      case 'other':
    }
  }
  // A container is listed by its image's id once the tag has moved.
  return { containers: containers || images, images, swarm, inspected };
}

/** What people do in a container, or copy out of it, is no change of what runs. */
function isQuiet(
  { id, action, detail, attributes }: EngineEvent,
  details: (container: string) => ContainerDetails | null,
): boolean {
  if (action.startsWith('exec') || QUIET_OF_CONTAINERS.has(action)) return true;
  // podman tells of every check, and not only when the health is another.
  const health = detail.trim() || (attributes.health_status ?? '');
  return action === 'health_status' && health !== '' && health === details(id)?.health;
}

const QUIET_OF_CONTAINERS: ReadonlySet<string> = new Set([
  'archive-path',
  'attach',
  'checkpoint',
  'commit',
  'copy',
  'detach',
  'export',
  'extract-to-dir',
  'init',
  'kill',
  'mount',
  'resize',
  'sync',
  'top',
  'unmount',
]);
const GONE: ReadonlySet<string> = new Set(['destroy', 'prune', 'remove']);
const QUIET_OF_IMAGES: ReadonlySet<string> = new Set(['mount', 'save', 'unmount']);
