import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Document } from '../syntax/document';
import { kindReader, type MoreNames } from '../syntax/documentKind';

/** What an open file is: what its language says, else what its name says. */
export function kindOf(
  { languageId, uri }: { readonly languageId: string; readonly uri: string },
  names: MoreNames,
): Document['kind'] | null {
  switch (languageId) {
    case 'dockerfile':
      return 'dockerfile';
    case 'dockercompose':
      return 'compose';
    default:
      return kindReader(names)(pathOf(uri));
  }
}

export function isFile(uri: string): boolean {
  return uri.startsWith('file:');
}

/** The path of a `file:` URI; of any other, and of one that names no file here, the path as it is written. */
export function pathOf(uri: string): string {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  const path = url?.pathname ?? uri;
  try {
    return url?.protocol === 'file:' ? fileURLToPath(url) : decodeURIComponent(path);
  } catch {
    // A host of another machine, or escapes that are none.
    return path;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
