import type { RunningContainer } from '../../docker/releases/model';
import { count } from '../../wording/amounts';
import { age, moment } from '../../wording/moments';
import type { Place } from './place';
import { span, text, tooltip } from './tooltipMarkdown';
import type { TreeNode } from '../treeNode';
import { icon, treeRow } from './treeRow';

/** Commands that people ran inside; where none were seen, since when one would have been. */
export function touchRow({ id, answers }: RunningContainer, { host, within, now }: Place): TreeNode {
  const { touches, touchesSince } = answers.drift;
  const rowId = `${within}touches/container:${host.id}:${id}`;
  const last = touches.at(-1);
  const none = touchesSince === null ? 'none seen' : `none seen since ${moment(touchesSince)}`;
  const description = last
    ? `${touches.length === 1 ? '' : `${touches.length} ×, last `}${age(last.time, now)} ago`
    : none;
  return treeRow({
    id: rowId,
    label: 'Touched by hand',
    description,
    tooltip: () =>
      tooltip('Commands that were run inside', [
        ['', text(last ? `${count(touches.length, 'command')} seen.` : 'None was seen.')],
        [
          '',
          text(
            touchesSince === null
              ? 'The engine does not say how far back it remembers.'
              : `The engine remembers nothing from before ${moment(touchesSince)}.`,
          ),
        ],
      ]),
    icon: last ? icon('terminal', 'list.warningForeground') : icon('terminal'),
    spoken: `touched by hand: ${description}`,
    opened: false,
    // The latest first: it is what people look for.
    children: () =>
      touches.toReversed().map(({ time, command }, index) =>
        treeRow({
          id: `${rowId}/${time}/${index}`,
          label: command,
          description: `${age(time, now)} ago`,
          tooltip: () =>
            tooltip('Command run inside', [
              ['Command', span(command)],
              ['When', moment(time)],
            ]),
          icon: icon('chevron-right'),
          spoken: `${command}, ${moment(time)}`,
        }),
      ),
  });
}
