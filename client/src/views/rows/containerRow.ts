import type { RunningContainer, Service } from '../../docker/releases/model';
import { shortDigest, shortRevision } from '../../wording/identityWords';
import { age } from '../../wording/moments';
import { badges, levelIcon, levelOf, spokenAnswers } from './badges';
import { containerFacts } from './containerFacts';
import { highlights } from './highlights';
import type { Place } from './place';
import { containerTooltip, stateText } from './tooltips';
import type { NodeKind, TreeIcon, TreeNode } from '../treeNode';
import { icon, targetId, treeRow } from './treeRow';

/** A container below its release; what runs is said above it. */
export function containerRow(container: RunningContainer, service: Service, place: Place): TreeNode {
  const target = { kind: 'container', host: place.host.id, id: container.id } as const;
  const label = containerLabel(container.name);
  return treeRow({
    id: `${place.within}${targetId(target)}`,
    label,
    highlights: highlights(label, place.words),
    description: stateWords(container, place.now).join(' · '),
    tooltip: () => containerTooltip(container, place),
    icon: containerIcon(container),
    spoken: spokenContainer(container, place),
    kinds: containerKinds(container, service),
    target,
    copies: containerCopies(container),
    opens: true,
    children: () => containerFacts(container, place),
  });
}

/** Swarm hangs a task's id of 25 signs on the name. */
export function containerLabel(name: string): string {
  return name.replace(/\.[a-z0-9]{25}$/, '');
}

export function containerIcon({ answers, facts }: RunningContainer): TreeIcon {
  const level = levelOf(answers);
  if (level === 'bad' || level === 'attention') return levelIcon(level);
  return facts.state === 'paused' ? icon('debug-pause', 'disabledForeground') : levelIcon(level);
}

export function spokenContainer(container: RunningContainer, { now }: Place): string {
  const { name, reference, digest, revision, answers } = container;
  const commit = shortRevision(revision);
  const identity = [
    digest.known ? `digest ${shortDigest(digest).slice(1)}` : 'no digest',
    ...(commit === null ? [] : [`commit ${commit}`]),
  ].join(', ');
  return `container ${name}, ${stateText(container, now)}, image ${reference ?? 'unknown'}, ${identity}, ${spokenAnswers(answers)}`;
}

export function containerKinds(container: RunningContainer, service: Service): readonly NodeKind[] {
  return [
    'container',
    'changes',
    ...identityKinds(container.digest.known, container.reference !== null, container.revision.known),
    ...declaredKinds(service),
  ];
}

export function containerCopies({ digest, reference }: RunningContainer): TreeNode['copies'] {
  return { digest: digest.known ? digest.digest : null, reference };
}

export function identityKinds(digest: boolean, reference: boolean, commit: boolean): readonly NodeKind[] {
  return [
    ...(digest ? ['digest' as const] : []),
    ...(reference ? ['reference' as const] : []),
    ...(commit ? ['commit' as const] : []),
  ];
}

/** What a service's file, or its swarm, allows. */
export function declaredKinds({ declaration, swarm }: Service): readonly NodeKind[] {
  const declared = declaration.kind === 'declared' ? declaration.service : null;
  return [
    ...(declared ? ['declared' as const] : []),
    ...(declared?.build?.dockerfile ? ['built' as const] : []),
    ...(swarm?.facts.previousImage ? ['rollback' as const] : []),
  ];
}

/** How long it has been up, or since when it is not, and what is not fine. */
export function stateWords({ facts, details, answers }: RunningContainer, now: number): readonly string[] {
  const words = badges(answers);
  if (details?.started && facts.state === 'running') return [age(details.started, now), ...words];
  if (!details?.finished || facts.state !== 'exited') return words;
  return [`ended ${age(details.finished, now)} ago`, ...words.filter((word) => word !== 'stopped')];
}

/** The same on the line of a service, where nobody looks for how long a container has been up. */
export function stateBeside(container: RunningContainer, now: number): readonly string[] {
  return container.facts.state === 'running' ? badges(container.answers) : stateWords(container, now);
}
