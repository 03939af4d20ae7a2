import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
  type CancellationToken,
  type CodeAction,
  type Connection,
  type InitializeResult,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { OpenDocument } from './documents';
import type { Environment } from './environment';
import { asCommand, codeActions, PIN_COMMAND, type PendingPin } from './features/codeActions';
import { diagnostics } from './features/diagnostics';
import { kindOf, pathOf } from './features/files';
import { resolveDigest, resolvePin, UNTRUSTED } from './features/pins';
import { referenceAt } from './features/references';
import { createOpenTexts, type OpenTexts } from './openTexts';
import {
  REFERENCE_AT,
  RESOLVE_DIGEST,
  WORKSPACE_TRUSTED,
  type ReferenceAt,
  type ReferenceAtParams,
  type ResolveDigestParams,
  type ResolveDigestResult,
} from './protocol';
import { createDigests, type Digests } from './registry/digests';
import {
  createSession,
  currentDocument,
  forgetFindings,
  hasStaleSurroundings,
  pinTarget,
  pullsDiagnostics,
  resolvesCodeActions,
  type Session,
} from './session';
import { readSettings } from './settings';

export interface ServerOptions {
  readonly environment: Environment;
  /** The URI of the page that documents the rules. */
  readonly documentation: string;
  readonly version: string;
}

interface Server extends ServerOptions {
  readonly connection: Connection;
  readonly texts: OpenTexts;
  readonly digests: Digests;
  session: Session;
  /** Settled when the client's settings have been read. */
  ready: Promise<void>;
}

/** Serves one client until its connection closes. */
export function serve(connection: Connection, options: ServerOptions): void {
  const texts = createOpenTexts();
  const server: Server = {
    ...options,
    connection,
    texts,
    digests: createDigests(options.environment),
    session: createSession({ capabilities: {} }, texts),
    ready: Promise.resolve(),
  };
  onLifecycle(server);
  onDocuments(server);
  onDiagnostics(server);
  onCodeActions(server);
  onReferences(server);
  texts.documents.listen(connection);
  connection.listen();
}

function onLifecycle(server: Server): void {
  const { connection } = server;
  connection.onInitialize((params) => {
    server.session = createSession(params, server.texts);
    return initializeResult(server);
  });
  connection.onInitialized(() => {
    const { workspace } = server.session.capabilities;
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'immutableInfra' });
    }
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHERS });
    }
    if (workspace?.configuration) server.ready = loadSettings(server);
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    const section = (settings as { immutableInfra?: unknown } | null)?.immutableInfra;
    if (server.session.capabilities.workspace?.configuration) server.ready = loadSettings(server);
    else server.session.settings = readSettings(section);
    await server.ready;
    await judgeAgain(server);
  });
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, async ({ event }) => {
    const removed = new Set(event.removed.map(({ uri }) => pathOf(uri)));
    const added = event.added.map(({ uri }) => pathOf(uri));
    server.session.folders = [...server.session.folders.filter((folder) => !removed.has(folder)), ...added];
    await judgeAgain(server);
  });
  connection.onDidChangeWatchedFiles(() => showStale(server));
  connection.onNotification(WORKSPACE_TRUSTED, () => {
    server.session.trusted = true;
  });
}

function initializeResult({ session, version }: Server): InitializeResult {
  return {
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      ...(resolvesCodeActions(session) ? {} : { executeCommandProvider: { commands: [PIN_COMMAND] } }),
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
      ...(pullsDiagnostics(session)
        ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }
        : {}),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    serverInfo: { name: 'immutable-infra', version },
  };
}

async function loadSettings(server: Server): Promise<void> {
  const section: unknown = await server.connection.workspace.getConfiguration('immutableInfra');
  server.session.settings = readSettings(section);
  forgetFindings(server.session);
}

async function judgeAgain(server: Server): Promise<void> {
  forgetFindings(server.session);
  await showChanges(server);
}

/** Findings of open files may be others now, because something around them has changed. */
async function showChanges(server: Server): Promise<void> {
  const { connection, session } = server;
  if (!pullsDiagnostics(session)) pushChanges(server);
  else if (session.capabilities.workspace?.diagnostics?.refreshSupport) {
    await connection.languages.diagnostics.refresh();
  }
}

/** The same where something around them did change. */
async function showStale(server: Server): Promise<void> {
  if (hasStaleSurroundings(server.session)) await showChanges(server);
}

