import { window } from 'vscode';
import { declaredComparison, declaredReference } from '../reports/declaredComparison';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { atWork } from './atWork';
import { chosenContainer } from './chosenContainer';
import { imageAnswer, readCompared, sayNotConnected } from './comparedContainer';
import type { ComparisonDocuments } from './comparisonDocuments';
import { undeclaredWords } from './undeclaredWords';

/** *Compare With File*: the image that the file declares against the one that runs, as far as the engine knows both. */
export async function compareWithDeclared(
  views: Views,
  documents: ComparisonDocuments,
  node: TreeNode | undefined,
): Promise<void> {
  const found = await chosenContainer(views, node, 'Compare With File');
  if (!found?.service || !found.project) return;
  const { declaration } = found.service;
  if (declaration.kind !== 'declared') {
    void window.showInformationMessage(undeclaredWords(found.service, declaration));
    return;
  }
  const engine = views.inspector.engine(found.host.id);
  if (!engine) {
    sayNotConnected();
    return;
  }
  const declared = declaration.service;
  const reference = declaredReference(declared, found.project.name, found.container.reference);
  const sides = await atWork('Comparing with the file', async (signal) => {
    const running = await readCompared(views, found, signal);
    const here = reference === null ? null : await imageAnswer(engine, reference, signal);
    const pair = {
      declared,
      declaredImage: here === 'removed' ? null : here,
      container: running.container,
      runningImage: running.image,
    };
    return declaredComparison(pair, reference);
  });
  if (sides) await documents.show(...sides);
}
