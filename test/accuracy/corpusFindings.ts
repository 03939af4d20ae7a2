import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lint } from '../../server/src/lint';
import { isDevelopmentFile, isVendored } from '../../server/src/project/profile';
import { readDocument } from '../../server/src/project/readDocument';
import { createWorkspace } from '../../server/src/project/workspace';
import type { Severity } from '../../server/src/rules/rule';
import { DEFAULT_SETTINGS } from '../../server/src/settings';
import { documentKindOf } from '../../server/src/syntax/documentKind';
import type { Document } from '../../server/src/syntax/document';
import { lineStarts, placeAt } from '../../server/src/text/lines';
import { CORPUS, corpusFiles, type CorpusFile } from '../support/corpus';
import { surroundingsIn } from '../support/rulePicture';

/** A finding in a real file, by the place that judgements name. */
export interface CorpusFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly kind: Document['kind'];
  /** `file:line:column`, with the file's path below the corpus. */
  readonly place: string;
  readonly line: number;
  readonly file: CorpusFile;
  readonly message: string;
  readonly text: string;
}

/** What the rules say of every file of the corpus, each read in its own repository. */
export function corpusFindings(): CorpusFinding[] {
  return corpusFiles().flatMap((file) => {
    const [repository = ''] = file.path.split('/');
    return isVendored(file.path, repository) ? [] : findingsIn(file);
  });
}

export function findingsIn(file: CorpusFile): CorpusFinding[] {
  const [repository = ''] = file.path.split('/');
  const root = join(CORPUS, repository);
  const path = join(CORPUS, file.path);
  const workspace = createWorkspace({
    readText: (at) =>
      existsSync(at) && statSync(at).isFile() ? readFileSync(at, 'utf8').replace(/^\uFEFF/, '') : null,
    fileNames: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
    rootOf: () => root,
    kindOf: documentKindOf,
    variables: () => undefined,
  });
  const document = readDocument({ kind: file.kind, path, text: file.text }, workspace);
  const development = isDevelopmentFile(path, root, []);
  const found = lint(document, DEFAULT_SETTINGS, {
    development,
    surroundings: surroundingsIn(workspace, path),
  });
  const starts = lineStarts(file.text);
  return found.map(({ rule, severity, span, message }) => {
    const { line, column } = placeAt(starts, span.start);
    const text = file.text.slice(span.start, span.end);
    const place = `${file.path}:${line}:${column}`;
    return { rule: rule.id, severity, kind: file.kind, place, line, file, message, text };
  });
}

/** The items of each key, in their order. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
