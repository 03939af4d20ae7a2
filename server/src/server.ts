import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  MessageType,
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { OpenDocument } from './documents';
import { loadSettings, SECTIONS, settingsAt, tellOfProjectFile } from './editorSettings';
import { FIX_ALL, FIX_COMMAND } from './features/codeActions';
import { completions } from './features/completion';
import { diagnostics } from './features/diagnostics';
import { kindOf, pathOf } from './features/files';
import { referenceAt } from './features/references';
import { onFixRequests } from './fixRequests';
import { createRecallSoon, recallImages } from './imageRecall';
import { onInspectionRequests } from './inspectionRequests';
import { onLockRequests } from './lockRequests';
import { createOpenTexts } from './openTexts';
import {
  REFERENCE_AT,
  WORKSPACE_TRUSTED,
  type InitializationOptions,
  type ReferenceAt,
  type ReferenceAtParams,
} from './protocol';
import { checkQuietly } from './pinChecks';
import { onPinRequests } from './pinRequests';
import { createRegistries, tell, type Server, type ServerOptions } from './serving';
import {
  applySections,
  createSession,
  currentDocument,
  forgetFindings,
  hasStaleFindings,
  pullsDiagnostics,
  resolvesCodeActions,
} from './session';
import type { PinSettings } from './settings';

/** Serves one client until its connection closes. */
export function serve(connection: Connection, options: ServerOptions): void {
  const texts = createOpenTexts();
  const recallSoon = createRecallSoon(() => server);
  const server: Server = {
    ...options,
    connection,
    texts,
    session: createSession({ capabilities: {} }, texts),
    registries: createRegistries({ ...options, connection }, {}, () => server.session, recallSoon),
    ready: Promise.resolve(),
    recallSoon,
    showChanges: () => showChanges(server),
  };
  onLifecycle(server);
  onDocuments(server);
  onDiagnostics(server);
  onFixRequests(server, (uri) => fileAt(server, uri));
  onReferences(server);
  onCompletion(server);
  onPinRequests(server);
  onLockRequests(server);
  onInspectionRequests(server);
  texts.documents.listen(connection);
  connection.listen();
}

function onLifecycle(server: Server): void {
  const { connection } = server;
  connection.onInitialize((params) => {
    server.session = createSession(params, server.texts);
    const given = (params.initializationOptions ?? {}) as InitializationOptions;
    server.registries = createRegistries(server, given, () => server.session, server.recallSoon);
    return initializeResult(server);
  });
  connection.onInitialized(() => {
    const { workspace } = server.session.capabilities;
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: SECTIONS });
    }
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHERS });
    }
    if (workspace?.configuration) server.ready = loadSettings(server);
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    const section = (settings as { immutableInfra?: unknown } | null)?.immutableInfra;
    if (server.session.capabilities.workspace?.configuration) server.ready = loadSettings(server);
    else applySections(server.session, { own: section, http: null, folders: new Map() });
    await server.ready;
    await judgeAgain(server);
  });
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, async ({ event }) => {
    const removed = new Set(event.removed.map(({ uri }) => pathOf(uri)));
    const added = event.added.map(({ uri }) => pathOf(uri));
    server.session.folders = [...server.session.folders.filter((folder) => !removed.has(folder)), ...added];
    if (server.session.capabilities.workspace?.configuration) server.ready = loadSettings(server);
    await server.ready;
    await judgeAgain(server);
  });
  connection.onDidChangeWatchedFiles(() => showStale(server));
  connection.onShutdown(() => server.registries.digests.settled());
  connection.onNotification(WORKSPACE_TRUSTED, () => {
    server.session.trusted = true;
  });
}

function initializeResult({ session, version }: Server): InitializeResult {
  return {
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      ...(resolvesCodeActions(session) ? {} : { executeCommandProvider: { commands: [FIX_COMMAND] } }),
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL],
        resolveProvider: true,
      },
      completionProvider: {},
      ...(pullsDiagnostics(session)
        ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }
        : {}),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    serverInfo: { name: 'immutable-infra', version },
  };
}

async function judgeAgain(server: Server): Promise<void> {
  server.session.images.doubt();
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
  if (hasStaleFindings(server.session, server.environment)) await showChanges(server);
}

/** To a client that does not pull: what was judged anew since it was last told. */
function pushChanges(server: Server): void {
  const { session, texts } = server;
  for (const text of texts.documents.all()) {
    if (fileAt(server, text.uri) !== session.told.get(text.uri)) pushDiagnostics(server, text);
  }
}

function onDocuments(server: Server): void {
  const { documents } = server.texts;
  documents.onDidOpen(async ({ document }) => {
    await showStale(server);
    await checkAtMoment(server, document.uri, ['onOpen', 'onOpenAndSave']);
  });
  documents.onDidSave(({ document }) => checkAtMoment(server, document.uri, ['onSave', 'onOpenAndSave']));
  documents.onDidChangeContent(async ({ document }) => {
    await server.ready;
    if (!pullsDiagnostics(server.session)) pushChanges(server);
    // Clients that pull ask again for other files when one changes that is judged itself.
    else if (!kindOf(document, settingsAt(server, document.uri).names)) await showStale(server);
  });
  documents.onDidClose(async ({ document: { uri } }) => {
    server.session.opened.delete(uri);
    server.session.told.delete(uri);
    server.session.toldTooLarge.delete(uri);
    if (!pullsDiagnostics(server.session)) void server.connection.sendDiagnostics({ uri, diagnostics: [] });
    await showStale(server);
  });
}

/** Asks about the pins of a file where the user wants that at this moment. */
async function checkAtMoment(
  server: Server,
  uri: string,
  moments: readonly PinSettings['check'][],
): Promise<void> {
  await server.ready;
  if (!moments.includes(settingsAt(server, uri).pins.check)) return;
  const over = new AbortController();
  const closing = server.texts.documents.onDidClose(({ document }) => {
    if (document.uri === uri) over.abort();
  });
  try {
    if (await checkQuietly(server, uri, over.signal)) await server.showChanges();
  } finally {
    closing.dispose();
  }
}

function pushDiagnostics(server: Server, { uri }: TextDocument): void {
  const file = fileAt(server, uri);
  if (!file) return;
  server.session.told.set(uri, file);
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
    if (file) server.session.told.set(textDocument.uri, file);
    return { kind: 'full', items: file ? diagnostics(file, server.documentation) : [] };
  });
}

function onCompletion({ connection, texts }: Server): void {
  connection.onCompletion(({ textDocument, position }) => {
    const text = texts.documents.get(textDocument.uri);
    return text ? completions(text, position) : [];
  });
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
}

/** The open file, judged; and once for each that is too large, a word about it. */
function fileAt(server: Server, uri: string): OpenDocument | null {
  const text = server.texts.documents.get(uri);
  if (!text) return null;
  const { session, environment } = server;
  const file = currentDocument(session, text, environment);
  void recallImages(server);
  if (file.tooLarge && !session.toldTooLarge.has(uri)) {
    session.toldTooLarge.add(uri);
    tell(server, MessageType.Info, `${pathOf(uri)} is over 1 MB and is not judged.`);
  }
  if (file.document) tellOfProjectFile(server, uri);
  return file;
}

/** The files that others depend on: environment files, and compose files under any name. */
const WATCHERS = [{ globPattern: '**/{.env,.env.*,*.env}' }, { globPattern: '**/*.{yml,yaml}' }];
