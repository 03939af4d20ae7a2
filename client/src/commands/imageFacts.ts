import { commands, EventEmitter, Uri, window, workspace } from 'vscode';
import type { LanguageServer } from '../languageServer';
import { askServer, orSayWhy } from './askServer';

/** Documents, made by the server, that say what is known of an image; nobody can edit them. */
export interface ImageFacts {
  readonly show: (reference: string) => Promise<void>;
  readonly dispose: () => void;
}

export function imageFacts(server: LanguageServer): ImageFacts {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const serving = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  return {
    show: (reference) =>
      orSayWhy(server, 'The facts were not read', async () => {
        const title = `Reading about ${shortened(reference)}`;
        const parameters = { reference, platform: null };
        const result = await askServer(title, (asking) => server.describeImage(parameters, asking));
        if (!result) return;
        if (!result.found) {
          void window.showWarningMessage(result.message);
          return;
        }
        const uri = Uri.from({ scheme: SCHEME, path: `/${result.title}.md`, query: reference });
        remember(texts, uri.toString(), result.markdown);
        changed.fire(uri);
        await open(uri);
      }),
    dispose: () => {
      serving.dispose();
      changed.dispose();
    },
  };
}

/** Rendered where the editor can; its extension for that may be switched off. */
async function open(uri: Uri): Promise<void> {
  try {
    await commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await window.showTextDocument(uri, { preview: true });
  }
}

/** The editor asks again for a text that it still shows; the oldest go when there are many. */
function remember(texts: Map<string, string>, key: string, text: string): void {
  texts.delete(key);
  texts.set(key, text);
  for (const oldest of [...texts.keys()].slice(0, Math.max(0, texts.size - MOST))) texts.delete(oldest);
}

function shortened(reference: string): string {
  return reference.replace(/(@sha(?:256|512):[0-9a-f]{12})[0-9a-f]+$/, '$1…');
}

const SCHEME = 'immutable-infra';
const MOST = 50;
