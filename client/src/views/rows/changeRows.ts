import type { FileChange } from '../../docker/engineFacts';
import type { Drift } from '../../docker/releases/answers';
import type { RunningContainer } from '../../docker/releases/model';
import { count } from '../../wording/amounts';
import { moment } from '../../wording/moments';
import { changesText } from './answerLines';
import type { Place } from './place';
import { span, text, tooltip } from './tooltipMarkdown';
import type { TreeIcon, TreeNode } from '../treeNode';
import { icon, targetId, treeRow } from './treeRow';

/** What differs from the image, with the paths below, sorted as drift is. */
export function changesRow(container: RunningContainer, place: Place): TreeNode {
  const { drift } = container.answers;
  const target = { kind: 'container', host: place.host.id, id: container.id } as const;
  const id = `${place.within}changes/${targetId(target)}`;
  const description =
    changesText(drift) ?? (drift.problem === null ? 'not measured yet' : 'cannot be measured');
  return treeRow({
    id,
    label: 'Changes',
    description,
    tooltip: () => tooltip('Changes against the image', [['', text(measuredText(drift))]]),
    icon: realChanges(drift) > 0 ? icon('diff', 'list.warningForeground') : icon('diff'),
    spoken: `changes against the image: ${description}`,
    kinds: ['changes'],
    target,
    children: () => groups(drift).map((group) => groupRow(group, { container: container.id, id }, place)),
  });
}

interface Group {
  readonly label: string;
  readonly meaning: string;
  readonly icon: TreeIcon;
  readonly changes: readonly FileChange[];
}

function groups({ changes }: Drift): readonly Group[] {
  if (!changes) return [];
  const all: readonly Group[] = [
    {
      label: 'Code and configuration',
      meaning: 'A release should bring these; what is changed here is lost with the container.',
      icon: icon('file-code'),
      changes: changes.code,
    },
    {
      label: 'Data',
      meaning: 'Written by the service, and lost with the container: it belongs into a volume.',
      icon: icon('database'),
      changes: changes.data,
    },
    {
      label: 'Scratch',
      meaning: 'Temporary files, caches and process ids: no drift.',
      icon: icon('trash'),
      changes: changes.scratch,
    },
  ];
  return all.filter((group) => group.changes.length > 0);
}

interface Above {
  readonly container: string;
  readonly id: string;
}

function groupRow({ label, meaning, icon: shape, changes }: Group, above: Above, place: Place): TreeNode {
  const id = `${above.id}/${label}`;
  const more = changes.length - MOST;
  return treeRow({
    id,
    label,
    description: count(changes.length, 'path'),
    tooltip: () => tooltip(label, [['', text(meaning)]]),
    icon: shape,
    spoken: `${label}, ${count(changes.length, 'path')}`,
    opened: label !== 'Scratch',
    children: () => [
      ...changes.slice(0, MOST).map((change) => changeRow(change, above.container, place)),
      ...(more > 0 ? [moreRow(id, more)] : []),
    ],
  });
}

function changeRow({ path, kind }: FileChange, container: string, place: Place): TreeNode {
  const target = { kind: 'change', host: place.host.id, id: container, path } as const;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, Math.max(1, path.length - name.length - 1));
  return treeRow({
    id: `${place.within}${targetId(target)}`,
    label: name,
    description: `${LETTERS[kind]} · ${folder}`,
    tooltip: () =>
      tooltip(name, [
        ['Path', span(path)],
        ['', `${kind} against the image`],
      ]),
    icon: ICONS[kind],
    spoken: `${path}, ${kind}`,
    kinds: ['change'],
    target,
    command: 'immutableInfra.openChange',
  });
}

function moreRow(above: string, more: number): TreeNode {
  return treeRow({
    id: `${above}/more`,
    label: `${more} more`,
    tooltip: () => tooltip(`${more} more`, [['', 'What Changed in This Container? lists all of them.']]),
    icon: icon('ellipsis'),
    spoken: `${more} more paths`,
  });
}

function measuredText(drift: Drift): string {
  if (drift.problem !== null) return `They cannot be measured: ${drift.problem}`;
  return drift.measured === null
    ? 'They are measured when the container is opened here, and on refresh.'
    : `Measured ${moment(drift.measured)}.`;
}

function realChanges({ changes }: Drift): number {
  return changes ? changes.code.length + changes.data.length : 0;
}

const MOST = 200;
const LETTERS: Readonly<Record<FileChange['kind'], string>> = { added: 'A', changed: 'C', deleted: 'D' };
const ICONS: Readonly<Record<FileChange['kind'], TreeIcon>> = {
  added: icon('diff-added', 'gitDecoration.addedResourceForeground'),
  changed: icon('diff-modified', 'gitDecoration.modifiedResourceForeground'),
  deleted: icon('diff-removed', 'gitDecoration.deletedResourceForeground'),
};
