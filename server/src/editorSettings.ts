import { MessageType, type CodeAction } from 'vscode-languageserver';
import type { PendingPin } from './features/codeActions';
import { isFile, pathOf, uriOf } from './features/files';
import { tell, type Server } from './serving';
import { applySections, currentWorkspace, settingsOf } from './session';
import type { PinSettings, Settings } from './settings';
import { lineStarts, placeAt } from './text/lines';

/** Asks the editor for what is set, for each folder and outside of all. */
export async function loadSettings(server: Server): Promise<void> {
  const { connection, session } = server;
  const { folders } = session;
  const items = [
    ...SECTIONS.map((section) => ({ section })),
    ...folders.map((folder) => ({ section: OWN_SECTION, scopeUri: uriOf(folder) })),
  ];
  const [own, http, ...scoped] = (await connection.workspace.getConfiguration(items)) as unknown[];
  const entries = folders.map((folder, index) => [folder, scoped[index] ?? own] as const);
  applySections(session, { own, http, folders: new Map(entries) });
}

/** Says once of a project file what is wrong with it; one that is open says so itself. */
export function tellOfProjectFile(server: Server, uri: string): void {
  const { session, environment } = server;
  const file = isFile(uri) ? currentWorkspace(session, environment).projectFileOf(pathOf(uri)) : null;
  const [first, ...more] = file?.problems ?? [];
  if (!file || !first || session.texts.at(file.path) || session.toldProjectFiles.has(file.path)) return;
  session.toldProjectFiles.add(file.path);
  const { line } = placeAt(lineStarts(file.text), first.span.start);
  const others = more.length === 0 ? '' : ` It has ${more.length} more of these.`;
  tell(server, MessageType.Warning, `${file.path}, line ${line}: ${first.message}${others}`);
}

/** What is set for a document. */
export function settingsAt({ session, environment }: Server, uri: string): Settings {
  return settingsOf(session, uri, environment);
}

/** How the pin of an action is written, as is set where it was offered. */
export function pinSettingsOf(server: Server, { data }: CodeAction): PinSettings {
  return settingsAt(server, (data as Partial<PendingPin> | undefined)?.uri ?? '').pins;
}

/** Ours, and the editor's of how the network is reached. */
const OWN_SECTION = 'immutableInfra';
export const SECTIONS = [OWN_SECTION, 'http'];
