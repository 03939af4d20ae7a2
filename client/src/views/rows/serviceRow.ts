import type { Release, RunningContainer, Service } from '../../docker/releases/model';
import { count } from '../../wording/amounts';
import { badges, levelIcon, levelOf, spokenAnswers } from './badges';
import { containerFacts } from './containerFacts';
import {
  containerCopies,
  containerIcon,
  containerKinds,
  declaredKinds,
  spokenContainer,
  stateBeside,
} from './containerRow';
import { highlights } from './highlights';
import type { Place } from './place';
import {
  identityAnd,
  onlyContainer,
  releaseCopies,
  releaseKinds,
  releaseParts,
  releaseRow,
  runningParts,
  spokenRelease,
  times,
} from './releaseRow';
import { swarmBadges, swarmRows } from './taskRows';
import { containerTooltip, serviceTooltip } from './tooltips';
import type { TreeNode } from '../treeNode';
import { targetId, treeRow } from './treeRow';

/** How a service is called where it stands: alone in its project, `shop / web` elsewhere. */
export interface Heading {
  readonly label: string;
  /** Before all else beside it; empty for nothing. */
  readonly before: readonly string[];
}

/**
 * A service. Levels that would say one thing twice are left out: of a single release the containers follow at once, and a
 * single container is the same line.
 */
export function serviceRow(service: Service, place: Place, heading = ownHeading(service)): TreeNode {
  const [release, second] = service.releases;
  if (!release || second) return rolloutRow(service, place, heading);
  const container = service.swarm ? null : onlyContainer(release);
  return container
    ? singleRow({ service, release, container }, place, heading)
    : releasedRow(service, release, place, heading);
}

/** Several releases, or none at all. */
function rolloutRow(service: Service, place: Place, heading: Heading): TreeNode {
  const { releases, rollout } = service;
  const state = rollout ?? withoutRollout(releases);
  return treeRow({
    ...common(service, place, heading),
    description: [...heading.before, state, ...serviceBadges(service)].join(' · '),
    spoken: `service ${heading.label}, ${state}, ${spokenService(service)}`,
    kinds: ['service', ...declaredKinds(service)],
    opened: rollout !== null,
    children: () => [
      ...releases.map((release) => releaseRow(release, service, place)),
      ...swarmRows(service, place),
    ],
  });
}

/** The first release is the one that runs; others are what it has left behind. */
function withoutRollout(releases: readonly Release[]): string {
  const [first, ...others] = releases;
  if (!first) return 'nothing runs';
  return identityAnd(first, [`${count(others.length, 'older release')} stopped`]).join(' · ');
}

function releasedRow(service: Service, release: Release, place: Place, heading: Heading): TreeNode {
  const size = runningParts(release);
  const words = serviceBadges(service);
  return treeRow({
    ...common(service, place, heading),
    description: [...heading.before, `${times(size)}${identityAnd(release, words).join(' · ')}`].join(' · '),
    spoken: `service ${heading.label}, ${size} running, ${spokenRelease(release)}, ${spokenService(service)}`,
    kinds: ['service', 'release', ...releaseKinds(release), ...declaredKinds(service)],
    copies: releaseCopies(release),
    children: () => [...releaseParts(release, service, place), ...swarmRows(service, place)],
  });
}

interface Single {
  readonly service: Service;
  readonly release: Release;
  readonly container: RunningContainer;
}

function singleRow({ service, release, container }: Single, place: Place, heading: Heading): TreeNode {
  const { id } = container;
  return treeRow({
    ...common(service, place, heading),
    description: [...heading.before, ...identityAnd(release, stateBeside(container, place.now))].join(' · '),
    tooltip: () => containerTooltip(container, place),
    icon: containerIcon(container),
    spoken: `service ${heading.label}, ${spokenContainer(container, place)}`,
    kinds: ['service', 'release', ...containerKinds(container, service)],
    target: { kind: 'container', host: place.host.id, id },
    copies: containerCopies(container),
    opens: true,
    children: () => containerFacts(container, place),
  });
}

function common(service: Service, place: Place, { label }: Heading) {
  const target = { kind: 'service', host: place.host.id, key: service.key } as const;
  return {
    id: `${place.within}${targetId(target)}`,
    label,
    highlights: highlights(label, place.words),
    tooltip: () => serviceTooltip(service),
    icon: levelIcon(levelOf(service.answers)),
    target,
  };
}

function serviceBadges({ swarm, answers }: Service): readonly string[] {
  return [...(swarm ? swarmBadges(swarm, answers.health) : []), ...badges(answers)];
}

function spokenService({ swarm, answers }: Service): string {
  const tasks = swarm ? `${swarm.running} of ${swarm.wanted} tasks run, ` : '';
  return `${tasks}${spokenAnswers(answers)}`;
}

function ownHeading({ name }: Service): Heading {
  return { label: name, before: [] };
}
