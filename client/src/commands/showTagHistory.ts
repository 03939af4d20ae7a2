import { window } from 'vscode';
import type { LanguageServer } from '../languageServer';
import { orSayWhy } from './askServer';
import { copyText } from './copyText';
import { namedReference } from './place';
import { noHistory, tagRuns } from './tagRuns';

/** *Show History of This Tag*: what it has named, as far as registries were asked. No registry is asked now. */
export async function showTagHistory(server: LanguageServer): Promise<void> {
  await orSayWhy(server, 'The history was not read', async () => {
    const named = await namedReference(server, 'History of a Tag');
    if (!named) return;
    const { runs } = await server.tagHistory(named.reference);
    if (runs.length === 0) {
      void window.showInformationMessage(noHistory(named.reference));
      return;
    }
    const picked = await window.showQuickPick(tagRuns(runs, Date.now()), {
      title: `History of ${named.reference}`,
      placeHolder: 'Choose one to copy its digest',
      matchOnDetail: true,
    });
    if (picked) await copyText(picked.detail);
  });
}
