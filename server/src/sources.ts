import { basename, relative } from 'node:path';
import type { ConfiguredWorkspace } from './configuration/configuredWorkspace';
import type { Environment } from './environment';
import { isFile, pathOf } from './features/files';
import type { PinSource } from './pins/planPins';
import { findFiles } from './project/findFiles';
import { readDocument } from './project/readDocument';
import type { Scope } from './protocol';
import { currentDocument, currentWorkspace, type Session } from './session';
import type { Document } from './syntax/document';
import { isTooLarge } from './syntax/parseDocument';

/** The Dockerfiles and compose files that a command is about, as they are in the editor, else on disk; each once. */
export async function sourcesIn(
  session: Session,
  environment: Environment,
  scope: Scope,
  signal: AbortSignal,
): Promise<PinSource[]> {
  const workspace = currentWorkspace(session, environment);
  const read = { session, environment, workspace };
  if (scope.kind === 'file') return openSource(read, scope.uri) ?? sourceAt(read, pathOf(scope.uri), null);
  const folders = scope.kind === 'folder' ? [pathOf(scope.uri)] : session.folders;
  const sources = new Map<string, PinSource>();
  for (const folder of folders) {
    for await (const found of findFiles({ environment, kindOf: workspace.kindOf, signal }, folder, folder)) {
      if ('message' in found || sources.has(found.location)) continue;
      for (const source of sourceAt(read, found.location, found.kind)) sources.set(found.location, source);
    }
  }
  return [...sources.values()];
}

interface Reading {
  readonly session: Session;
  readonly environment: Environment;
  readonly workspace: ConfiguredWorkspace;
}

/** Null where the file is not open; what is open and none of ours has nothing to look at. */
function openSource({ session, environment }: Reading, uri: string): PinSource[] | null {
  const text = session.texts.documents.get(uri);
  if (!text) return null;
  const { document } = currentDocument(session, text, environment);
  const location = pathOf(uri);
  return document ? [{ path: nameOf(session, location), location, document }] : [];
}

function sourceAt(
  { session, workspace, environment }: Reading,
  location: string,
  found: Document['kind'] | null,
): PinSource[] {
  const open = session.texts.at(location);
  if (open && isFile(open.uri)) return openSource({ session, workspace, environment }, open.uri) ?? [];
  if (!workspace.settingsOf(location).enabled) return [];
  const kind = found ?? workspace.kindOf(location);
  const text = workspace.readText(location);
  if (kind === null || text === null || isTooLarge(text)) return [];
  const document = readDocument({ kind, path: location, text }, workspace);
  return [{ path: nameOf(session, location), location, document }];
}

/** The path as people name it: below its workspace folder, which is named too where there are several. */
export function nameOf({ folders }: Session, location: string): string {
  const folder = folders.find((candidate) => !/^\.\.(?:[\\/]|$)/.test(relative(candidate, location)));
  if (folder === undefined) return basename(location);
  const path = relative(folder, location).replaceAll('\\', '/');
  return folders.length > 1 ? `${basename(folder)}/${path}` : path;
}
