import { window } from 'vscode';
import type { Declaration } from '../docker/releases/declaration';
import { declaredComparison, declaredReference } from '../reports/declaredComparison';
import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { chosenContainer } from './chosenContainer';
import { imageAnswer, readCompared, sayNotConnected } from './comparedContainer';
import type { ComparisonDocuments } from './comparisonDocuments';
import { reading } from './reading';

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
    void window.showInformationMessage(noDeclaration(declaration, found.service.name));
    return;
  }
  const engine = views.inspector.engine(found.host.id);
  if (!engine) {
    sayNotConnected();
    return;
  }
  const declared = declaration.service;
  const reference = declaredReference(declared, found.project.name, found.container.reference);
  const sides = await reading('Comparing with the file', async (signal) => {
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

function noDeclaration(declaration: Exclude<Declaration, { kind: 'declared' }>, service: string): string {
  if (declaration.kind === 'orphan')
    return `No service ${service} is declared in ${declaration.files.join(', ')}, so there is nothing to compare with.`;
  return declaration.path === null
    ? `Nothing says which file declares ${service}. Open the folder with its compose file.`
    : `${declaration.path} should declare ${service}. It is not on this machine, or cannot be read.`;
}
