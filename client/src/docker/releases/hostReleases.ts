import type { Answers } from './answers';
import { drift } from './drift';
import { freshness } from './freshness';
import { health } from './health';
import type { Declaration } from './declaration';
import type { HostReleases, Project, RunningContainer, Service, SwarmService } from './model';
import type { Knowledge, Observation } from './observation';
import { placeContainers, type PlacedService } from './placeContainers';
import { readContainer, type ReadContainer } from './readContainer';
import { reading, type Reading } from './reading';
import { risks } from './risks';
import { serviceDeclaration } from './serviceDeclaration';
import { serviceAnswers, serviceReleases } from './serviceReleases';
import { serviceRollout } from './serviceRollout';
import { shownContainers } from './shownContainers';
import { sync } from './sync';
import { swarmServices, updateProblem } from './swarmServices';

/** What runs on an engine, and the answers about it, from all that is known by now. Total, and the same for the same. */
export function hostReleases(observation: Observation, knowledge: Knowledge): HostReleases {
  const known = reading(observation, knowledge);
  const shown = shownContainers(observation);
  const placed = placeContainers(
    shown.map((observed) => readContainer(known, observed)),
    swarmServices(observation),
  );
  const here = new Set(shown.map(({ facts }) => facts.id));
  const byProject = new Map<string, PlacedService[]>();
  for (const service of placed) {
    const same = byProject.get(service.project.key);
    if (same) same.push(service);
    else byProject.set(service.project.key, [service]);
  }
  const projects = [...byProject.values()].flatMap((services) => projectOf(known, services, here));
  return { engine: observation.engine, projects: projects.sort(projectOrder) };
}

function projectOf(
  known: Reading,
  placed: readonly PlacedService[],
  here: ReadonlySet<string>,
): readonly Project[] {
  const [first] = placed;
  if (!first) return [];
  const declared = known.knowledge.declarations.get(first.project.key);
  const siblings = placed.map(({ name }) => name);
  const services = placed.map((service) =>
    serviceOf(known, service, serviceDeclaration(service, declared, siblings), here),
  );
  return [{ ...first.project, services: services.sort((a, b) => ORDER.compare(a.name, b.name)) }];
}

function serviceOf(
  known: Reading,
  placed: PlacedService,
  declaration: Declaration,
  here: ReadonlySet<string>,
): Service {
  const judged = new Map(
    placed.containers.map((read): readonly [ReadContainer, RunningContainer] => [
      read,
      { ...read.container, answers: containerAnswers(known, placed, declaration, read) },
    ]),
  );
  const releases = serviceReleases(known, { placed, declaration, judged, here });
  const answers = serviceAnswers(known, declaration, releases);
  return {
    key: placed.key,
    project: placed.project,
    name: placed.name,
    releases,
    rollout: serviceRollout(releases),
    swarm: placed.swarm,
    declaration,
    answers: placed.swarm ? withTasks(answers, placed.swarm) : answers,
  };
}

function containerAnswers(
  known: Reading,
  placed: PlacedService,
  declaration: Declaration,
  read: ReadContainer,
): Answers {
  const { container, image, started } = read;
  const { store } = known.observation.engine;
  const { imageId, digest, platform } = container;
  return {
    sync: sync(known, placed, declaration, read),
    freshness: freshness(known.knowledge.freshness, {
      store,
      started,
      imageId,
      digest,
      platform,
      labels: image.labels,
    }),
    health: health(read.observed),
    drift: drift(known, read),
    risks: risks(read),
  };
}

/** A service of a swarm is not well while tasks are missing, however well those are that run. */
function withTasks(answers: Answers, { facts, running, wanted }: SwarmService): Answers {
  const problem = updateProblem(facts);
  const isMissing = running < wanted && facts.mode !== 'job';
  if (!isMissing && problem === null) return answers;
  const { health: before } = answers;
  const said = [problem, isMissing ? `${running} of ${wanted} tasks run` : null].filter(
    (text) => text !== null,
  );
  const isUpdating = facts.update?.state === 'updating' || facts.update?.state === 'rollback_started';
  const status = problem === null && isUpdating && before.status !== 'degraded' ? 'starting' : 'degraded';
  return { ...answers, health: { status, details: [...said, ...before.details] } };
}

/** Projects by name, and at last what no project owns. */
function projectOrder(a: Project, b: Project): number {
  const last = Number(a.kind === 'standalone') - Number(b.kind === 'standalone');
  return last || ORDER.compare(a.name, b.name) || ORDER.compare(a.kind, b.kind);
}

const ORDER = new Intl.Collator('en', { numeric: true });
