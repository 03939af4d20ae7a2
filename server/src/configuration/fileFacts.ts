import { isDevelopmentFile } from '../project/profile';
import { readDocument } from '../project/readDocument';
import type { Workspace } from '../project/workspace';
import type { Facts, FileSurroundings } from '../rules/facts';
import type { Settings } from '../settings';
import type { Dockerfile } from '../syntax/document';

/** What registries and memory say, which differs between the doors. */
export type KnownFacts = Pick<Facts, 'checks' | 'image'>;

/** What rules are told of a file beside its text; of a text that is no file yet, `workspace` is null. */
export function fileFacts(
  path: string,
  { workspace, settings }: { readonly workspace: Workspace | null; readonly settings: Settings },
  known: KnownFacts = {},
): Facts {
  const root = workspace?.rootOf(path) ?? null;
  return {
    ...known,
    development: isDevelopmentFile(path, root, settings.profiles),
    options: settings.options,
    ...(workspace && { surroundings: surroundingsOfFile(path, workspace) }),
  };
}

function surroundingsOfFile(path: string, workspace: Workspace): FileSurroundings {
  return {
    path,
    readText: workspace.readText,
    fileNames: workspace.fileNames,
    root: workspace.rootOf(path),
    dockerfile: (other) => dockerfileAt(other, workspace),
  };
}

function dockerfileAt(path: string, workspace: Workspace): Dockerfile | null {
  const known = workspace.dockerfiles.get(path);
  if (known !== undefined) return known;
  const text = workspace.readText(path);
  const document = text === null ? null : readDocument({ kind: 'dockerfile', path, text }, workspace);
  const dockerfile = document?.kind === 'dockerfile' ? document : null;
  workspace.dockerfiles.set(path, dockerfile);
  return dockerfile;
}
