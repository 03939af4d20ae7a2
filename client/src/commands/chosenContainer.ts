import { window } from 'vscode';
import type { TreeNode } from '../views/treeNode';
import { containersBelow, containerItems, type FoundContainer } from './containerItems';
import { isSomethingKnown, type Inspected } from './inspected';

/** The container that a line of the view stands for; where that is none or several, the one that the user picks. */
export async function chosenContainer(
  views: Pick<Inspected, 'inspection'>,
  node: TreeNode | undefined,
  title: string,
): Promise<FoundContainer | null> {
  const target = node?.target ?? null;
  if (!target && !(await isSomethingKnown(views))) return null;
  const candidates = containersBelow(views.inspection(), target);
  const [first, second] = candidates;
  if (!first) {
    void window.showInformationMessage(
      target ? 'No container of this line runs any more.' : 'No container runs on the hosts of the view.',
    );
    return null;
  }
  if (target && !second) return first;
  return pickContainer(candidates, title);
}

export async function pickContainer(
  candidates: readonly FoundContainer[],
  title: string,
): Promise<FoundContainer | null> {
  const options = { title, placeHolder: 'Choose a container', matchOnDescription: true, matchOnDetail: true };
  return (await window.showQuickPick(containerItems(candidates), options))?.found ?? null;
}
