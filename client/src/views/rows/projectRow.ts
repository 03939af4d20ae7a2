import type { Project } from '../../docker/releases/model';
import { count } from '../../wording/amounts';
import { containersOf } from '../../docker/releases/containersOf';
import { highlights } from './highlights';
import type { Place } from './place';
import { serviceRow } from './serviceRow';
import { summaryWords } from './summaryWords';
import { tooltip } from './tooltipMarkdown';
import { kindText } from './tooltips';
import type { TreeNode } from '../treeNode';
import { icon, targetId, treeRow } from './treeRow';

/** A compose project, a swarm stack, or all that no project owns. */
export function projectRow(project: Project, place: Place): TreeNode {
  const target = { kind: 'project', host: place.host.id, key: project.key } as const;
  const standalone = project.kind === 'standalone';
  const label = standalone ? 'Standalone' : project.name;
  const containers = containersOf([project]);
  const number = count(containers.length, 'container');
  const size = standalone ? number : count(project.services.length, 'service');
  const words = summaryWords(containers);
  return treeRow({
    id: `${place.within}${targetId(target)}`,
    label,
    highlights: highlights(label, place.words),
    description: [size, ...words].join(' · '),
    tooltip: () =>
      tooltip(label, [
        ['', standalone ? 'Containers that no project owns.' : `A ${kindText(project.kind)}.`],
        ['Runs', standalone ? number : `${size}, ${number}`],
        ...(words.length > 0 ? [['To look at', words.join(', ')] as const] : []),
      ]),
    icon: icon(ICONS[project.kind]),
    spoken: `${standalone ? 'standalone containers' : `${kindText(project.kind)} ${label}`}, ${[size, ...words].join(', ')}`,
    kinds: ['project'],
    target,
    opened: true,
    children: () => project.services.map((service) => serviceRow(service, place)),
  });
}

const ICONS: Readonly<Record<Project['kind'], string>> = {
  compose: 'layers',
  stack: 'versions',
  standalone: 'package',
};
