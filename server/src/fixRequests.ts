import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { MessageType, type CancellationToken, type CodeAction } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { PROJECT_FILE } from './configuration/projectKeys';
import type { OpenDocument } from './documents';
import { pinSettingsOf } from './editorSettings';
import {
  asCommand,
  codeActions,
  FIX_COMMAND,
  type PendingFix,
  type PendingPin,
  type PendingQuestion,
} from './features/codeActions';
import { disablingActions, type ProjectFile } from './features/disabling';
import { isFile, pathOf, uriOf } from './features/files';
import { resolvePin, UNTRUSTED } from './features/pins';
import { resolveQuestion } from './features/questions';
import { rewrites } from './features/rewrites';
import { ignoreActions } from './features/ignoreActions';
import { createRemotes, type AskRemote } from './remotes/remotes';
import { signalOf, tell, type Server } from './serving';
import { pinTarget, resolvesCodeActions } from './session';

/** What the requests about fixes need beside the server: an open file, judged. */
type FileAt = (uri: string) => OpenDocument | null;

/** Answers what can be done with findings, and makes the edits that wait for an answer. */
export function onFixRequests(server: Server, fileAt: FileAt): void {
  const { connection, environment } = server;
  const ask = createRemotes(environment, {
    settings: () => server.session.settings.registries.network,
    notFrom: () => server.session.folders,
  });
  const resolve = (action: CodeAction, token: CancellationToken): Promise<CodeAction> =>
    resolveAction(server, { action, fileAt, ask }, token);
  connection.onCodeAction(async (params) => {
    await server.ready;
    const file = fileAt(params.textDocument.uri);
    if (!file) return [];
    const createsFiles = canCreateFiles(server);
    const options = { documentation: server.documentation, createsFiles };
    const offered = [
      ...codeActions(file, params, options),
      ...ignoreActions(file, params, server.documentation),
      ...rewrites(file, params),
      ...disablingActions(file, params, { ...options, projectFile: projectFileOf(server, file) }),
    ];
    return resolvesCodeActions(server.session) ? offered : offered.map(asCommand);
  });
  connection.onCodeActionResolve((action, token) => resolve(action, token));
  connection.onExecuteCommand(async ({ command, arguments: [pending] = [] }, token) => {
    if (command !== FIX_COMMAND) return;
    const { edit } = await resolve({ title: '', data: pending as unknown }, token);
    if (edit) await connection.workspace.applyEdit(edit);
  });
}

function canCreateFiles({ session: { capabilities } }: Server): boolean {
  const { documentChanges, resourceOperations } = capabilities.workspace?.workspaceEdit ?? {};
  return documentChanges === true && resourceOperations?.includes('create') === true;
}

interface Resolving {
  readonly action: CodeAction;
  readonly fileAt: FileAt;
  readonly ask: AskRemote;
}

/** The action with its edit; when there can be none, the action as it was, and the user is told why. */
async function resolveAction(
  server: Server,
  { action: unresolved, fileAt, ask }: Resolving,
  token: CancellationToken,
): Promise<CodeAction> {
  const { registries, session, environment, texts } = server;
  const signal = signalOf(token);
  const pending = unresolved.data as PendingFix | undefined;
  const resolved = async () => {
    if (!pending) return { action: unresolved };
    if (!session.trusted) return { action: unresolved, message: UNTRUSTED };
    if ('question' in pending) {
      const targetOf = ({ uri, version }: PendingQuestion) => {
        const source = texts.documents.get(uri);
        return source?.version === version ? { source, version } : null;
      };
      return resolveQuestion(unresolved, { ask, targetOf }, signal);
    }
    const targetOf = (pin: PendingPin) => pinTarget(session, pin, environment);
    const { answers: digests } = registries;
    const fileOf = ({ uri }: PendingPin) => fileAt(uri);
    const settings = pinSettingsOf(server, unresolved);
    return resolvePin(unresolved, { digests, settings, targetOf, fileOf }, signal);
  };
  const { action, message } = await resolved();
  if (message !== undefined && !token.isCancellationRequested) tell(server, MessageType.Warning, message);
  return action;
}

/**
 * The nearest project file in the document's folder or above, up to the root of its repository, or to its workspace
 * folder where it is in none; else where one would be made.
 */
function projectFileOf(server: Server, { source: { uri } }: OpenDocument): ProjectFile | null {
  const { environment, session, texts } = server;
  if (!isFile(uri)) return null;
  const path = pathOf(uri);
  const root = environment.repositoryRoot(path);
  // Of folders that are in each other, the inner one.
  const [folder = null] = session.folders
    .filter((each) => isWithin(each, path))
    .sort((a, b) => b.length - a.length);
  const last = root ?? folder;
  if (last === null) return null;
  for (let place = dirname(path); isWithin(last, place); place = dirname(place)) {
    const candidate = join(place, PROJECT_FILE);
    const open = texts.at(candidate);
    if (open) return { exists: true, target: { source: open, version: open.version } };
    const text = environment.readText(candidate);
    const source = text === null ? null : TextDocument.create(uriOf(candidate), 'yaml', 0, text);
    if (source) return { exists: true, target: { source, version: null } };
    // One that cannot be read is there all the same.
    if (environment.fileNames(place).includes(PROJECT_FILE)) return null;
    if (place === dirname(place)) break;
  }
  const inside = folder !== null && isWithin(last, folder) ? folder : last;
  return { exists: false, path: join(inside, PROJECT_FILE) };
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
