import { nameInStack, stackName } from './containerLabels';
import type { Project, ProjectKind, SwarmService } from './model';
import { projectKey } from './projectKey';
import type { ReadContainer } from './readContainer';
import { standaloneGroups } from './standaloneGroups';

/** As much of a container as tells where it belongs. */
export type Placeable = Pick<ReadContainer, 'observed' | 'labels' | 'started'>;

/** Where a service stands, and what was found of it, before it is judged. */
export interface PlacedService<C extends Placeable = ReadContainer> {
  readonly project: Pick<Project, 'key' | 'kind' | 'name'>;
  /** Unique on its host. */
  readonly key: string;
  readonly name: string;
  readonly swarm: SwarmService | null;
  readonly containers: readonly C[];
}

/** Puts every container into exactly one service; a swarm service is there without containers too. */
export function placeContainers<C extends Placeable>(
  containers: readonly C[],
  swarm: readonly SwarmService[],
): readonly PlacedService<C>[] {
  const services = new Map<string, Draft<C>>();
  const places = new Map<string, Place>();
  for (const service of swarm) {
    const { id, name, labels } = service.facts;
    const place = swarmPlace(name, stackName(labels));
    places.set(id, place);
    draft(services, place).swarm = service;
  }
  const lone: C[] = [];
  for (const read of containers) {
    // Its stack may be written on the service alone, which only a manager tells.
    const place = places.get(read.labels.swarm?.serviceId ?? '') ?? placeOf(read);
    if (place) draft(services, place).containers.push(read);
    else lone.push(read);
  }
  const names = standaloneGroups(
    lone.map(({ observed, started }) => ({
      name: observed.facts.name,
      repository: started?.repository ?? null,
      tag: started?.tag ?? null,
    })),
  );
  lone.forEach((read, index) => {
    const name = names[index] ?? read.observed.facts.name;
    draft(services, place('standalone', '', name)).containers.push(read);
  });
  return [...services.values()];
}

type Place = Pick<PlacedService, 'project' | 'key' | 'name'>;
type Draft<C> = Place & { swarm: SwarmService | null; readonly containers: C[] };

function placeOf({ labels }: Placeable): Place | null {
  if (labels.swarm) return swarmPlace(labels.swarm.service, labels.swarm.stack);
  return labels.compose && place('compose', labels.compose.project, labels.compose.service);
}

function swarmPlace(service: string, stack: string | null): Place {
  if (stack !== null) return place('stack', stack, nameInStack(service, stack));
  // The name of a service may be that of a container that is none of it.
  return { ...place('standalone', '', service), key: `standalone/service:${service}` };
}

function place(kind: ProjectKind, project: string, name: string): Place {
  const key = projectKey(kind, project);
  return { project: { key, kind, name: project }, key: `${key}/${name}`, name };
}

function draft<C>(services: Map<string, Draft<C>>, place: Place): Draft<C> {
  const known = services.get(place.key);
  if (known) return known;
  const made: Draft<C> = { ...place, swarm: null, containers: [] };
  services.set(place.key, made);
  return made;
}
