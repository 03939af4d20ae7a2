import { basename, dirname } from 'node:path';
import { readDocument } from '../../server/src/project/readDocument';
import { createWorkspace, type Workspace } from '../../server/src/project/workspace';
import type { Document } from '../../server/src/syntax/document';
import { documentKindOf } from '../../server/src/syntax/documentKind';
import { imagesPicture } from './images';
import { variablesFrom } from './variables';

/** Files below `/w`, by their paths from there. */
export type Files = Readonly<Record<string, string>>;

export function workspaceWith(files: Files, variables: Readonly<Record<string, string>> = {}): Workspace {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`/w/${path}`, text]));
  return createWorkspace({
    readText: (path) => texts.get(path) ?? null,
    fileNames: (folder) =>
      [...texts.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path)),
    rootOf: () => '/w',
    kindOf: documentKindOf,
    variables: variablesFrom(new Map(Object.entries(variables))),
  });
}

export function documentIn(workspace: Workspace, path: string): Document {
  const kind = documentKindOf(path) ?? 'compose';
  return readDocument({ kind, path: `/w/${path}`, text: workspace.readText(`/w/${path}`) ?? '' }, workspace);
}

/** The picture of one of the files among the others. */
export function pictureOf(
  files: Files,
  path: string,
  variables: Readonly<Record<string, string>> = {},
): string {
  return imagesPicture(documentIn(workspaceWith(files, variables), path));
}
