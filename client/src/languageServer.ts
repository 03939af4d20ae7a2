import { Disposable, languages, window, workspace } from 'vscode';
import type { CancellationToken, ExtensionContext, Position, TextDocument } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ErrorCodes,
  LanguageClient,
  ResponseError,
  RevealOutputChannelOn,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import type { LanguageClientOptions, Middleware, ServerOptions } from 'vscode-languageclient/node';
import { ENGINE_DIGEST, REFERENCE_AT, WORKSPACE_TRUSTED } from '../../server/src/protocol';
import type {
  EngineDigestParams,
  InitializationOptions,
  ReferenceAt,
  ReferenceAtParams,
} from '../../server/src/protocol';
import type { Connection } from './docker/engine';
import { answerEngineDigest } from './docker/engineDigest';
import { byPath, documentSelector } from './documentSelector';
import { changedSince, type Versions } from './documentVersions';
import { imageFileKind, type NamedFile } from './imageFile';
import { serverRequests, type Cancellation, type ServerRequests } from './serverRequests';
import { worthRestarting } from './serverRestarts';

export interface LanguageServer extends ServerRequests {
  /** The image reference at a position; null also in documents that the server does not get. */
  readonly referenceAt: (document: TextDocument, position: Position) => Promise<ReferenceAt | null>;
  /** Whether a document is a Dockerfile or a compose file, as far as its language and its name tell. */
  readonly isImageFile: (document: TextDocument) => boolean;
  readonly isComposeFile: (document: TextDocument) => boolean;
  /** Into the log of the server, where people look first. */
  readonly report: (error: unknown) => void;
  readonly dispose: () => void;
}

/** Starts the server in a process of its own. Documents may be asked about at once: requests wait for the start. */
export function startLanguageServer(context: ExtensionContext): LanguageServer {
  const client = new QuietClient(
    'immutableInfra',
    'Immutable Infra',
    launch(context.asAbsolutePath('dist/server.js')),
    clientOptions(context, () => tellOnce()),
  );
  const tellOnce = once(() => {
    const message =
      "The language server of Immutable Infra does not run. Its log says why; 'Reload Window' starts it again.";
    void window.showErrorMessage(message, SHOW_LOG).then((choice) => {
      if (choice === SHOW_LOG) client.outputChannel.show();
    });
  });
  client.onRequest(ENGINE_DIGEST, (parameters: EngineDigestParams, token: CancellationToken) =>
    workspace.isTrusted ? answerEngineDigest(parameters, abortedWith(token), connect) : null,
  );
  client.start().catch((error: unknown) => {
    if (!isLostConnection(error)) tellOnce();
  });
  const report = (error: unknown) => client.error('Unexpected error.', error);
  const listening = listen(client, report);
  return {
    referenceAt: async (document, position) => {
      if (languages.match(documentSelector(named()), document) === 0) return null;
      const parameters: ReferenceAtParams = { textDocument: { uri: document.uri.toString() }, position };
      return client.sendRequest<ReferenceAt | null>(REFERENCE_AT, parameters);
    },
    isImageFile: (document) => imageFileKind(namedFile(document)) !== null || isNamed(document, NAMES),
    isComposeFile: (document) =>
      imageFileKind(namedFile(document)) === 'compose' || isNamed(document, [COMPOSE_NAMES]),
    ...serverRequests({
      send: <T>(method: string, parameters: object, token?: Cancellation) =>
        token ? client.sendRequest<T>(method, parameters, token) : client.sendRequest<T>(method, parameters),
      follow: (token, show) => client.onProgress(WorkDoneProgress.type, token, show),
    }),
    report,
    dispose: () => {
      listening.dispose();
      // A client that is still starting refuses; its server ends with the extension host.
      client.dispose().catch(report);
    },
  };
}

/** Tells the server what changes around it. */
function listen(client: LanguageClient, report: (error: unknown) => void): Disposable {
  const trusting = workspace.onDidGrantWorkspaceTrust(() => {
    client.sendNotification(WORKSPACE_TRUSTED).catch(report);
  });
  const naming = workspace.onDidChangeConfiguration((event) => {
    if (!NAMES.some((name) => event.affectsConfiguration(name))) return;
    client.clientOptions.documentSelector = documentSelector(named());
    client.restart().catch(report);
  });
  return Disposable.from(trusting, naming);
}

/** The library shows one failure in several messages of its own; all go to the log, and we say it once. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function launch(module: string): ServerOptions {
  return {
    run: { module, transport: TransportKind.ipc },
    // Chosen by the library when the extension host itself is debugged.
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
}

function clientOptions(context: ExtensionContext, gaveUp: () => void): LanguageClientOptions {
  const crashes: number[] = [];
  const giveUp = () => {
    gaveUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  };
  return {
    documentSelector: documentSelector(named()),
    initializationOptions: (): InitializationOptions => ({
      trusted: workspace.isTrusted,
      storage: context.globalStorageUri.fsPath,
      engine: true,
    }),
    diagnosticPullOptions: { onChange: true, onTabs: true },
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        crashes.push(Date.now());
        return worthRestarting(crashes) ? { action: CloseAction.Restart, handled: true } : giveUp();
      },
    },
    middleware: dropStaleEdits(),
  };
}

/** An edit that was asked for one version of a text is not made in another. The server looks too; this is the last look. */
function dropStaleEdits(): Middleware {
  const offeredFor = new WeakMap<object, Versions>();
  return {
    provideCodeActions: async (...request) => {
      const [document, range, context, token, next] = request;
      const versions = openVersions();
      const actions = await next(document, range, context, token);
      for (const action of actions ?? []) offeredFor.set(action, versions);
      return actions;
    },
    resolveCodeAction: async (action, token, next) => {
      const before = offeredFor.get(action) ?? openVersions();
      const resolved = await next(action, token);
      const edited = resolved?.edit?.entries().map(([uri]) => uri.toString()) ?? [];
      if (!changedSince(before, openVersions(), edited)) return resolved;
      void window.showWarningMessage(
        `'${action.title}' was not applied: the text has changed since. Try again.`,
      );
      return action;
    },
  };
}

/** The way into the bundle that holds the client of the engine, which is loaded when the server first asks. */
async function connect(signal: AbortSignal): Promise<Connection> {
  return (await import('./docker/dockerode')).connectCurrentEngine(signal);
}

function abortedWith(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function openVersions(): Versions {
  return new Map(workspace.textDocuments.map(({ uri, version }) => [uri.toString(), version]));
}

/** The connection ended while the server was starting: a crash, which the restarts deal with. */
function isLostConnection(error: unknown): boolean {
  return (
    error instanceof ResponseError &&
    (error.code === ErrorCodes.PendingResponseRejected || error.code === ErrorCodes.ConnectionInactive)
  );
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}

const SHOW_LOG = 'Show Log';
const COMPOSE_NAMES = 'immutableInfra.composeFileNames';
/** Settings that name more files; a change of them is a change of which documents the server gets. */
const NAMES = ['immutableInfra.dockerfileNames', COMPOSE_NAMES];

function namedFile({ languageId, uri }: TextDocument): NamedFile {
  return { language: languageId, path: uri.path };
}

function isNamed(document: TextDocument, names: readonly string[]): boolean {
  return languages.match(byPath(named(names)), document) > 0;
}

/** The glob patterns of these settings. */
function named(names: readonly string[] = NAMES): readonly string[] {
  return names.flatMap((name) => {
    const patterns: unknown = workspace.getConfiguration().get(name);
    return Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === 'string') : [];
  });
}
