import type { Views } from '../views/index';
import type { TreeNode } from '../views/treeNode';
import { copyText } from './copyText';

/** *Copy Digest*, on a line of the view; bound to a key, on the line that is selected. */
export async function copyDigest(views: Pick<Views, 'selected'>, node: TreeNode | undefined): Promise<void> {
  await copy((node ?? views.selected())?.copies.digest);
}

/** *Copy Image Reference*, likewise. */
export async function copyImageReference(
  views: Pick<Views, 'selected'>,
  node: TreeNode | undefined,
): Promise<void> {
  await copy((node ?? views.selected())?.copies.reference);
}

async function copy(text: string | null | undefined): Promise<void> {
  if (text) await copyText(text);
}
