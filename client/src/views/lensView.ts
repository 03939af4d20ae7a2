import { CodeLens, Disposable, EventEmitter, languages, Range, workspace } from 'vscode';
import type { CancellationToken, CodeLensProvider, TextDocument } from 'vscode';
import type { ComposeServicesResult } from '../../../server/src/inspectionProtocol';
import type { Inspection } from '../docker/watch/inspection';
import type { LanguageServer } from '../languageServer';
import { runsAnythingOf, serviceLenses, type ServiceLens } from './serviceLenses';
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
  const servicesOf = rememberedServices(server);
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document, token) => {
      const uri = document.uri.toString();
      const seen = inspection();
      if (!seen || !showsLenses() || !runsAnythingOf(seen, uri)) return [];
      return serviceLenses(await servicesOf(document, token), seen, uri).map(codeLens);
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

/** What runs changes more often than the text that declares it: the server is asked once for a version of it. */
function rememberedServices(server: LanguageServer) {
  const known = new WeakMap<
    TextDocument,
    { readonly version: number; readonly answer: ComposeServicesResult }
  >();
  return async (document: TextDocument, token: CancellationToken): Promise<ComposeServicesResult> => {
    const { version } = document;
    const before = known.get(document);
    if (before?.version === version) return before.answer;
    const answer = await server.composeServices(document.uri.toString(), { token });
    known.set(document, { version, answer });
    return answer;
  };
}

function codeLens({ range: { start, end }, text, target }: ServiceLens): CodeLens {
  return new CodeLens(new Range(start.line, start.character, end.line, end.character), {
    command: 'immutableInfra.revealService',
    title: text,
    tooltip: 'Show this service in Releases',
    arguments: [target],
  });
}

/** Any YAML may be a compose file by the settings. */
const SELECTOR = [
  { scheme: 'file', language: 'yaml' },
  { scheme: 'file', language: 'dockercompose' },
];
