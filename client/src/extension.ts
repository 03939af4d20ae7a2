import type { ExtensionContext } from 'vscode';
import { registerCommands } from './commands/index';
import { startLanguageServer } from './languageServer';
import { registerViews } from './views/index';

export function activate(context: ExtensionContext): void {
  const server = startLanguageServer(context);
  const views = registerViews(server, context.workspaceState);
  context.subscriptions.push(server, views, ...registerCommands(server, views, context.workspaceState));
}
