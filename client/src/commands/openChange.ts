import type { SortedChanges } from '../docker/releases/answers';
import type { FileChange } from '../docker/engineFacts';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import type { ContainerFiles } from './containerFiles';
import { foundNow } from './inspected';

/** *Open Change*: the image's file beside the container's. */
export async function openChange(
  views: Pick<Views, 'inspection'>,
  files: ContainerFiles,
  node: TreeNode | undefined,
): Promise<void> {
  const target = node?.target;
  if (target?.kind !== 'change') return;
  const container = foundNow(views, target)?.container;
  if (!container) return;
  const { path, host } = target;
  const change = changeOf(container.answers.drift.changes, path);
  await files.openDiff({ host, container, change }, 'diff');
}

/** By the newest measurement; what is no change any more is looked for on both sides. */
function changeOf(changes: SortedChanges | null, path: string): FileChange {
  const all = changes ? [...changes.code, ...changes.data, ...changes.scratch] : [];
  return all.find((change) => change.path === path) ?? { path, kind: 'changed' };
}
