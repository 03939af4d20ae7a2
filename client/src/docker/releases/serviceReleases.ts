import type { ContainerFacts } from '../engineFacts';
import type { Answers } from './answers';
import { containerLabels } from './containerLabels';
import type { Declaration } from './declaration';
import { freshness, taskDigest, taskSubject } from './freshness';
import { healthElsewhere } from './health';
import { imageRevision } from './containerRevision';
import type { KnownImage } from './imageCatalogue';
import { isLive } from './liveStates';
import type { Release, RunningContainer, SwarmTask } from './model';
import type { PlacedService } from './placeContainers';
import { placeReleases, type PlacedRelease } from './placeReleases';
import type { ReadContainer } from './readContainer';
import type { Reading } from './reading';
import { releaseVersion } from './releaseVersion';
import { taskSync } from './taskSync';
import { startedReference } from './startedReference';
import { tasksElsewhere } from './swarmServices';
import { worstAnswers } from './worstAnswers';

/** A service whose containers have been judged. */
export interface JudgedService {
  readonly placed: PlacedService;
  readonly declaration: Declaration;
  readonly judged: ReadonlyMap<ReadContainer, RunningContainer>;
  /** Ids of all containers of the engine. */
  readonly here: ReadonlySet<string>;
}

/** The releases of a service, the one with most that runs first. */
export function serviceReleases(known: Reading, service: JudgedService): readonly Release[] {
  const { placed, judged, here } = service;
  const tasks = placed.swarm ? tasksElsewhere(placed.swarm, here) : [];
  const releases = placeReleases(placed.containers, tasks).map((release) => {
    const containers = release.containers
      .flatMap((read) => judged.get(read) ?? [])
      .sort((a, b) => ORDER.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
    return releaseOf(known, service, release, containers);
  });
  return releases.sort(
    (a, b) => runningCount(b) - runningCount(a) || newest(b) - newest(a) || (a.key < b.key ? -1 : 1),
  );
}

/**
 * The worst of all that a service is. What was run once with a command does not count beside others, and stopped
 * containers are counted over all releases.
 */
export function serviceAnswers(
  known: Reading,
  declaration: Declaration,
  releases: readonly Release[],
): Answers {
  const [only, second] = releases;
  if (only && !second) return only.answers;
  const containers = releases.flatMap((release) => release.containers);
  const tasks = releases.flatMap((release) => elsewhere(known, declaration, release.tasksElsewhere));
  const lasting = containers.filter(({ facts }) => !isCommand(facts));
  const counted = lasting.length + tasks.length > 0 ? lasting : containers;
  return worstAnswers([...counted.map(({ answers }) => answers), ...tasks]);
}

/** What of a release runs now, here and elsewhere. */
export function runningCount({ containers, tasksElsewhere: tasks }: Release): number {
  return containers.filter(({ facts }) => isLive(facts.state) && !isCommand(facts)).length + tasks.length;
}

/** What `docker compose run` has started stands beside the service, and is no part of a rollout. */
function isCommand(facts: ContainerFacts): boolean {
  return containerLabels(facts).compose?.isOneOff === true;
}

function releaseOf(
  known: Reading,
  { placed, declaration }: JudgedService,
  release: PlacedRelease,
  containers: readonly RunningContainer[],
): Release {
  const first = leading(release.containers);
  const seen = first ? ofContainers(first, release.containers) : ofTasks(known, release.tasks);
  const id = seen.digest.known ? seen.digest.digest : seen.imageId;
  return {
    key: `${placed.key}@${id}`,
    version: seen.version,
    repository: seen.repository,
    digest: seen.digest,
    platform: seen.platform,
    revision: seen.revision,
    built: seen.image ? builtAt(seen.image) : null,
    size: seen.image?.facts?.size ?? seen.image?.listed?.size ?? null,
    containers,
    tasksElsewhere: release.tasks,
    answers: worstAnswers([
      ...judgedOf(containers, first, release),
      ...elsewhere(known, declaration, release.tasks),
    ]),
  };
}

/** What was run once with a command does not decide what is said of the service, unless there is nothing else. */
function judgedOf(
  containers: readonly RunningContainer[],
  first: ReadContainer | null,
  release: PlacedRelease,
): readonly Answers[] {
  const oneOff = new Set(release.containers.filter(isOneOff).map(({ container }) => container.id));
  const all = first && isOneOff(first) ? containers : containers.filter(({ id }) => !oneOff.has(id));
  return all.map(({ answers }) => answers);
}

type Seen = Pick<Release, 'version' | 'repository' | 'digest' | 'platform' | 'revision'> & {
  readonly image: KnownImage | null;
  readonly imageId: string;
};

/** The container by which a release is told: one that is no command's, that runs, whose reference is known; the newest. */
function leading(containers: readonly ReadContainer[]): ReadContainer | null {
  const rank = (read: ReadContainer) =>
    (isOneOff(read) ? 0 : 8) +
    (isLive(read.observed.facts.state) ? 4 : 0) +
    (read.container.digest.known ? 2 : 0) +
    (read.started === null ? 0 : 1);
  return containers.reduce<ReadContainer | null>((best, read) => {
    if (best === null) return read;
    const difference = rank(read) - rank(best) || read.observed.facts.created - best.observed.facts.created;
    return difference > 0 ? read : best;
  }, null);
}

function isOneOff({ labels }: ReadContainer): boolean {
  return labels.compose?.isOneOff === true;
}

function ofContainers(first: ReadContainer, all: readonly ReadContainer[]): Seen {
  const { digest, platform, revision, imageId } = first.container;
  const started = first.started ?? all.find((read) => read.started !== null)?.started ?? null;
  const version = releaseVersion(
    all.flatMap((read) => read.started ?? []),
    first.image,
  );
  return {
    version,
    repository: started?.repository ?? null,
    digest,
    platform,
    revision,
    image: first.image,
    imageId,
  };
}

/** What runs on other nodes only; this engine may still have the image. */
function ofTasks(known: Reading, tasks: readonly SwarmTask[]): Seen {
  const text = tasks[0]?.image ?? '';
  const started = startedReference(text);
  const [image = null] = started.digest === null ? [] : known.images.withDigest(started.digest);
  const revision = image
    ? imageRevision(known, {
        image,
        labels: image.labels ?? {},
        environment: image.facts?.configuration.environment ?? [],
        tag: started.tag,
      })
    : ({ known: false, reason: 'image-unknown' } as const);
  return {
    version: releaseVersion([started], image),
    repository: started.repository,
    digest: taskDigest(started),
    platform: null,
    revision,
    image,
    imageId: text,
  };
}

function elsewhere(
  known: Reading,
  declaration: Declaration,
  tasks: readonly SwarmTask[],
): readonly Answers[] {
  const [first] = tasks;
  if (!first) return [];
  const subject = taskSubject(known.observation.engine.store, first.image);
  return [
    {
      sync: taskSync(declaration, first.image),
      freshness: freshness(known.knowledge.freshness, subject),
      health: healthElsewhere(tasks),
      drift: {
        status: 'unknown',
        changes: null,
        measured: null,
        problem: null,
        touches: [],
        touchesSince: null,
      },
      risks: [],
    },
  ];
}

function newest({ built, containers }: Release): number {
  return built ?? containers.reduce((latest, { facts }) => Math.max(latest, facts.created), 0);
}

const ORDER = new Intl.Collator('en', { numeric: true });

/** Engines write the first moment of their clock for an image without a date. */
function builtAt({ facts, listed }: Pick<KnownImage, 'facts' | 'listed'>): number | null {
  return [facts?.created, listed?.created].find((time) => time !== undefined && time > 0) ?? null;
}
