import { Range, Uri, window, workspace } from 'vscode';
import type { FileRange } from '../../../server/src/inspectionProtocol';

/** Opens a file at a place; false where it is not there. */
export async function openRange({ uri, range }: FileRange): Promise<boolean> {
  const file = Uri.parse(uri);
  if (!(await isFile(file))) return false;
  const { start, end } = range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(file, { selection });
  return true;
}

export async function isFile(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
