import { window } from 'vscode';
import { runningSide } from '../reports/comparedSides';
import type { ComparisonSide } from '../reports/comparison';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { atWork } from './atWork';
import { chosenContainer, pickContainer } from './chosenContainer';
import { comparedTitle, readCompared } from './comparedContainer';
import type { ComparisonDocuments } from './comparisonDocuments';
import { containersBelow, type FoundContainer } from './containerItems';

/**
 * *Compare Releases*: two containers, each for its release. `selected`: lines of the view that are selected together;
 * where these are not two, the user picks.
 */
export async function compareReleases(
  views: Views,
  documents: ComparisonDocuments,
  node: TreeNode | undefined,
  selected: readonly TreeNode[],
): Promise<void> {
  const pair = givenPair(views, node, selected) ?? (await pickedPair(views, node));
  if (!pair) return;
  const sides = await atWork('Comparing releases', (signal) =>
    Promise.all(pair.map((found) => side(views, found, signal))),
  );
  const [left, right] = sides ?? [];
  if (left && right) await documents.show(left, right);
}

type Pair = readonly [FoundContainer, FoundContainer];

/** Two lines that are selected, or a service that has two releases. */
function givenPair(views: Views, node: TreeNode | undefined, selected: readonly TreeNode[]): Pair | null {
  const inspection = views.inspection();
  const targets = selected.map(({ target }) => target).filter((target) => target !== null);
  if (targets.length === 2) {
    const [one, other] = targets.map((target) => containersBelow(inspection, target)[0]);
    if (one && other && one.container.id !== other.container.id) return [one, other];
  }
  if (node?.target?.kind !== 'service') return null;
  const below = containersBelow(inspection, node.target);
  const releases = new Map(below.map((found) => [found.release?.key, found]));
  const [one, other, third] = [...releases.values()];
  return one && other && !third ? [one, other] : null;
}

async function pickedPair(views: Views, node: TreeNode | undefined): Promise<Pair | null> {
  const first = await chosenContainer(views, node, 'Compare Releases: the First');
  if (!first) return null;
  const others = containersBelow(views.inspection(), null).filter(
    ({ container }) => container.id !== first.container.id,
  );
  if (others.length === 0) {
    void window.showInformationMessage('No other container runs that it could be compared with.');
    return null;
  }
  const isNear = ({ host, service }: FoundContainer) =>
    host.id === first.host.id && service?.key === first.service?.key;
  const nearFirst = [...others.filter(isNear), ...others.filter((found) => !isNear(found))];
  const second = await pickContainer(nearFirst, `Compare ${comparedTitle(first)} With`);
  return second && [first, second];
}

async function side(views: Views, found: FoundContainer, signal: AbortSignal): Promise<ComparisonSide> {
  const { container, image } = await readCompared(views, found, signal);
  return runningSide(comparedTitle(found), container, image);
}
