import type { Health } from '../../docker/releases/answers';
import type { Service, SwarmService, SwarmTask } from '../../docker/releases/model';
import { age, moment } from '../../wording/moments';
import type { Place } from './place';
import { span, text, tooltip } from './tooltipMarkdown';
import type { TreeNode } from '../treeNode';
import { icon, treeRow } from './treeRow';

/** A task on a node that this engine cannot look into. */
export function taskRow(task: SwarmTask, service: Service, place: Place): TreeNode {
  const label = `${service.name}.${task.slot ?? task.node}`;
  const runs = task.state === 'running';
  const failed = FAILED.has(task.state);
  const words = [
    `on ${task.node}`,
    ...(runs ? [] : [task.state]),
    failed ? `${age(task.changed, place.now)} ago` : age(task.changed, place.now),
  ];
  return treeRow({
    id: `${place.within}task:${place.host.id}:${task.id}`,
    label,
    description: words.join(' · '),
    tooltip: () =>
      tooltip(label, [
        ['Task on', text(task.node)],
        [
          'State',
          text(task.state === task.desiredState ? task.state : `${task.state}, wanted ${task.desiredState}`),
        ],
        ['Since', moment(task.changed)],
        ['Image', span(task.image)],
        ...(task.message === '' ? [] : [['Message', text(task.message)] as const]),
        ['', 'Drift and health are known on its own node only.'],
      ]),
    icon: failed
      ? icon('error', 'list.errorForeground')
      : runs
        ? icon('server')
        : icon('sync', 'list.warningForeground'),
    spoken: `task ${label}, ${words.join(', ')}`,
  });
}

/** What the swarm says of the service itself: its update, the way back, and tasks that do not run. */
export function swarmRows(service: Service, place: Place): readonly TreeNode[] {
  const { swarm } = service;
  if (!swarm) return [];
  const troubled = swarm.tasks.filter((task) => task.state !== 'running' && !isShown(task, service));
  return [
    ...updateRow(swarm, place),
    ...rollbackRow(swarm, place),
    ...troubled.map((task) => taskRow(task, service, place)),
  ];
}

function isShown({ id, containerId }: SwarmTask, { releases }: Service): boolean {
  return releases.some(
    ({ containers, tasksElsewhere }) =>
      tasksElsewhere.some((task) => task.id === id) ||
      containers.some((container) => container.id === containerId),
  );
}

/** `3/5 tasks`, where the service's health does not say it already; and what the swarm does to the service now. */
export function swarmBadges({ running, wanted, facts }: SwarmService, health: Health): readonly string[] {
  const state = facts.update?.state ?? '';
  return [
    ...(running === wanted || health.status === 'degraded' ? [] : [`${running}/${wanted} tasks`]),
    ...(state === '' || FINISHED.has(state) ? [] : [updateText(state)]),
  ];
}

/** States are written with underscores. */
export function updateText(state: string): string {
  return state.replaceAll('_', ' ');
}

function updateRow({ facts }: SwarmService, place: Place): readonly TreeNode[] {
  const { update } = facts;
  if (!update) return [];
  const state = updateText(update.state);
  const when = update.completed ?? update.started;
  const description = [state, ...(when === null ? [] : [`${age(when, place.now)} ago`])].join(' · ');
  const moving = !FINISHED.has(update.state);
  return [
    treeRow({
      id: `${place.within}update:${place.host.id}:${facts.id}`,
      label: 'Update',
      description,
      tooltip: () =>
        tooltip('Last update of the service', [
          ['State', text(state)],
          ...(update.started === null ? [] : [['Started', moment(update.started)] as const]),
          ...(update.completed === null ? [] : [['Completed', moment(update.completed)] as const]),
          ...(update.message === '' ? [] : [['Message', text(update.message)] as const]),
        ]),
      icon: moving ? icon('sync', 'list.warningForeground') : icon('sync'),
      spoken: `update ${description}`,
    }),
  ];
}

function rollbackRow({ facts }: SwarmService, place: Place): readonly TreeNode[] {
  const { previousImage } = facts;
  if (previousImage === null) return [];
  const [name] = previousImage.split('@');
  return [
    treeRow({
      id: `${place.within}previous:${place.host.id}:${facts.id}`,
      label: 'Previous specification',
      description: name ?? previousImage,
      tooltip: () =>
        tooltip('The swarm can roll back to', [
          ['Image', span(previousImage)],
          ['', 'See Roll Back… on the service.'],
        ]),
      icon: icon('discard'),
      spoken: `the swarm can roll back to ${previousImage}`,
    }),
  ];
}

const FINISHED = new Set(['completed', 'rollback_completed']);
const FAILED = new Set(['failed', 'rejected', 'orphaned']);
