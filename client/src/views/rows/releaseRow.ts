import { isLive } from '../../docker/releases/liveStates';
import type { Release, RunningContainer, Service } from '../../docker/releases/model';
import { shortDigest, shortRevision } from '../../wording/identityWords';
import { badges, levelIcon, levelOf, spokenAnswers } from './badges';
import { containerFacts } from './containerFacts';
import {
  containerCopies,
  containerIcon,
  containerKinds,
  containerRow,
  declaredKinds,
  identityKinds,
  spokenContainer,
  stateBeside,
} from './containerRow';
import { highlights } from './highlights';
import type { Place } from './place';
import { taskRow } from './taskRows';
import { containerTooltip, releaseTooltip } from './tooltips';
import type { NodeKind, TreeNode } from '../treeNode';
import { targetId, treeRow } from './treeRow';

/** One of several releases of a service; with one container it is that container's line too. */
export function releaseRow(release: Release, service: Service, place: Place): TreeNode {
  const single = onlyContainer(release);
  return single ? singleRow(release, single, service, place) : severalRow(release, service, place);
}

/** The containers of a release, and its tasks on other nodes. */
export function releaseParts(release: Release, service: Service, place: Place): readonly TreeNode[] {
  return [
    ...release.containers.map((container) => containerRow(container, service, place)),
    ...release.tasksElsewhere.map((task) => taskRow(task, service, place)),
  ];
}

/** The container that is all of a release. */
export function onlyContainer({ containers, tasksElsewhere }: Release): RunningContainer | null {
  return containers.length === 1 && tasksElsewhere.length === 0 ? (containers[0] ?? null) : null;
}

/**
 * `1.4.0 @1a2b3c4`, and what is to be said of it. The commit stands where nothing is: in a narrow side bar it would push
 * out what matters more, and the tooltip has it.
 */
export function identityAnd(release: Release, words: readonly string[]): readonly string[] {
  const { version, digest } = release;
  const short = shortDigest(digest);
  const names = version === null ? [short] : digest.known ? [`${version} ${short}`] : [version, short];
  return [...names, ...commitAnd(release, words)];
}

function commitAnd({ revision }: Release, words: readonly string[]): readonly string[] {
  const commit = shortRevision(revision);
  return words.length > 0 || commit === null ? words : [commit];
}

/** `release 1.4.0, digest 1a2b3c4, commit 9f8e7d6`. */
export function spokenRelease({ version, digest, revision }: Release): string {
  const commit = shortRevision(revision);
  return [
    version === null ? 'release' : `release ${version}`,
    digest.known ? `digest ${shortDigest(digest).slice(1)}` : 'no digest',
    ...(commit === null ? [] : [`commit ${commit}`]),
  ].join(', ');
}

export function releaseCopies(release: Release): TreeNode['copies'] {
  const { digest, containers } = release;
  return { digest: digest.known ? digest.digest : null, reference: containers[0]?.reference ?? null };
}

export function releaseKinds(release: Release): readonly NodeKind[] {
  const { digest, containers, revision } = release;
  const referred = containers[0] !== undefined && containers[0].reference !== null;
  return identityKinds(digest.known, referred, revision.known);
}

/** How many containers and tasks run. */
export function runningParts({ containers, tasksElsewhere }: Release): number {
  return containers.filter(({ facts }) => isLive(facts.state)).length + tasksElsewhere.length;
}

/** `3 ×` before what there are several of. */
export function times(number: number): string {
  return number > 1 ? `${number} × ` : '';
}

function severalRow(release: Release, service: Service, place: Place): TreeNode {
  const { label, digest } = nameAndDigest(release);
  const target = { kind: 'release', host: place.host.id, key: release.key } as const;
  const size = runningParts(release);
  return treeRow({
    id: `${place.within}${targetId(target)}`,
    label: `${times(size)}${label}`,
    highlights: highlights(`${times(size)}${label}`, place.words),
    description: [...digest, ...commitAnd(release, badges(release.answers))].join(' · '),
    tooltip: () => releaseTooltip(release, service),
    icon: levelIcon(levelOf(release.answers)),
    spoken: `${spokenRelease(release)}, of ${service.name}, ${size} running, ${spokenAnswers(release.answers)}`,
    kinds: ['release', ...releaseKinds(release), ...declaredKinds(service)],
    target,
    copies: releaseCopies(release),
    children: () => releaseParts(release, service, place),
  });
}

function singleRow(release: Release, container: RunningContainer, service: Service, place: Place): TreeNode {
  const { label, digest } = nameAndDigest(release);
  const { id } = container;
  return treeRow({
    id: `${place.within}${targetId({ kind: 'release', host: place.host.id, key: release.key })}`,
    label,
    highlights: highlights(label, place.words),
    description: [...digest, ...commitAnd(release, stateBeside(container, place.now))].join(' · '),
    tooltip: () => containerTooltip(container, place),
    icon: containerIcon(container),
    spoken: `release ${label} of ${service.name}, ${spokenContainer(container, place)}`,
    kinds: ['release', ...containerKinds(container, service)],
    target: { kind: 'container', host: place.host.id, id },
    copies: containerCopies(container),
    opens: true,
    children: () => containerFacts(container, place),
  });
}

/** Named by its version; by its digest where nothing says one. */
function nameAndDigest({ version, digest }: Release): {
  readonly label: string;
  readonly digest: readonly string[];
} {
  const short = shortDigest(digest);
  return version === null ? { label: short, digest: [] } : { label: version, digest: [short] };
}
