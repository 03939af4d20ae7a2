import type { EngineEvent } from '../engineEvents';
import { imageCatalogue, type ImageCatalogue } from './imageCatalogue';
import type { Knowledge, Observation } from './observation';
import type { ComposeLabels } from './containerLabels';
import { newestComposeLabels } from './newestComposeLabels';
import { scratchPattern, type PathTest } from './scratchPattern';

/** What was observed and what else is known, with what is looked up in it again and again. */
export interface Reading {
  readonly observation: Observation;
  readonly knowledge: Knowledge;
  readonly images: ImageCatalogue;
  /** By container, in their order. */
  readonly execs: ReadonlyMap<string, readonly EngineEvent[]>;
  /** By project, those of the container that compose made last. */
  readonly composeLabels: ReadonlyMap<string, ComposeLabels>;
  /** Whether a path is scratch by the settings. */
  readonly isScratch: PathTest;
}

export function reading(observation: Observation, knowledge: Knowledge): Reading {
  return {
    observation,
    knowledge,
    images: imageCatalogue(observation),
    execs: execsByContainer(observation.execs),
    composeLabels: newestComposeLabels(observation),
    isScratch: scratchPattern(knowledge.scratch),
  };
}

function execsByContainer(events: readonly EngineEvent[]): ReadonlyMap<string, readonly EngineEvent[]> {
  const found = new Map<string, EngineEvent[]>();
  for (const event of events) {
    const same = found.get(event.id);
    if (same) same.push(event);
    else found.set(event.id, [event]);
  }
  return found;
}
