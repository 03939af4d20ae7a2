import type { TreeNode } from '../views/treeNode';
import { copyText } from './copyText';

/** *Copy Digest*, on a container of the view. */
export async function copyDigest(node: TreeNode | undefined): Promise<void> {
  await copy(node?.copies.digest);
}

/** *Copy Image Reference*, on a container of the view. */
export async function copyImageReference(node: TreeNode | undefined): Promise<void> {
  await copy(node?.copies.reference);
}

async function copy(text: string | null | undefined): Promise<void> {
  if (text) await copyText(text);
}
