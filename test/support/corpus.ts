import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { documentKindOf } from '../../server/src/syntax/documentKind';
import type { Document } from '../../server/src/syntax/document';
import { isTooLarge } from '../../server/src/syntax/parseDocument';

/** Real files from public repositories, kept beside a developer's checkout; `npm test` says when they are absent. */
export const CORPUS = join(__dirname, '../../../../shared/corpus/files');

export interface CorpusFile {
  readonly path: string;
  readonly kind: Document['kind'];
  readonly text: string;
}

/** The files of the corpus in order, without those that are too large to be judged; none where it is absent. */
export function corpusFiles(): CorpusFile[] {
  if (!existsSync(CORPUS)) return [];
  const paths = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).sort();
  return paths.flatMap((path) => {
    const kind = documentKindOf(path) ?? (/\.ya?ml$/.test(path) ? 'compose' : null);
    if (!kind || !statSync(join(CORPUS, path)).isFile()) return [];
    const text = readFileSync(join(CORPUS, path), 'utf8').replace(/^\uFEFF/, '');
    return isTooLarge(text) ? [] : [{ path, kind, text }];
  });
}
