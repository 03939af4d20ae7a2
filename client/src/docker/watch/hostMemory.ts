import { isDeepStrictEqual } from 'node:util';
import type { EngineFacts } from '../engine';
import type { EngineEvent } from '../engineEvents';
import type { ContainerDetails, ContainerFacts, ListedImage } from '../engineFacts';
import type { ImageAnswer, MeasuredChanges, ObservedContainer, Observation } from '../releases/observation';
import { TEMPORARY_LABEL } from '../releases/temporaryContainer';
import type { SwarmFacts } from '../swarmFacts';
import { afterGap, keepExecs, NOTHING_HEARD, type EventMemory } from './eventMemory';

/**
 * What an engine has said so far; it outlives a connection. Whatever is as it was keeps its identity, so that a picture
 * that did not change is told by one comparison.
 */
export interface HostMemory {
  facts: EngineFacts | null;
  readonly containers: Map<string, ObservedContainer>;
  listed: ReadonlyMap<string, ListedImage>;
  readonly images: Map<string, ImageAnswer>;
  swarm: SwarmFacts | null;
  /** Whether it has told of a swarm, which it may have joined later. */
  inSwarm: boolean;
  events: EventMemory;
  /** Whether the engine refuses its events, so that its lists alone tell what has happened. */
  isDeaf: boolean;
  /** Containers and images that are to be looked at closely. */
  readonly owedContainers: Set<string>;
  readonly owedImages: Set<string>;
  /** Whether the list of images was asked for and not answered. */
  owesImageList: boolean;
  owesSwarm: boolean;
  /** Null once something has changed. */
  observation: Observation | null;
}

export function createHostMemory(): HostMemory {
  return {
    facts: null,
    containers: new Map(),
    listed: new Map(),
    images: new Map(),
    swarm: null,
    inSwarm: false,
    events: NOTHING_HEARD,
    isDeaf: false,
    owedContainers: new Set(),
    owedImages: new Set(),
    owesImageList: false,
    owesSwarm: false,
    observation: null,
  };
}

/** Null before it was first read. */
export function observe(memory: HostMemory): Observation | null {
  if (!memory.facts) return null;
  memory.observation ??= {
    engine: memory.facts,
    containers: [...memory.containers.values()],
    listed: memory.listed,
    images: new Map(memory.images),
    swarm: memory.swarm,
    execs: memory.events.execs,
    remembersSince: memory.events.since,
  };
  return memory.observation;
}

export function takeFacts(memory: HostMemory, facts: EngineFacts): void {
  // Its time is that of the connection, and nothing to show.
  if (memory.facts && isDeepStrictEqual({ ...memory.facts, time: facts.time }, facts)) return;
  memory.facts = facts;
  memory.observation = null;
}

/** Takes the list for all that there is, in its order, but for what we have made to read files of images. */
export function takeList(memory: HostMemory, all: readonly ContainerFacts[]): void {
  const list = all.filter(({ labels }) => !Object.hasOwn(labels, TEMPORARY_LABEL));
  const before = new Map(memory.containers);
  const order = [...before.keys()];
  memory.containers.clear();
  let isSame = list.length === order.length;
  list.forEach((facts, position) => {
    const known = before.get(facts.id);
    if (!known || looksOtherwise(known.facts, facts, memory.isDeaf)) memory.owedContainers.add(facts.id);
    const same = known !== undefined && isDeepStrictEqual(known.facts, facts);
    isSame &&= same && order[position] === facts.id;
    memory.containers.set(
      facts.id,
      same ? known : { facts, details: known?.details ?? null, changes: known?.changes ?? null },
    );
  });
  for (const id of memory.owedContainers) if (!memory.containers.has(id)) memory.owedContainers.delete(id);
  if (!isSame) memory.observation = null;
}

/** Images whose names have changed are looked at again. */
export function takeImageList(memory: HostMemory, list: readonly ListedImage[]): void {
  const before = memory.listed;
  const listed = new Map(
    list.map((image) => {
      const known = before.get(image.id);
      return [image.id, known && isDeepStrictEqual(known, image) ? known : image];
    }),
  );
  const changed = [...listed, ...before].filter(([id]) => before.get(id) !== listed.get(id));
  if (changed.length === 0) return;
  for (const [id] of changed) if (memory.images.has(id)) memory.owedImages.add(id);
  memory.listed = listed;
  memory.observation = null;
}

/** Null for a container that is gone since it was listed. */
export function takeDetails(memory: HostMemory, id: string, details: ContainerDetails | null): void {
  const known = memory.containers.get(id);
  if (!known || (details && isDeepStrictEqual(known.details, details))) return;
  if (details) memory.containers.set(id, { ...known, details });
  else memory.containers.delete(id);
  memory.observation = null;
}

export function takeImage(memory: HostMemory, id: string, image: ImageAnswer): void {
  if (image === 'unanswered' && memory.images.has(id)) return;
  if (isDeepStrictEqual(memory.images.get(id), image)) return;
  memory.images.set(id, image);
  memory.observation = null;
}

/** Forgets what nothing needs any more. */
export function keepImages(memory: HostMemory, needed: ReadonlySet<string>): void {
  for (const id of memory.owedImages) if (!needed.has(id)) memory.owedImages.delete(id);
  for (const id of memory.images.keys()) {
    if (needed.has(id)) continue;
    memory.images.delete(id);
    memory.observation = null;
  }
}

export function takeSwarm(memory: HostMemory, swarm: SwarmFacts | null): boolean {
  if (isDeepStrictEqual(memory.swarm, swarm)) return false;
  memory.swarm = swarm;
  memory.observation = null;
  return true;
}

export function takeChanges(memory: HostMemory, id: string, changes: MeasuredChanges): void {
  const known = memory.containers.get(id);
  if (!known) return;
  memory.containers.set(id, { ...known, changes });
  memory.observation = null;
}

export function takeEvents(memory: HostMemory, events: EventMemory): void {
  const { execs, since } = memory.events;
  memory.events = events;
  if (events.execs !== execs || events.since !== since) memory.observation = null;
}

/** What is known may be another by now, and events may have been missed: all is to be looked at again. */
export function doubt(memory: HostMemory): void {
  takeEvents(memory, afterGap(memory.events));
  for (const id of memory.containers.keys()) memory.owedContainers.add(id);
  for (const id of memory.images.keys()) memory.owedImages.add(id);
}

/** Drops commands of containers that are gone, and health checks as soon as it is known that they are. */
export function sortExecs(
  memory: HostMemory,
  /** Time of the last event before the list was asked for: what came later may be of a container that it lacks. */
  listed: number,
  isHealthcheck: (exec: EngineEvent, details: ContainerDetails) => boolean,
): void {
  const events = keepExecs(memory.events, (exec) => {
    const container = memory.containers.get(exec.id);
    if (!container) return exec.time > listed;
    return !(container.details && isHealthcheck(exec, container.details));
  });
  takeEvents(memory, events);
}

/** Its uptime goes on by itself; where no event tells of a restart, it does. */
function looksOtherwise(before: ContainerFacts, now: ContainerFacts, isDeaf: boolean): boolean {
  return (
    before.state !== now.state ||
    before.name !== now.name ||
    before.imageId !== now.imageId ||
    (isDeaf ? before.status !== now.status : health(before.status) !== health(now.status))
  );
}

/** `Up 8 minutes (healthy)` */
function health(status: string): string {
  return /\(([^)]*)\)$/.exec(status)?.[1] ?? '';
}
