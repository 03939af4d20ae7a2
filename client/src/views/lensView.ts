import { CodeLens, Disposable, EventEmitter, languages, Range, workspace } from 'vscode';
import type { CodeLensProvider } from 'vscode';
import type { Inspection } from '../docker/watch/inspection';
import type { LanguageServer } from '../languageServer';
import { serviceLenses } from './serviceLenses';
import { showsLenses, VIEW_SETTINGS } from './settings';

/** Code lenses over the services of compose files that are open. */
export interface LensView {
  /** There is something else to say. */
  readonly refresh: () => void;
  readonly dispose: () => void;
}

/** `inspection` is null before an engine was first looked at: a file that is opened has nobody asked. */
export function createLenses(server: LanguageServer, inspection: () => Inspection | null): LensView {
  const changed = new EventEmitter<void>();
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document, token) => {
      const seen = inspection();
      if (!seen || !showsLenses() || !server.isComposeFile(document)) return [];
      const uri = document.uri.toString();
      const services = await server.composeServices(uri, { token });
      return serviceLenses(services, seen, uri).map(({ range: { start, end }, text, target }) => {
        const range = new Range(start.line, start.character, end.line, end.character);
        const tooltip = 'Show this service in Releases';
        const command = {
          command: 'immutableInfra.revealService',
          title: text,
          tooltip,
          arguments: [target],
        };
        return new CodeLens(range, command);
      });
    },
  };
  const parts = Disposable.from(
    changed,
    languages.registerCodeLensProvider(SELECTOR, provider),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(VIEW_SETTINGS)) changed.fire();
    }),
  );
  return {
    refresh: () => changed.fire(),
    dispose: () => void parts.dispose(),
  };
}

/** Any YAML may be a compose file by the settings. */
const SELECTOR = [
  { scheme: 'file', language: 'yaml' },
  { scheme: 'file', language: 'dockercompose' },
];
