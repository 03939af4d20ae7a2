import type { Engine, EngineFailure } from '../engine';
import { atOnce } from './atOnce';
import {
  keepImages,
  observe,
  sortExecs,
  takeDetails,
  takeFacts,
  takeImage,
  takeImageList,
  takeList,
  takeSwarm,
  type HostMemory,
} from './hostMemory';
import { isOver } from './isOver';
import type { ReleaseModel } from './releaseModel';

export interface Reading {
  readonly engine: Engine;
  readonly memory: HostMemory;
  readonly model: ReleaseModel;
  /** Called as soon as there is more to show than before. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** What is asked beside the list of containers. */
export interface Extent {
  readonly images: boolean;
  readonly swarm: boolean;
}

/**
 * Reads what an engine has now: one list, and a closer look at what is new or owed. Answers why there is no list; what
 * else could not be answered stays owed.
 */
export async function readHost(reading: Reading, extent: Extent): Promise<EngineFailure | null> {
  const { engine, memory, changed, signal } = reading;
  const heard = memory.events.last ?? 0;
  const imageList = extent.images ? readImageList(reading) : Promise.resolve();
  const swarm = extent.swarm && memory.inSwarm ? readSwarm(reading) : Promise.resolve();
  const list = await engine.containers(signal);
  if (isOver(signal)) return null;
  if (!list.ok) return list.failure;
  takeFacts(memory, engine.facts);
  takeList(memory, list.value);
  changed();
  // Which images are to be looked at is known only by the list of images.
  await Promise.all([inspectContainers(reading), imageList.then(() => inspectImages(reading)), swarm]);
  if (isOver(signal)) return null;
  sortExecs(memory, heard, reading.model.isHealthcheck);
  changed();
  return null;
}

async function readImageList({ engine, memory, signal }: Reading): Promise<void> {
  memory.owesImageList = false;
  const list = await engine.images(signal);
  if (isOver(signal)) return;
  if (list.ok) takeImageList(memory, list.value);
  else memory.owesImageList = true;
}

/** Services, tasks and nodes; true where they are not as before. */
export async function readSwarm({
  engine,
  memory,
  changed,
  signal,
}: Omit<Reading, 'model'>): Promise<boolean> {
  memory.owesSwarm = false;
  const swarm = await engine.swarm(signal);
  if (isOver(signal)) return false;
  if (!swarm.ok) memory.owesSwarm = true;
  // It has left its swarm: an event of services or nodes tells when it is a manager again.
  else if (swarm.value === null) memory.inSwarm = false;
  if (!swarm.ok || !takeSwarm(memory, swarm.value)) return false;
  changed();
  return true;
}

async function inspectContainers({ engine, memory, changed, signal }: Reading): Promise<void> {
  await atOnce([...memory.owedContainers], CONTAINERS_AT_ONCE, async (id) => {
    if (isOver(signal)) return;
    // Before it is asked: what happens meanwhile makes it owed again.
    memory.owedContainers.delete(id);
    const answer = await engine.container(id, signal);
    if (isOver(signal) || !answer.ok) {
      memory.owedContainers.add(id);
      return;
    }
    takeDetails(memory, id, answer.value);
    changed();
  });
}

async function inspectImages(reading: Reading): Promise<void> {
  const { engine, memory, changed, signal } = reading;
  if (isOver(signal)) return;
  const needed = neededImages(reading);
  keepImages(memory, needed);
  const unknown = [...needed].filter((id) => {
    const known = memory.images.get(id);
    return known === undefined || known === 'unanswered' || memory.owedImages.has(id);
  });
  await atOnce(unknown, IMAGES_AT_ONCE, async (id) => {
    if (isOver(signal)) return;
    memory.owedImages.delete(id);
    const answer = await engine.image(id, signal);
    if (isOver(signal) || !answer.ok) memory.owedImages.add(id);
    if (isOver(signal)) return;
    takeImage(memory, id, answer.ok ? (answer.value ?? 'removed') : 'unanswered');
    changed();
  });
}

function neededImages({ memory, model }: Reading): ReadonlySet<string> {
  const observation = observe(memory);
  if (!observation) return new Set();
  const running = observation.containers.map(({ facts }) => facts.imageId);
  return new Set([...running, ...model.imagesToCompare(observation)].filter((id) => id !== ''));
}

const CONTAINERS_AT_ONCE = 8;
const IMAGES_AT_ONCE = 4;
