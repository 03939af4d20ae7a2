import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  createConfiguredWorkspace,
  createProjectFiles,
  type ConfiguredWorkspace,
  type ProjectFiles,
} from './configuration/configuredWorkspace';
import { fileFacts } from './configuration/fileFacts';
import { openDocument, type OpenDocument } from './documents';
import type { Environment } from './environment';
import type { PendingPin } from './features/codeActions';
import type { EditTarget } from './features/convert';
import { isFile, kindOf, pathOf, uriOf } from './features/files';
import { stillPinsElsewhere } from './features/pins';
import { createKnownImages, type KnownImages } from './knownImages';
import type { OpenTexts } from './openTexts';
import { checkKey } from './pins/checkPins';
import { isBelow, surroundingsOf } from './project/surroundings';
import { createComposeSources, type ComposeSources } from './project/workspace';
import { isVendored } from './project/profile';
import type { InitializationOptions } from './protocol';
import type { PinCheck } from './rules/pinCheck';
import { DEFAULT_SETTINGS, readSettings, type Settings } from './settings';

/** Sections of an editor's settings, as it gave them. */
export interface EditorSections {
  /** `immutableInfra` outside all folders. */
  readonly own: unknown;
  readonly http: unknown;
  /** `immutableInfra` by the path of a folder. */
  readonly folders: ReadonlyMap<string, unknown>;
}

const NO_SECTIONS: EditorSections = { own: null, http: null, folders: new Map() };

/** What one client has told us, and what we know of the files that it has open. */
export interface Session {
  readonly capabilities: ClientCapabilities;
  /** What is set for all, and for texts that are in no folder. */
  settings: Settings;
  sections: EditorSections;
  trusted: boolean;
  folders: readonly string[];
  readonly opened: Map<string, OpenDocument>;
  /** The files as the client was last told of their findings. */
  readonly told: Map<string, OpenDocument>;
  readonly texts: OpenTexts;
  /** Takes compose files apart. */
  readonly sources: ComposeSources;
  readonly projectFiles: ProjectFiles;
  workspace: ConfiguredWorkspace | null;
  /** Project files of which the client has been told that something is wrong with them, by text. */
  readonly toldProjectFiles: Set<string>;
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
    sections: NO_SECTIONS,
    trusted: options.trusted ?? true,
    folders: (workspaceFolders ?? []).map(({ uri }) => pathOf(uri)),
    opened: new Map(),
    told: new Map(),
    texts,
    sources: createComposeSources(),
    projectFiles: createProjectFiles(),
    workspace: null,
    toldProjectFiles: new Set(),
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
  const { checks, images } = session;
  const settings = settingsOf(session, source.uri, environment);
  const isOurs = settings.enabled && !isVendored(path, workspace?.rootOf(path) ?? null);
  const kind = isOurs ? kindOf(source, settings.names) : null;
  const facts = fileFacts(
    path,
    { workspace, settings },
    { checks: (reference) => checks.get(checkKey(reference)), image: images.image },
  );
  const opened = openDocument(source, { kind, path, workspace }, settings, facts);
  session.opened.set(source.uri, opened);
  return opened;
}

/** What stands around the open files; their own texts, saved or not, win over those on disk. */
export function currentWorkspace(session: Session, environment: Environment): ConfiguredWorkspace {
  if (session.workspace?.isCurrent() === true) return session.workspace;
  session.workspace = separateWorkspace(session, environment);
  return session.workspace;
}

/** The same for a question of its own: what it reads beside is not looked at again with every word that is typed. */
export function separateWorkspace(session: Session, environment: Environment): ConfiguredWorkspace {
  const { folders, settings, sections, texts, sources: composeSources, projectFiles } = session;
  const onDisk = surroundingsOf(environment, { folders, ...settings });
  const readText = (path: string) => texts.at(path)?.getText() ?? onDisk.readText(path);
  return createConfiguredWorkspace(
    { ...onDisk, readText },
    { sectionOf: (path) => sectionOf(path, sections), http: sections.http, projectFile: 'nearest' },
    { composeSources, projectFiles },
  );
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

/** What is set for a document: by the editor for its folder, else by its project file. */
export function settingsOf(session: Session, uri: string, environment: Environment): Settings {
  return isFile(uri) ? currentWorkspace(session, environment).settingsOf(pathOf(uri)) : session.settings;
}

/** Takes what the editor says is set; what was judged by other settings is judged again when it is next asked for. */
export function applySections(session: Session, sections: EditorSections): void {
  session.sections = sections;
  session.settings = readSettings(sections.own, sections.http);
  forgetFindings(session);
}

/** The section of the innermost folder that a file is in. */
function sectionOf(path: string, { own, folders }: EditorSections): unknown {
  const around = [...folders.keys()].filter((folder) => isBelow(path, folder));
  const inner = around.reduce((best, folder) => (folder.length > best.length ? folder : best), '');
  return inner === '' ? own : folders.get(inner);
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