/** To a client that does not pull: what was judged anew since it was last told. */
function pushChanges(server: Server): void {
  const { session, texts } = server;
  for (const text of texts.documents.all()) {
    const before = session.opened.get(text.uri);
    if (fileAt(server, text.uri) !== before) pushDiagnostics(server, text);
  }
}

function onDocuments(server: Server): void {
  const { documents } = server.texts;
  documents.onDidOpen(() => showStale(server));
  documents.onDidChangeContent(async ({ document }) => {
    await server.ready;
    if (!pullsDiagnostics(server.session)) pushChanges(server);
    // Clients that pull ask again for other files when one changes that is judged itself.
    else if (!kindOf(document, server.session.settings.names)) await showStale(server);
  });
  documents.onDidClose(async ({ document: { uri } }) => {
    server.session.opened.delete(uri);
    server.session.toldTooLarge.delete(uri);
    if (!pullsDiagnostics(server.session)) void server.connection.sendDiagnostics({ uri, diagnostics: [] });
    await showStale(server);
  });
}

function pushDiagnostics(server: Server, { uri }: TextDocument): void {
  const file = fileAt(server, uri);
  if (!file) return;
  void server.connection.sendDiagnostics({
    uri,
    version: file.version,
    diagnostics: diagnostics(file, server.documentation),
  });
}

function onDiagnostics(server: Server): void {
  server.connection.languages.diagnostics.on(async ({ textDocument }) => {
    await server.ready;
    const file = fileAt(server, textDocument.uri);
    return { kind: 'full', items: file ? diagnostics(file, server.documentation) : [] };
  });
}

function onCodeActions(server: Server): void {
  const { connection } = server;
  connection.onCodeAction(async (params) => {
    await server.ready;
    const file = fileAt(server, params.textDocument.uri);
    const offered = file ? codeActions(file, params, server.documentation) : [];
    return resolvesCodeActions(server.session) ? offered : offered.map(asCommand);
  });
  connection.onCodeActionResolve((action, token) => resolveAction(server, action, token));
  connection.onExecuteCommand(async ({ command, arguments: [pending] = [] }, token) => {
    if (command !== PIN_COMMAND) return;
    const { edit } = await resolveAction(server, { title: '', data: pending as unknown }, token);
    if (edit) await connection.workspace.applyEdit(edit);
  });
}

/** The action with its edit; when there can be none, the action as it was, and the user is told why. */
async function resolveAction(
  server: Server,
  unresolved: CodeAction,
  token: CancellationToken,
): Promise<CodeAction> {
  const { digests, session } = server;
  const targetOf = (pin: PendingPin) => pinTarget(session, pin, server.environment);
  const { action, message } = session.trusted
    ? await resolvePin(unresolved, { digests, targetOf }, signalOf(token))
    : { action: unresolved, message: UNTRUSTED };
  if (message !== undefined && !token.isCancellationRequested) tell(server, MessageType.Warning, message);
  return action;
}

function onReferences(server: Server): void {
  server.connection.onRequest(
    REFERENCE_AT,
    async ({ textDocument, position }: ReferenceAtParams): Promise<ReferenceAt | null> => {
      await server.ready;
      const file = fileAt(server, textDocument.uri);
      return file ? referenceAt(file, position) : null;
    },
  );
  server.connection.onRequest(
    RESOLVE_DIGEST,
    async ({ reference }: ResolveDigestParams, token: CancellationToken): Promise<ResolveDigestResult> => {
      if (!server.session.trusted) return { found: false, message: UNTRUSTED };
      return resolveDigest(server.digests, reference, signalOf(token));
    },
  );
}

/** The open file, judged; and once for each that is too large, a word about it. */
function fileAt(server: Server, uri: string): OpenDocument | null {
  const text = server.texts.documents.get(uri);
  if (!text) return null;
  const { session, environment } = server;
  const file = currentDocument(session, text, environment);
  if (file.tooLarge && !session.toldTooLarge.has(uri)) {
    session.toldTooLarge.add(uri);
    tell(server, MessageType.Info, `${pathOf(uri)} is over 1 MB and is not judged.`);
  }
  return file;
}

function tell({ connection }: Server, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message });
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** The files that others depend on: environment files, and compose files under any name. */
const WATCHERS = [{ globPattern: '**/{.env,.env.*,*.env}' }, { globPattern: '**/*.{yml,yaml}' }];
