import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { openDocument, type OpenDocument } from './documents';
import type { Environment } from './environment';
import { kindOf, pathOf } from './features/files';
import { isDevelopmentFile } from './project/profile';
import type { InitializationOptions } from './protocol';
import { DEFAULT_SETTINGS, type Settings } from './settings';

/** What one client has told us, and what we know of the files that it has open. */
export interface Session {
  readonly capabilities: ClientCapabilities;
  settings: Settings;
  trusted: boolean;
  folders: readonly string[];
  readonly opened: Map<string, OpenDocument>;
  /** Files of which the client has been told that they are too large. */
  readonly toldTooLarge: Set<string>;
}

export function createSession({
  capabilities,
  initializationOptions,
  workspaceFolders,
}: Pick<InitializeParams, 'capabilities' | 'initializationOptions' | 'workspaceFolders'>): Session {
  const options = (initializationOptions ?? {}) as InitializationOptions;
  return {
    capabilities,
    settings: DEFAULT_SETTINGS,
    trusted: options.trusted ?? true,
    folders: (workspaceFolders ?? []).map(({ uri }) => pathOf(uri)),
    opened: new Map(),
    toldTooLarge: new Set(),
  };
}

/** The file as it stands now; each version is read and judged once. */
export function currentDocument(
  session: Session,
  source: TextDocument,
  environment: Environment,
): OpenDocument {
  const known = session.opened.get(source.uri);
  if (known?.version === source.version) return known;
  const path = pathOf(source.uri);
  const development = isDevelopmentFile(path, environment.repositoryRoot(path), session.folders);
  const opened = openDocument(source, kindOf(source), session.settings, { development });
  session.opened.set(source.uri, opened);
  return opened;
}

/** After settings or folders changed: what was judged is judged again when it is next asked for. */
export function forgetFindings(session: Session): void {
  session.opened.clear();
}

export function pullsDiagnostics({ capabilities }: Session): boolean {
  return capabilities.textDocument?.diagnostic !== undefined;
}

/** Whether a light bulb may offer what needs a registry's answer before it is an edit. */
export function resolvesCodeActions({ capabilities }: Session): boolean {
  return capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false;
}
