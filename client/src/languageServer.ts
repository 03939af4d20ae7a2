import { languages, window, workspace } from 'vscode';
import type { CancellationToken, ExtensionContext, Position, TextDocument } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ErrorCodes,
  LanguageClient,
  ResponseError,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import type { LanguageClientOptions, Middleware, ServerOptions } from 'vscode-languageclient/node';
import { REFERENCE_AT, RESOLVE_DIGEST, WORKSPACE_TRUSTED } from '../../server/src/protocol';
import type {
  InitializationOptions,
  ReferenceAt,
  ReferenceAtParams,
  ResolveDigestParams,
  ResolveDigestResult,
} from '../../server/src/protocol';
import { changedSince, type Versions } from './documentVersions';
import { worthRestarting } from './serverRestarts';

export type { ReferenceAt, ResolveDigestResult };

export interface LanguageServer {
  /** The image reference at a position; null also in documents that the server does not get. */
  readonly referenceAt: (document: TextDocument, position: Position) => Promise<ReferenceAt | null>;
  readonly resolveDigest: (reference: string, token: CancellationToken) => Promise<ResolveDigestResult>;
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
    clientOptions(() => tellOnce()),
  );
  const tellOnce = once(() => {
    const message =
      "The language server of Immutable Infra does not run. Its log says why; 'Reload Window' starts it again.";
    void window.showErrorMessage(message, SHOW_LOG).then((choice) => {
      if (choice === SHOW_LOG) client.outputChannel.show();
    });
  });
  client.start().catch((error: unknown) => {
    if (!isLostConnection(error)) tellOnce();
  });
  const report = (error: unknown) => client.error('Unexpected error.', error);
  const trusting = workspace.onDidGrantWorkspaceTrust(() => {
    client.sendNotification(WORKSPACE_TRUSTED).catch(report);
  });
  const naming = workspace.onDidChangeConfiguration((event) => {
    if (!NAMES.some((name) => event.affectsConfiguration(name))) return;
    client.clientOptions.documentSelector = documentSelector();
    client.restart().catch(report);
  });
  return {
    referenceAt: async (document, position) => {
      if (languages.match(documentSelector(), document) === 0) return null;
      const parameters: ReferenceAtParams = { textDocument: { uri: document.uri.toString() }, position };
      return client.sendRequest<ReferenceAt | null>(REFERENCE_AT, parameters);
    },
    resolveDigest: (reference, token) => {
      const parameters: ResolveDigestParams = { reference };
      return client.sendRequest<ResolveDigestResult>(RESOLVE_DIGEST, parameters, token);
    },
    report,
    dispose: () => {
      trusting.dispose();
      naming.dispose();
      // A client that is still starting refuses; its server ends with the extension host.
      client.dispose().catch(report);
    },
  };
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

function clientOptions(gaveUp: () => void): LanguageClientOptions {
  const crashes: number[] = [];
  const giveUp = () => {
    gaveUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  };
  return {
    documentSelector: documentSelector(),
    initializationOptions: (): InitializationOptions => ({ trusted: workspace.isTrusted }),
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
const SCHEMES = ['file', 'untitled'];
/** Settings that name more files; a change of them is a change of which documents the server gets. */
const NAMES = ['immutableInfra.dockerfileNames', 'immutableInfra.composeFileNames'];

/** Dockerfiles that the editor does not take for any, such as `DockerfileAlpine`. */
const DOCKERFILE_NAMES = '{[Dd]ocker,[Cc]ontainer}file*';

/**
 * All YAML, for any may be extended or included by a compose file; the server looks at the name. And the files that
 * compose takes variables from, so that what is typed there counts before it is saved.
 */
function documentSelector(): { scheme: string; language?: string; pattern?: string }[] {
  const languages = ['dockerfile', 'dockercompose', 'yaml'];
  const named = NAMES.flatMap((name) => {
    const patterns: unknown = workspace.getConfiguration().get(name);
    return Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === 'string') : [];
  });
  return [
    ...SCHEMES.flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
    ...[DOCKERFILE_NAMES, '.env', ...named].map((pattern) => ({
      scheme: 'file',
      pattern: belowAnything(pattern),
    })),
  ];
}

function belowAnything(pattern: string): string {
  return pattern.startsWith('/') || pattern.startsWith('**/') ? pattern : `**/${pattern}`;
}
