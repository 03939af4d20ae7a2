import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import type {
  CodeAction,
  ConfigurationItem,
  Diagnostic,
  PublishDiagnosticsParams,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { Environment } from '../../server/src/environment';
import type { InitializationOptions } from '../../server/src/protocol';
import { serve } from '../../server/src/server';

/** The real server in this process, and a client that speaks the protocol with it. */
export interface LanguageClient {
  readonly connection: MessageConnection;
  /** What the server has told the user, in order. */
  readonly messages: string[];
  open(uri: string, languageId: string, text: string): Promise<void>;
  close(uri: string): Promise<void>;
  change(uri: string, version: number, text: string): Promise<void>;
  /** Pulled diagnostics. */
  diagnostics(uri: string): Promise<Diagnostic[]>;
  /** Settled when the server next asks the client to pull again. */
  refreshed(): Promise<void>;
  /** The next diagnostics that the server pushes. */
  pushed(): Promise<PublishDiagnosticsParams>;
  /** The next edit that the server asks to be made. */
  applied(): Promise<WorkspaceEdit>;
  codeActions(uri: string, range: Range): Promise<CodeAction[]>;
  dispose(): void;
}

export interface ClientOptions {
  readonly environment: Environment;
  readonly pull?: boolean;
  readonly resolves?: boolean;
  readonly folder?: string;
  /** Whether edits may make files. */
  readonly createsFiles?: boolean;
  readonly initializationOptions?: InitializationOptions;
  /** The section `immutableInfra` of the settings, for a folder; the client offers them only when given. */
  readonly settings?: (folder?: string) => unknown;
}

export async function startLanguageClient(options: ClientOptions): Promise<LanguageClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const serverConnection = createConnection(
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  serve(serverConnection, {
    environment: options.environment,
    documentation: 'file:///docs/rules.md',
    version: '0',
  });
  const connection = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const messages: string[] = [];
  connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
    messages.push(message);
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.onRequest('workspace/configuration', ({ items }: { items: ConfigurationItem[] }) =>
    items.map(({ section, scopeUri }) =>
      section === 'immutableInfra' ? options.settings?.(scopeUri) : null,
    ),
  );
  connection.listen();
  await connection.sendRequest('initialize', initializeParams(options));
  await connection.sendNotification('initialized', {});
  return {
    connection,
    messages,
    open: (uri, languageId, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      }),
    close: (uri) => connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    change: (uri, version, text) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    diagnostics: async (uri) => {
      const report = await connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      return report.items;
    },
    refreshed: () =>
      new Promise((settle) => {
        connection.onRequest('workspace/diagnostic/refresh', () => {
          settle();
          return null;
        });
      }),
    pushed: () =>
      new Promise((settle) => {
        const listening = connection.onNotification('textDocument/publishDiagnostics', (params) => {
          listening.dispose();
          settle(params as PublishDiagnosticsParams);
        });
      }),
    applied: () =>
      new Promise((settle) => {
        connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
          settle(edit);
          return { applied: true };
        });
      }),
    codeActions: (uri, range) =>
      connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri },
        range,
        context: { diagnostics: [] },
      }),
    dispose: () => {
      connection.dispose();
      serverConnection.dispose();
    },
  };
}

function initializeParams({
  pull = true,
  resolves = true,
  folder,
  createsFiles = false,
  initializationOptions,
  settings,
}: ClientOptions): unknown {
  return {
    processId: null,
    rootUri: null,
    workspaceFolders: folder === undefined ? null : [{ uri: folder, name: 'folder' }],
    initializationOptions,
    capabilities: {
      textDocument: {
        ...(pull ? { diagnostic: {} } : {}),
        codeAction: { dataSupport: true, ...(resolves ? { resolveSupport: { properties: ['edit'] } } : {}) },
      },
      workspace: {
        ...(settings ? { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } : {}),
        ...(createsFiles ? { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } } : {}),
        diagnostics: { refreshSupport: true },
      },
    },
  };
}
