import type { RunningImage } from '../../../../server/src/inspectionProtocol';
import type { EvidenceQuestion } from '../releases/evidenceQuestion';
import type { Observation } from '../releases/observation';
import { evidenceQuestions, takeComparison, takeEvidence } from './gatherKnowledge';
import { observe } from './hostMemory';
import type { Inspection, Target } from './inspection';
import type { KnowledgeSources } from './knowledgeSources';
import { lookUp, type Found } from './lookUp';
import type { ReleaseModel } from './releaseModel';
import { sightOf, type HostWatch } from './watchHost';

export interface FreshnessQuestion {
  readonly watches: readonly HostWatch[];
  readonly inspection: Inspection;
  /** Null for all that runs everywhere. */
  readonly target: Target | null;
}

export interface FreshnessSources {
  readonly knowledge: KnowledgeSources;
  readonly model: ReleaseModel;
}

/**
 * Has registries asked what they have by now for the images that run, and where these come from; each image once over
 * all hosts.
 */
export async function checkFreshness(
  question: FreshnessQuestion,
  sources: FreshnessSources,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([compare(question, sources, signal), trace(question, sources, signal)]);
}

async function compare(
  { watches, inspection, target }: FreshnessQuestion,
  { knowledge, model }: FreshnessSources,
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

async function trace(
  { watches, inspection, target }: FreshnessQuestion,
  { knowledge, model }: FreshnessSources,
  signal: AbortSignal,
): Promise<void> {
  const questions = new Map<string, EvidenceQuestion>();
  for (const { id, state } of inspection.hosts) {
    if (state.kind !== 'running' || (target && target.host !== id)) continue;
    const isAsked = isPartOf(inspection, target);
    for (const question of evidenceQuestions(model, state.releases, isAsked))
      questions.set(JSON.stringify(question), question);
  }
  if (questions.size === 0) return;
  const answers = await knowledge.evidence([...questions.values()], signal);
  for (const watch of watches) {
    const { state } = sightOf(watch);
    if (state.kind !== 'running') continue;
    const own = evidenceQuestions(model, state.releases).filter((question) =>
      questions.has(JSON.stringify(question)),
    );
    const keys = new Set(own.map(({ key }) => key));
    const fitting = answers.filter(({ key }) => keys.has(key));
    if (!takeEvidence(watch.known, own, fitting)) continue;
    watch.options.changed();
    // It may name commits that nobody has asked for yet.
    watch.gather?.ask().catch(watch.options.report);
  }
}

function partOf(observation: Observation, inspection: Inspection, target: Target | null): Observation {
  if (!target || target.kind === 'host') return observation;
  const isAsked = isPartOf(inspection, target);
  return { ...observation, containers: observation.containers.filter(({ facts }) => isAsked(facts.id)) };
}

/** Whether a container is part of what is asked about. */
function isPartOf(inspection: Inspection, target: Target | null): (container: string) => boolean {
  if (!target || target.kind === 'host') return () => true;
  const found = lookUp(inspection, target);
  const ids = new Set(found ? containersOf(found) : []);
  return (id) => ids.has(id);
}

function containersOf({ project, service, release, container }: Found): readonly string[] {
  if (container) return [container.id];
  const services = service ? [service] : (project?.services ?? []);
  const releases = release ? [release] : services.flatMap((each) => each.releases);
  return releases.flatMap((each) => each.containers.map(({ id }) => id));
}
