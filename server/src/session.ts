import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { openDocument, type OpenDocument } from './documents';
import type { Environment } from './environment';
import type { PendingPin } from './features/codeActions';
import type { EditTarget } from './features/convert';
import { isFile, kindOf, pathOf, uriOf } from './features/files';
import { stillPinsElsewhere } from './features/pins';
import { createKnownImages, type KnownImages } from './knownImages';
import type { OpenTexts } from './openTexts';
import { checkKey } from './pins/checkPins';
import { isDevelopmentFile } from './project/profile';
import { surroundingsOf } from './project/surroundings';
import {
  createComposeSources,
  createWorkspace,
  type ComposeSources,
  type Workspace,
} from './project/workspace';
import type { InitializationOptions } from './protocol';
import type { PinCheck } from './rules/pinCheck';
import { DEFAULT_SETTINGS, type Settings } from './settings';

/** What one client has told us, and what we know of the files that it has open. */
export interface Session {
  readonly capabilities: ClientCapabilities;
  settings: Settings;
  trusted: boolean;
  folders: readonly string[];
  readonly opened: Map<string, OpenDocument>;
  /** The files as the client was last told of their findings. */
  readonly told: Map<string, OpenDocument>;
  readonly texts: OpenTexts;
  /** Takes compose files apart. */
  readonly sources: ComposeSources;
  workspace: Workspace | null;
  /** What registries have answered about pins, by what they were asked for. */
  readonly checks: Map<string, PinCheck>;
  /** What is remembered of images. */
  readonly images: KnownImages;
  /** Files of which the client has been told that they are too large. */
  readonly toldTooLarge: Set<string>;
}

export function createSession(
  {
    capabilities,
    initializationOptions,
    workspaceFolders,
  }: Pick<InitializeParams, 'capabilities' | 'initializationOptions' | 'workspaceFolders'>,
  texts: OpenTexts,
): Session {
  const options = (initializationOptions ?? {}) as InitializationOptions;
  return {
    capabilities,
    settings: DEFAULT_SETTINGS,
    trusted: options.trusted ?? true,
    folders: (workspaceFolders ?? []).map(({ uri }) => pathOf(uri)),
    opened: new Map(),
    told: new Map(),
    texts,
    sources: createComposeSources(),
    workspace: null,
    checks: new Map(),
    images: createKnownImages(),
    toldTooLarge: new Set(),
  };
}

/** The file as it stands now; each version is read and judged once in surroundings that are the same. */
export function currentDocument(
  session: Session,
  source: TextDocument,
  environment: Environment,
): OpenDocument {
  const path = pathOf(source.uri);
  const workspace = isFile(source.uri) ? currentWorkspace(session, environment) : null;
  const known = session.opened.get(source.uri);
  if (known?.version === source.version && known.workspace === workspace) return known;
  const { settings, folders, checks, images } = session;
  const development = isDevelopmentFile(path, environment.repositoryRoot(path), folders);
  const kind = kindOf(source, settings.names);
  const opened = openDocument(source, { kind, path, workspace }, settings, {
    development,
    checks: (reference) => checks.get(checkKey(reference)),
    image: images.image,
  });
  session.opened.set(source.uri, opened);
  return opened;
}

/** What stands around the open files; their own texts, saved or not, win over those on disk. */
export function currentWorkspace(session: Session, environment: Environment): Workspace {
  if (session.workspace?.isCurrent() === true) return session.workspace;
  const { folders, settings, texts, sources } = session;
  const onDisk = surroundingsOf(environment, { folders, ...settings });
  const readText = (path: string) => texts.at(path)?.getText() ?? onDisk.readText(path);
  session.workspace = createWorkspace({ ...onDisk, readText }, sources);
  return session.workspace;
}

/**
 * Whether something around open files is not any more what it was when the client was told of their findings, although
 * their own texts are. They may have been judged anew since, for another question.
 */
export function hasStaleFindings(session: Session, environment: Environment): boolean {
  return [...session.told].some(([uri, told]) => {
    const source = session.texts.documents.get(uri);
    if (source?.version !== told.version) return false;
    return currentDocument(session, source, environment) !== told;
  });
}

/** The text that a pin was offered for; null where it has changed since. */
export function pinTarget(session: Session, pin: PendingPin, environment: Environment): EditTarget | null {
  const { uri, version, file: path } = pin;
  const source = session.texts.documents.get(uri);
  if (!source) return null;
  if (path === null) return source.version === version ? { source, version } : null;
  const file = currentDocument(session, source, environment);
  if (!stillPinsElsewhere(file, pin)) return null;
  const open = session.texts.at(path);
  if (open) return { source: open, version: open.version };
  const text = file.workspace?.readText(path) ?? '';
  return { source: TextDocument.create(uriOf(path), '', 0, text), version: null };
}

/** After settings or folders changed: what was judged is judged again when it is next asked for. */
export function forgetFindings(session: Session): void {
  session.opened.clear();
  session.workspace = null;
}

export function pullsDiagnostics({ capabilities }: Session): boolean {
  return capabilities.textDocument?.diagnostic !== undefined;
}

/** Whether a light bulb may offer what needs a registry's answer before it is an edit. */
export function resolvesCodeActions({ capabilities }: Session): boolean {
  return capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false;
}
