import { explanation } from '../../docker/failures';
import type { FailureReason } from '../../docker/engine';
import type { HostSight } from '../../docker/watch/inspection';
import { count } from '../../wording/amounts';
import { containersOf } from '../../docker/releases/containersOf';
import { summaryWords } from './summaryWords';
import { span, text, tooltip } from './tooltipMarkdown';
import { engineName } from './tooltips';
import type { TreeNode } from '../treeNode';
import { icon, targetId, treeRow } from './treeRow';

/** An engine among several, in whatever state it is. `children`: what runs there. */
export function hostRow(host: HostSight, children: () => readonly TreeNode[]): TreeNode {
  const { state, name } = host;
  const target = { kind: 'host', host: host.id } as const;
  const own = { id: targetId(target), label: name, kinds: ['host' as const], target, opened: true };
  switch (state.kind) {
    case 'connecting':
      return treeRow({
        ...own,
        description: 'connecting…',
        tooltip: () => tooltip(name, [['', 'The engine has not answered yet.']]),
        icon: icon('sync'),
        spoken: `container engine ${name}, connecting`,
      });
    case 'failed':
      return treeRow({
        ...own,
        description: failureWord(state.failure.reason),
        tooltip: () => tooltip(name, [['', text(explanation(state.failure))]]),
        icon: icon('error', 'list.errorForeground'),
        spoken: `container engine ${name}, ${failureWord(state.failure.reason)}`,
        children: () => waysOut(host),
      });
    case 'running': {
      const containers = containersOf(state.releases.projects);
      const words = [count(containers.length, 'container'), ...summaryWords(containers)];
      const { engine } = state.releases;
      const told = [...words, ...(state.live ? [] : ['not live'])];
      return treeRow({
        ...own,
        description: told.join(' · '),
        tooltip: () =>
          tooltip(name, [
            ['Engine', text(engineName(engine))],
            ['Address', span(engine.endpoint)],
            ['Runs', words.join(', ')],
            ...(state.live
              ? []
              : [['', 'It does not hand out its events: it is read again every few seconds.'] as const]),
          ]),
        icon: icon('server'),
        spoken: `container engine ${name}, ${told.join(', ')}`,
        children,
      });
    }
  }
}

/** What is wrong with an engine, in a few words. */
export function failureWord(reason: FailureReason): string {
  switch (reason) {
    case 'absent':
      return 'no engine found';
    case 'denied':
      return 'permission denied';
    case 'unreachable':
      return 'does not answer';
    case 'silent':
      return 'does not reply';
    case 'untrusted':
      return 'certificates not accepted';
    case 'unexpected':
      return 'not usable';
    case 'too-old':
      return 'too old';
    case 'misconfigured':
      return 'settings not understood';
    case 'unsupported':
      return 'address not supported';
  }
}

function waysOut({ id, name }: HostSight): readonly TreeNode[] {
  const target = { kind: 'host', host: id } as const;
  return [
    treeRow({
      id: `explain/${targetId(target)}`,
      label: 'Show what is wrong',
      tooltip: () => tooltip('Show what is wrong, and what to do', []),
      icon: icon('question'),
      spoken: `show what is wrong with ${name}`,
      target,
      command: 'immutableInfra.explainEngine',
    }),
    treeRow({
      id: `retry/${targetId(target)}`,
      label: 'Try again',
      tooltip: () => tooltip('Try again', []),
      icon: icon('refresh'),
      spoken: `try ${name} again`,
      target,
      command: 'immutableInfra.refreshReleases',
    }),
  ];
}
