import type { RunningImage } from '../../../../server/src/inspectionProtocol';
import type { Observation } from '../releases/observation';
import { takeComparison } from './gatherKnowledge';
import { observe } from './hostMemory';
import type { Inspection, Target } from './inspection';
import type { KnowledgeSources } from './knowledgeSources';
import { lookUp, type Found } from './lookUp';
import type { ReleaseModel } from './releaseModel';
import type { HostWatch } from './watchHost';

export interface FreshnessQuestion {
  readonly watches: readonly HostWatch[];
  readonly inspection: Inspection;
  /** Null for all that runs everywhere. */
  readonly target: Target | null;
}

/** Has registries asked what they have by now for the images that run, each image once over all hosts. */
export async function checkFreshness(
  { watches, inspection, target }: FreshnessQuestion,
  { knowledge, model }: { readonly knowledge: KnowledgeSources; readonly model: ReleaseModel },
  signal: AbortSignal,
): Promise<void> {
  const images = new Map<string, RunningImage>();
  for (const watch of watches) {
    if (target && target.host !== watch.host.id) continue;
    const observation = observe(watch.memory);
    if (!observation) continue;
    for (const image of model.runningImages(partOf(observation, inspection, target)))
      images.set(image.key, image);
  }
  if (images.size === 0) return;
  const answers = await knowledge.compare([...images.values()], true, signal);
  // Also where it was cancelled: what has been answered till then is true.
  for (const watch of watches) {
    const observation = observe(watch.memory);
    if (!observation) continue;
    const own = model.runningImages(observation).filter(({ key }) => images.has(key));
    const keys = new Set(own.map(({ key }) => key));
    const fitting = answers.filter(({ key }) => keys.has(key));
    if (takeComparison(watch.known, own, fitting)) watch.options.changed();
  }
}

function partOf(observation: Observation, inspection: Inspection, target: Target | null): Observation {
  if (!target || target.kind === 'host') return observation;
  const found = lookUp(inspection, target);
  const ids = new Set(found ? containersOf(found) : []);
  return { ...observation, containers: observation.containers.filter(({ facts }) => ids.has(facts.id)) };
}

function containersOf({ project, service, release, container }: Found): readonly string[] {
  if (container) return [container.id];
  const services = service ? [service] : (project?.services ?? []);
  const releases = release ? [release] : services.flatMap((each) => each.releases);
  return releases.flatMap((each) => each.containers.map(({ id }) => id));
}
