import { fileURLToPath } from 'node:url';
import type { Document } from '../syntax/document';
import { documentKindOf } from '../syntax/documentKind';

/** What an open file is: what its language says, else what its name says. */
export function kindOf({
  languageId,
  uri,
}: {
  readonly languageId: string;
  readonly uri: string;
}): Document['kind'] | null {
  switch (languageId) {
    case 'dockerfile':
      return 'dockerfile';
    case 'dockercompose':
      return 'compose';
    default:
      return documentKindOf(pathOf(uri));
  }
}

/** The path of a `file:` URI; of any other, the path that it names. */
export function pathOf(uri: string): string {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url?.protocol !== 'file:') return decodeURIComponent(url?.pathname ?? uri);
  return fileURLToPath(url);
}
