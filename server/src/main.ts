import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { createNodeEnvironment } from './nodeEnvironment';
import { serve } from './server';

/** The language server's door: over IPC, or `--stdio`, `--socket=N`, `--pipe=NAME`, as its client started it. */
const connection = createConnection(ProposedFeatures.all);
const environment = createNodeEnvironment((message) => connection.console.info(message));
const documentation = pathToFileURL(join(__dirname, '..', 'docs', 'rules.md')).href;

process.on('uncaughtException', (error) =>
  connection.console.error(`Unexpected: ${error.stack ?? error.message}`),
);
process.on('unhandledRejection', (reason) => connection.console.error(`Unexpected: ${String(reason)}`));

serve(connection, { environment, documentation, version });
